#include "health/health.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/env.h"
#include "base/mem.h"
#include "base/stop.h"
#include "db/pg.h"
#include "health/finding.h"
#include "health/kinds.h"
#include "health/plan.h"
#include "run/market.h"

#define STATEMENT_MS 10000
#define LOCK_MS 2000

struct pg *
health_database(struct health *h, struct err *e)
{
	const struct pg_where where = { .tool = h->tool };

	if (!h->asked && pg_open(&h->db, &where, &h->why))
		h->db = NULL;
	h->asked = true;
	if (h->db == NULL)
		*e = h->why;
	return h->db;
}

void
health_release(struct health *h)
{
	pg_close(h->db);
	h->db = NULL;
	h->asked = false;
}

char *
health_path(const struct health *h, const char *path)
{
	return mem_fmt("%s%s", path[0] == '/' ? h->root : "", path);
}

/* NAME: it says something else than no; NAME=VALUE: it says that. */
static bool
holds(const char *cond)
{
	static const char *const no[] = { "0", "false", "no", "off", NULL };
	const char *eq = strchr(cond, '=');
	char *name = mem_copy(cond, eq != NULL ? (size_t)(eq - cond) : strlen(cond));
	const char *value = env_get(name);
	bool yes = eq != NULL ? value != NULL && strcmp(value, eq + 1) == 0 : value != NULL;
	size_t i;

	for (i = 0; eq == NULL && yes && no[i] != NULL; i++)
		yes = strcasecmp(value, no[i]) != 0;
	free(name);
	return yes;
}

/* Why it is not looked at now, in *f; false: it is. */
static bool
skipped(struct health *h, const struct health_check *c, struct finding *f)
{
	struct session s; /* with a number of sessions the market tells which, not when to look */
	struct err why = { 0 };
	char open[CLOCK_TEXT_MAX];

	if (c->if_env != NULL && !holds(c->if_env)) {
		finding_say(f, CHECK_UNKNOWN, "not asked for: %s does not hold", c->if_env);
	} else if (h->offline && (c->kind->flags & HEALTH_REMOTE) != 0) {
		finding_say(f, CHECK_UNKNOWN, "not looked at: --offline");
	} else if (c->market != NULL && c->sessions == HEALTH_UNSAID &&
		   !market_is_open(c->market, h->now, &s)) {
		market_next(c->market, h->now, &s);
		(void)clock_time_text(open, s.open);
		finding_say(f, CHECK_UNKNOWN, "the market is closed until %s", open);
	} else if ((c->kind->flags & HEALTH_DATABASE) != 0 && health_database(h, &why) == NULL) {
		finding_say(f, CHECK_UNKNOWN, "not looked at: no database");
	} else if ((c->kind->flags & HEALTH_SYSTEMD) != 0 && h->root[0] != '\0') {
		finding_say(f, CHECK_UNKNOWN, "not looked at: the units of another root");
	}
	return f->text != NULL;
}

static void
look(struct health *h, const struct health_check *c, struct finding *f)
{
	const struct pg_begin how = {
		.read_only = true, .statement_ms = STATEMENT_MS, .lock_ms = LOCK_MS
	};
	struct err why = { 0 };

	if (skipped(h, c, f))
		return;
	if ((c->kind->flags & HEALTH_DATABASE) == 0) {
		c->kind->look(h, c, f);
		return;
	}
	if (pg_begin(h->db, &how, &why) == 0)
		c->kind->look(h, c, f);
	else
		finding_say(f, CHECK_FAILED, "%s", why.msg);
	pg_rollback(h->db);
}

static int
look_and_tell(
    struct health *h, const struct health_check *c, check_fn *take, void *arg, struct err *e)
{
	struct finding f = { 0 };
	struct check out;
	int rc;

	look(h, c, &f);
	if (c->warning && f.status == CHECK_FAILED)
		f.status = CHECK_WARNING;
	if (f.text == NULL)
		finding_say(&f, f.status, "%s", c->help != NULL ? c->help : c->kind->help);
	out = (struct check){ .name = c->name,
		.status = f.status,
		.observed = f.observed,
		.limit = f.limit,
		.text = f.text };
	if (f.status == CHECK_WARNING || f.status == CHECK_FAILED)
		out.fix = c->fix != NULL && !f.own_fix ? c->fix : f.fix;
	rc = take(arg, &out, e);
	finding_release(&f);
	return rc;
}

static bool
is_meant(const struct health_check *c, char *const *words)
{
	if (*words == NULL)
		return true;
	for (; *words != NULL; words++)
		if (health_meant(c, *words))
			return true;
	return false;
}

int
health_look(struct health *h, const struct health_plan *p, char *const *words, check_fn *take,
    void *arg, struct err *e)
{
	size_t i, k;
	int rc = 0;

	for (k = 0; words[k] != NULL; k++) {
		for (i = 0; i < p->n && !health_meant(p->checks[i], words[k]); i++)
			;
		if (i == p->n)
			return err_set(e, ERR_NOINPUT,
			    "no check is called '%s' (pf-health list names them)", words[k]);
	}
	for (i = 0; rc == 0 && i < p->n && !stop_asked(); i++)
		if (is_meant(p->checks[i], words))
			rc = look_and_tell(h, p->checks[i], take, arg, e);
	return rc;
}
