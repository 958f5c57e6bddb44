#include "health/system.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/env.h"
#include "base/err.h"
#include "base/num.h"
#include "db/pg.h"
#include "io/emit.h"
#include "vendor/telegram_settings.h"

#define STALE_MINUTES 5
#define MONITOR_MINUTES 30
#define MINUTES_MAX 525600
#define MICRO 6 /* digits of a minute that are compared */

enum status { PASS, WARN, FAIL };

static const char *const status_names[] = { "PASS", "WARN", "FAIL" };

static const char *const part_names[] = { "market_data", "market_updater", "signal_monitor",
	"telegram", "trade_system" };

/* Columns of pf_system_health(). */
enum column {
	WATCHED,
	STALE,
	MAX_AGE,
	UPDATER_AGE,
	UPDATER_OK,
	UPDATER_MESSAGE,
	MONITOR_AGE,
	MONITOR_OK,
	MONITOR_MESSAGE,
	TRADE_AGE,
	TRADE_OK,
	TRADE_MESSAGE,
	TELEGRAM_OK,
	OPEN_ORDERS
};

static const char sql[] =
    "select watched, stale, round(max_age, 6), round(updater_age, 6), updater_ok, "
    "updater_message, round(monitor_age, 6), monitor_ok, monitor_message, round(trade_age, 6), "
    "trade_ok, trade_message, telegram_ok, open_orders from public.pf_system_health($1, $2)";

/* A part while it is told: how it is, and why. */
struct part {
	enum status status;
	char reason[ERR_MSG_MAX];
};

const char *
system_part_name(enum system_part part)
{
	return part_names[part];
}

/* Minutes of a variable, or what counts without it. */
static int64_t
minutes(const char *name, int64_t otherwise)
{
	const char *s = env_get(name);
	int64_t v;

	return s != NULL && num_int(s, strlen(s), 1, MINUTES_MAX, &v) == 0 ? v : otherwise;
}

/* An age in 1e-6 minutes; -1: null. */
static int64_t
age_of(const struct pg_res *r, enum column col)
{
	const char *s = r == NULL ? NULL : pg_cell(r, 0, col);
	int64_t v;

	return s != NULL && num_fixed(s, strlen(s), MICRO, &v) == 0 ? v : -1;
}

static bool
is_false(const struct pg_res *r, enum column col)
{
	const char *s = r == NULL ? NULL : pg_cell(r, 0, col);

	return s != NULL && strcmp(s, "f") == 0;
}

/* An age as people round it, to two places. */
static void
emit_age(struct emit *em, const char *name, int64_t age)
{
	if (age < 0)
		emit_null(em, name);
	else
		emit_fixed(em, name, (age + 5000) / 10000, 2);
}

static void
say(struct part *p, enum status status, const char *reason)
{
	p->status = status;
	(void)snprintf(p->reason, sizeof p->reason, "%s", reason);
}

static void
begin(struct emit *em, enum system_part part, const struct part *p)
{
	emit_open(em, part_names[part], '{');
	emit_str(em, "status", status_names[p->status]);
}

static void
end(struct emit *em, const struct part *p)
{
	if (p->status != PASS)
		emit_str(em, "reason", p->reason);
	emit_close(em, '}');
}

static enum status
tell_data(struct emit *em, const struct pg_res *r, struct part *p)
{
	size_t watched = r == NULL ? 0 : pg_cell_count(r, 0, WATCHED),
	       stale = r == NULL ? 0 : pg_cell_count(r, 0, STALE);
	char text[128];

	(void)snprintf(text, sizeof text, "%zu of %zu symbols have no price that is new enough",
	    stale, watched);
	if (r != NULL && watched == 0)
		say(p, FAIL, "nothing is watched: watchlist_items has no row");
	else if (r != NULL && stale > 0)
		say(p, stale == watched ? FAIL : WARN, text);
	begin(em, SYSTEM_DATA, p);
	emit_uint(em, "fresh_symbols", watched - stale);
	emit_uint(em, "stale_symbols", stale);
	emit_age(em, "max_age_minutes", age_of(r, MAX_AGE));
	end(em, p);
	return p->status;
}

/* Who says that he is alive: that he said it, that it is not long ago, that he is well. */
static void
judge_beat(
    const struct pg_res *r, enum column age_col, int64_t limit, const char *name, struct part *p)
{
	int64_t age = age_of(r, age_col);
	const char *message = r == NULL ? NULL : pg_cell(r, 0, (size_t)age_col + 2);
	char text[ERR_MSG_MAX];

	if (r == NULL)
		return;
	if (age < 0) {
		(void)snprintf(
		    text, sizeof text, "heartbeats has no row of %s: it has not run yet", name);
		say(p, FAIL, text);
	} else if (age >= limit * 1000000) {
		(void)snprintf(text, sizeof text,
		    "the last heartbeat of %s is %" PRId64 " minutes old, %" PRId64 " is the limit",
		    name, age / 1000000, limit);
		say(p, FAIL, text);
	} else if (is_false(r, (enum column)(age_col + 1))) {
		(void)snprintf(text, sizeof text, "%s says that it is not well%s%.300s", name,
		    message != NULL ? ": " : "", message != NULL ? message : "");
		say(p, FAIL, text);
	}
}

static enum status
tell_beat(struct emit *em, enum system_part part, const struct pg_res *r, enum column age_col,
    int64_t limit, const char *age_name, struct part *p)
{
	int64_t age = age_of(r, age_col);

	judge_beat(r, age_col, limit, part_names[part], p);
	begin(em, part, p);
	emit_bool(em, "is_running", age >= 0 && age < limit * 1000000);
	emit_age(em, age_name, age);
	end(em, p);
	return p->status;
}

