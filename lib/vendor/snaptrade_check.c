#include "vendor/snaptrade_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/env.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/json.h"
#include "vendor/snaptrade.h"

#define SKEW_MAX 30 /* seconds; what the vendor bears is not documented */
#define OBSERVED_MAX 64

struct checker {
	check_fn *take;
	void *arg;
};

/* clang-format off */
static const struct {
	const char *name, *what;
} vars[] = {
	{ "SNAPTRADE_CLIENT_ID",     "who asks" },
	{ "SNAPTRADE_CONSUMER_KEY",  "signs requests and webhooks" },
	{ "SNAPTRADE_USER_ID",       "whose accounts, with a commercial key" },
	{ "SNAPTRADE_USER_SECRET",   "that user's" },
	{ "SNAPTRADE_CLIENT_SECRET", "checks webhooks, beside the consumer key; nothing else needs it" },
};
/* clang-format on */

static int
say(const struct checker *k, const char *name, enum check_status status, const char *observed,
    const char *text, struct err *e)
{
	struct buf shown = { 0 };
	struct check c = { .name = name, .status = status, .observed = observed };
	int rc;

	buf_str(&shown, text);
	log_redact(&shown); /* a vendor may repeat what it was sent */
	c.text = shown.p;
	rc = k->take(k->arg, &c, e);
	buf_release(&shown);
	return rc;
}

/* Presence and length. Which of them are needed is said with the keys. */
static int
check_vars(const struct checker *k, struct err *e)
{
	char seen[OBSERVED_MAX];
	const char *v;
	size_t i;

	for (i = 0; i < sizeof vars / sizeof vars[0]; i++) {
		v = env_get(vars[i].name);
		if (v == NULL)
			(void)snprintf(seen, sizeof seen, "not set");
		else
			(void)snprintf(seen, sizeof seen, "set, %zu bytes", strlen(v));
		if (say(k, vars[i].name, v != NULL ? CHECK_OK : CHECK_UNKNOWN, seen, vars[i].what,
			e))
			return -1;
	}
	return 0;
}

/* A failed check, which ends all: *e is kept, unless it cannot even be told. */
static int
fail(const struct checker *k, const char *name, struct err *e)
{
	const struct err why = *e;

	if (say(k, name, why.code == ERR_TEMP ? CHECK_UNKNOWN : CHECK_FAILED, NULL, why.msg, e) ==
	    0)
		*e = why;
	return -1;
}

static int
check_keys(const struct checker *k, struct err *e)
{
	struct snaptrade_keys keys;

	if (snaptrade_keys_env(&keys, e))
		return fail(k, "keys", e);
	return say(k, "keys", CHECK_OK, keys.user_id != NULL ? "commercial" : "personal",
	    keys.user_id != NULL ? "a commercial key, for one of its users"
				 : "a personal key: it knows its user",
	    e);
}

/* Nothing of it depends on a key: it tells that the vendor is there, and what time it is there. */
static int
check_service(const struct checker *k, struct snaptrade *st, struct err *e)
{
	struct snaptrade_call c;
	struct json *root;
	const char *time;
	char seen[OBSERVED_MAX];
	int64_t there = CLOCK_NONE, skew = 0;
	int rc = -1;

	snaptrade_call_path(&c, "GET", "/");
	c.is_public = true;
	if (snaptrade_once(st, &c, e)) {
		snaptrade_call_release(&c);
		return fail(k, "service", e);
	}
	root = json_parse(c.r.reply.body.len > 0 ? c.r.reply.body.p : "", c.r.reply.body.len, e);
	time = json_str(json_get(root, "timestamp"));
	if (time == NULL || clock_parse_time(time, strlen(time), &there))
		there = http_date(&c.r.reply);
	if (there != CLOCK_NONE)
		skew = (clock_real() - there) / CLOCK_SECOND;
	(void)snprintf(seen, sizeof seen, "%lld s", (long long)skew);
	if (say(k, "service", json_is_true(json_get(root, "online")) ? CHECK_OK : CHECK_WARNING,
		json_is_true(json_get(root, "online")) ? "online" : "not online",
		"the vendor answers; this says nothing of the keys", e) == 0)
		rc = say(k, "clock", skew > SKEW_MAX || skew < -SKEW_MAX ? CHECK_FAILED : CHECK_OK,
		    seen, "how far this machine's clock is ahead of the vendor's", e);
	json_free(root);
	snaptrade_call_release(&c);
	return rc;
}

