#include "aws/creds.h"

#include <stdlib.h>

#include "aws/keys.h"
#include "aws/source.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"

#define MINUTE (60 * CLOCK_SECOND)
#define REFRESH_TRIED (15 * MINUTE)  /* before they expire */
#define REFRESH_NEEDED (10 * MINUTE) /* before they expire */
#define REFRESH_APART MINUTE         /* between two tries */
#define PROLONGED_MIN (2 * MINUTE)
#define PROLONGED_MAX (10 * MINUTE)

/* clang-format off */
static const struct place {
	const char *name;
	aws_source *find;
	bool prolongs; /* keys that expire soon are good: it cannot make others and says so */
} places[] = {
	{ "environment",        aws_source_environment },
	{ "role",               aws_source_role },
	{ "web identity",       aws_source_web_identity },
	{ "SSO",                aws_source_sso },
	{ "credentials file",   aws_source_credentials_file },
	{ "login",              aws_source_login },
	{ "credential_process", aws_source_process },
	{ "config file",        aws_source_config_file },
	{ "container",          aws_source_container },
	{ "instance metadata",  aws_source_instance, .prolongs = true },
};
/* clang-format on */

struct aws_creds {
	struct aws_source_at at;
	const struct place *place; /* where they were found; NULL: not yet */
	struct aws_keys keys;
	int64_t again;  /* when new ones are looked for; CLOCK_NONE: never */
	int64_t needed; /* from when on they must be found */
	bool asked;     /* by aws_creds_refresh() */
};

int
aws_creds_open(
    struct aws_creds **out, const struct aws_profile *p, bool profile_named, struct err *e)
{
	struct aws_creds *c = mem_new(1, sizeof *c);

	(void)e; /* nothing can fail yet */
	*out = c;
	c->at = (struct aws_source_at){ .profile = p, .named = profile_named };
	c->keys.expires = c->again = c->needed = CLOCK_NONE;
	return 0;
}

void
aws_creds_region(struct aws_creds *c, const char *region)
{
	c->at.region = region;
}

void
aws_creds_close(struct aws_creds *c)
{
	if (c == NULL)
		return;
	aws_keys_release(&c->keys);
	free(c);
}

void
aws_creds_refresh(struct aws_creds *c)
{
	c->asked = true;
}

/* When to look for the next ones. */
static void
plan(struct aws_creds *c, int64_t now)
{
	int64_t expires = c->keys.expires;

	c->again = c->needed = CLOCK_NONE;
	if (expires == CLOCK_NONE)
		return;
	if (c->place->prolongs && expires - now < REFRESH_TRIED) {
		/* not all at the same time: whoever waits for the service waits with many others */
		c->again = now + REFRESH_NEEDED + PROLONGED_MIN +
			   clock_mono() % (PROLONGED_MAX - PROLONGED_MIN);
		c->needed = c->again;
		log_warn(
		    "%s: its credentials are about to expire and it has no others: used nevertheless",
		    c->keys.from);
		return;
	}
	c->again = expires - REFRESH_TRIED;
	c->needed = expires - REFRESH_NEEDED;
	if (c->again <= now) /* they are short-lived ones */
		c->again = expires - now < REFRESH_APART ? expires : now + REFRESH_APART;
	if (c->needed <= now)
		c->needed = expires;
}

static int
take(struct aws_creds *c, const struct place *place, struct aws_keys *fresh, int64_t now,
    struct err *e)
{
	char when[CLOCK_TEXT_MAX];

	if (fresh->expires != CLOCK_NONE && fresh->expires <= now && !place->prolongs) {
		(void)clock_time_text(when, fresh->expires);
		(void)err_set(e, ERR_PERM, "%s: the credentials expired at %s", fresh->from, when);
		aws_keys_release(fresh);
		return -1;
	}
	aws_keys_release(&c->keys);
	c->keys = *fresh;
	c->place = place;
	plan(c, now);
	log_info("AWS credentials of %s: %s", c->keys.from, c->keys.id);
	return 0;
}

static int
find(struct aws_creds *c, int64_t now, struct err *e)
{
	struct buf tried = { 0 };
	struct aws_keys fresh;
	struct err why;
	size_t i, tail = 0;
	int rc = 0;

	for (i = 0; i < sizeof places / sizeof places[0] && rc == 0; i++) {
		fresh = (struct aws_keys){ .expires = CLOCK_NONE };
		tail = tried.len;
		buf_fmt(&tried, "%s%s: ", i == 0 ? "" : "; ", places[i].name);
		rc = places[i].find(&c->at, &fresh, &tried, e);
	}
	if (rc == 1) {
		rc = take(c, &places[i - 1], &fresh, now, e);
	} else if (rc == 0) {
		rc = err_set(e, ERR_CONFIG, "no AWS credentials: %s", tried.p);
	} else if (i == sizeof places / sizeof places[0]) {
		/* the last resort: nobody pointed there, so say what was before */
		why = *e;
		rc = err_set(e, why.code, "AWS credentials: %s: %s; tried before: %.*s",
		    places[i - 1].name, why.msg, (int)tail, tried.p);
	} else {
		rc = err_wrap(e, "AWS credentials");
	}
	buf_release(&tried);
	return rc;
}

static int
renew(struct aws_creds *c, int64_t now, struct err *e)
{
	struct aws_keys fresh = { .expires = CLOCK_NONE };
	struct buf said = { 0 };
	int rc = c->place->find(&c->at, &fresh, &said, e);

	if (rc == 0)
		(void)err_set(e, ERR_CONFIG, "%s: %s", c->place->name, said.p);
	rc = rc == 1 ? take(c, c->place, &fresh, now, e) : -1;
	buf_release(&said);
	return rc ? err_wrap(e, "new AWS credentials") : 0;
}

int
aws_creds_get(struct aws_creds *c, int64_t now, const struct aws_keys **k, struct err *e)
{
	bool asked = c->asked;
	int rc = 0;

	c->asked = false;
	if (c->place == NULL)
		rc = find(c, now, e);
	else if (asked || (c->again != CLOCK_NONE && now >= c->again))
		rc = renew(c, now, e);
	if (rc && c->place != NULL && !asked && now < c->needed) {
		log_warn("%s; the old ones are good for a while", e->msg);
		c->again = now + REFRESH_APART;
		rc = 0;
	}
	*k = rc ? NULL : &c->keys;
	return rc;
}