static enum status
tell_telegram(struct emit *em, const struct pg_res *r, struct part *p, bool *off)
{
	const char *sent = r == NULL ? NULL : pg_cell(r, 0, TELEGRAM_OK);
	struct telegram_settings settings;
	char text[ERR_MSG_MAX];

	telegram_settings_read(&settings);
	*off = !telegram_settings_on(&settings);
	if (*off) {
		(void)snprintf(text, sizeof text, "off: %s", telegram_settings_why(&settings));
		say(p, FAIL, text);
	}
	begin(em, SYSTEM_TELEGRAM, p);
	emit_bool(em, "enabled", !*off);
	emit_bool(em, "chat_id_set", settings.chat != NULL);
	if (sent == NULL)
		emit_null(em, "last_send_ok");
	else
		emit_bool(em, "last_send_ok", sent[0] == 't');
	end(em, p);
	return p->status;
}

static enum status
tell_trade(struct emit *em, const struct pg_res *r, int64_t limit, struct part *p)
{
	judge_beat(r, TRADE_AGE, limit, part_names[SYSTEM_TRADE], p);
	begin(em, SYSTEM_TRADE, p);
	emit_uint(em, "open_orders", r == NULL ? 0 : pg_cell_count(r, 0, OPEN_ORDERS));
	emit_null(em, "max_open_orders");
	emit_bool(em, "last_check_ok", p->status == PASS);
	end(em, p);
	return p->status;
}

static void
time_of(int64_t now, char text[CLOCK_TEXT_MAX])
{
	int64_t midnight = clock_midnight(now);
	int us = (int)((now - midnight) % CLOCK_SECOND / 1000),
	    s = (int)((now - midnight) / CLOCK_SECOND);
	size_t n = clock_date_text(text, midnight);

	(void)snprintf(text + n, CLOCK_TEXT_MAX - n, "T%02d:%02d:%02d.%06d+00:00", s / 3600,
	    s / 60 % 60, s % 60, us);
}

/* The one row, or NULL with *why. */
static struct pg_res *
ask(struct pg *db, int64_t now, int64_t stale, struct err *why)
{
	char at[CLOCK_TEXT_MAX], limit[NUM_TEXT_MAX];
	const char *params[] = { at, limit };
	struct pg_res *res = NULL;

	(void)clock_time_text(at, now);
	(void)num_uint_text(limit, (uint64_t)stale);
	if (pg_query(db, &res, sql, 2, params, why) == 0 && pg_rows(res) == 1)
		return res;
	if (res != NULL)
		(void)err_set(why, ERR_DATA, "pf_system_health() gave no row");
	pg_res_free(res);
	return NULL;
}

static enum status
overall(const enum status *all, bool telegram_off)
{
	enum status worst = PASS;
	int i;

	for (i = 0; i < SYSTEM_PARTS; i++)
		if (all[i] > worst && !(i == SYSTEM_TELEGRAM && telegram_off))
			worst = all[i];
	return worst;
}

/* The components one by one, as members without the object around them. */
static void
tell_parts(struct emit *em, const struct pg_res *r, const struct err *why, struct system *s,
    enum status *all)
{
	int64_t stale = minutes("HEALTH_STALE_MARKET_MINUTES", STALE_MINUTES),
		monitor = minutes("HEALTH_MONITOR_STALE_MINUTES", MONITOR_MINUTES);
	struct part p[SYSTEM_PARTS] = { 0 };
	int i;

	for (i = 0; r == NULL && i < SYSTEM_PARTS; i++)
		say(&p[i], FAIL, why->msg);
	all[SYSTEM_DATA] = tell_data(em, r, &p[SYSTEM_DATA]);
	all[SYSTEM_UPDATER] = tell_beat(em, SYSTEM_UPDATER, r, UPDATER_AGE, stale,
	    "last_heartbeat_age_minutes", &p[SYSTEM_UPDATER]);
	all[SYSTEM_MONITOR] = tell_beat(em, SYSTEM_MONITOR, r, MONITOR_AGE, monitor,
	    "last_cycle_age_minutes", &p[SYSTEM_MONITOR]);
	all[SYSTEM_TELEGRAM] = tell_telegram(em, r, &p[SYSTEM_TELEGRAM], &s->telegram_off);
	all[SYSTEM_TRADE] = tell_trade(em, r, stale, &p[SYSTEM_TRADE]);
	for (i = 0; i < SYSTEM_PARTS; i++)
		s->failed[i] = all[i] == FAIL;
}

void
system_health(struct pg *db, const struct err *why, int64_t now, struct system *s, struct buf *out)
{
	struct err refused = { 0 };
	struct pg_res *r = NULL;
	enum status all[SYSTEM_PARTS];
	struct emit parts, head;
	char at[CLOCK_TEXT_MAX];

	*s = (struct system){ 0 };
	if (db != NULL)
		r = ask(db, now, minutes("HEALTH_STALE_MARKET_MINUTES", STALE_MINUTES), &refused);
	emit_init(&parts, NULL, false);
	emit_begin(&parts, NULL);
	tell_parts(&parts, r, db != NULL ? &refused : why, s, all);
	emit_init(&head, NULL, false);
	emit_begin(&head, NULL);
	time_of(now, at);
	emit_str(&head, "global_status", status_names[overall(all, s->telegram_off)]);
	emit_str(&head, "timestamp", at);
	emit_str(&head, "db_status", r != NULL ? "up" : "down");
	buf_add(out, head.line.p, head.line.len);
	buf_char(out, ',');
	buf_add(out, parts.line.p + 1, parts.line.len - 1); /* without its bracket */
	buf_char(out, '}');
	emit_release(&parts);
	emit_release(&head);
	pg_res_free(r);
}