/* The list that an answer is; anything else with a 200 comes from somebody between, and proves nothing. */
static struct json *
list_of(const struct snaptrade_call *c, struct err *e)
{
	const struct buf *body = &c->r.reply.body;
	struct json *root = json_parse(body->len > 0 ? body->p : "", body->len, e);

	if (root != NULL && json_is_array(root))
		return root;
	json_free(root);
	(void)err_set(e, ERR_DATA,
	    "snaptrade: %s: the answer is no list: is there a proxy in between?", c->path);
	return NULL;
}

static int
check_signature(const struct checker *k, struct snaptrade *st, struct err *e)
{
	struct snaptrade_call c;
	struct json *root;
	char seen[OBSERVED_MAX];
	int rc;

	snaptrade_call_path(&c, "GET", "/accounts");
	if (snaptrade_once(st, &c, e)) {
		snaptrade_call_release(&c);
		return fail(k, "signature", e);
	}
	root = list_of(&c, e);
	if (root == NULL) {
		snaptrade_call_release(&c);
		return fail(k, "signature", e);
	}
	(void)snprintf(seen, sizeof seen, "%zu accounts", json_count(root));
	rc = say(k, "signature", CHECK_OK, seen, "a signed call was taken: the keys are right", e);
	json_free(root);
	snaptrade_call_release(&c);
	return rc;
}

static int
check_connection(const struct checker *k, const struct json *j, struct err *e)
{
	const char *id = json_str(json_get(j, "id"));
	const char *broker = json_str(json_path(j, "brokerage.display_name"));
	const char *since = json_str(json_get(j, "disabled_date"));
	bool down = !json_is_false(json_get(j, "disabled"));
	struct check c = { .name = "connection",
		.status = down ? CHECK_FAILED : CHECK_OK,
		.observed = !down                                   ? "connected"
			    : json_is_true(json_get(j, "disabled")) ? "disabled"
								    : "not said to be up",
		.fix =
		    down ? "its owner connects it again; until then what it tells is old" : NULL };
	char *text = mem_fmt("%s%s%s%s%s", broker != NULL ? broker : "a broker",
	    id != NULL ? ", " : "", id != NULL ? id : "", down && since != NULL ? ", since " : "",
	    down && since != NULL ? since : "");
	int rc;

	c.text = text;
	rc = k->take(k->arg, &c, e);
	free(text);
	return rc;
}

static int
check_connections(const struct checker *k, struct snaptrade *st, struct err *e)
{
	struct snaptrade_call c;
	const struct json *j;
	struct json *root;
	int rc = 0;

	snaptrade_call_path(&c, "GET", "/authorizations");
	if (snaptrade_once(st, &c, e)) {
		snaptrade_call_release(&c);
		return fail(k, "connections", e);
	}
	root = list_of(&c, e);
	if (root == NULL) {
		snaptrade_call_release(&c);
		return fail(k, "connections", e);
	}
	for (j = json_first(root); rc == 0 && j != NULL; j = json_next(j))
		rc = check_connection(k, j, e);
	json_free(root);
	snaptrade_call_release(&c);
	return rc;
}

int
snaptrade_check(const struct snaptrade_check *how, check_fn *take, void *arg, struct err *e)
{
	const struct checker k = { take, arg };
	struct snaptrade *st = NULL;
	int rc = -1;

	if (check_vars(&k, e) || check_keys(&k, e))
		return -1;
	if (how->offline)
		return 0;
	if (snaptrade_open(&st, how->deadline_ns, how->trace, e) == 0 &&
	    check_service(&k, st, e) == 0 && check_signature(&k, st, e) == 0)
		rc = check_connections(&k, st, e);
	snaptrade_close(st);
	return rc;
}
