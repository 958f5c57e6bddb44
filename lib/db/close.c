#include "db/close.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "db/pg.h"
#include "db/pg_list.h"
#include "db/scope.h"
#include "rec/field.h"

#define FEW 2   /* held rows of which not all may go */
#define MANY 5  /* held rows of which not more than half may go */
#define SOME 10 /* keys that are told */

/* What all statements begin with; its parameters are those of struct scopes_sql. */
static const char head_sql[] =
    "with s as materialized (select * from unnest($1::int[], $2::text[], $3::date[], $4::date[],"
    " $5::timestamptz[], $6::text[], $7::text[], $8::text[])"
    " as s (no, name, first_day, last_day, told, before, first_id, last_id)),"
    " given as materialized (select g.no, g.key from unnest($9::int[], $10::text[]) as g (no, key)),"
    " clock as materialized (select $11::timestamptz as now), held as materialized (";

/* "except" never becomes a loop in a loop, however wrong the planner's guess of rows is. */
static const char gone_sql[] = "), gone as materialized (select h.no, h.key from held h"
			       " where not h.later except select g.no, g.key from given g)";

/* The digest is of the sorted keys; an array of JSON tells ["a,b"] from ["a","b"]. */
static const char judge_sql[] =
    ", per as (select g.no, count(*) as closing, encode(sha256(convert_to(json_agg("
    "g.key order by g.key collate \"C\")::text, 'UTF8')), 'hex') as digest,"
    " to_json((array_agg(g.key order by g.key collate \"C\"))[1:$13::int]) as some"
    " from gone g group by g.no), now_held as (select h.no, count(*) as n from held h group by h.no)"
    " select s.no, %s, coalesce(p.closing, 0), coalesce(n.n, 0) - coalesce(p.closing, 0), p.digest, p.some,"
    " d.kind is not null,"
    " coalesce(d.digest = p.digest and d.since <= s.told - interval '15 minutes', false), %s"
    " from s left join per p on p.no = s.no left join now_held n on n.no = s.no"
    " left join public.snapshot_doubts d on d.kind = $12 and d.scope = s.name";
static const char stale_sql[] = "exists (select from public.accounts a where a.id = s.name"
				" and a.connection_status in ('disconnected', 'error'))";

/* The columns of its answer. */
enum { NO, WAS, CLOSING, LEFT, DIGEST, SOME_KEYS, DOUBTED, CONFIRMED, STALE };

static const char doubt_sql[] =
    "insert into public.snapshot_doubts as d (kind, scope, digest, held, closing, since)"
    " select $1, n.scope, n.digest, n.held, n.closing, n.since"
    " from unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::timestamptz[])"
    " as n (scope, digest, held, closing, since)"
    " on conflict (kind, scope) do update set digest = excluded.digest, held = excluded.held,"
    " closing = excluded.closing,"
    " since = case when d.digest = excluded.digest then d.since else excluded.since end";
static const char no_doubt_sql[] =
    "delete from public.snapshot_doubts where kind = $1 and scope = any ($2::text[])";

/* A field that is there: 1; absent or null: 0; none of that type: -1. */
static int
field_of(const struct rec *rec, const char *name, enum rec_type type, const struct rec_field **f,
    struct err *e)
{
	*f = rec_get(rec, name);
	if (*f == NULL || (*f)->type == REC_NULL)
		return 0;
	if ((*f)->type != type)
		return err_set(
		    e, ERR_DATA, "%s is no %s", name, type == REC_STRING ? "text" : "number");
	return 1;
}

static int
take_day(const struct rec *rec, const char *name, char day[CLOCK_TEXT_MAX], struct err *e)
{
	const struct rec_field *f;
	int64_t ns;
	int got = field_of(rec, name, REC_STRING, &f, e);

	if (got <= 0)
		return got;
	if (clock_parse_date(f->text.p, f->text.n, &ns))
		return err_set(e, ERR_DATA, "%s is no date (YYYY-MM-DD)", name);
	(void)clock_date_text(day, ns);
	return 0;
}

/* An id, of digits. */
static int
take_id(const struct rec *rec, const char *name, char id[NUM_TEXT_MAX], struct err *e)
{
	const struct rec_field *f;
	uint64_t v;
	int got = field_of(rec, name, REC_STRING, &f, e);

	if (got <= 0)
		return got;
	if (num_uint(f->text.p, f->text.n, UINT64_MAX, &v))
		return err_set(e, ERR_DATA, "%s is no id (a text of digits)", name);
	id[num_uint_text(id, v)] = '\0';
	return 0;
}

/* Its time and its day. */
static int
take_at(const struct rec *rec, bool needed, char at[CLOCK_TEXT_MAX], char day[CLOCK_TEXT_MAX],
    struct err *e)
{
	const struct rec_field *f;
	int64_t ns;
	int got = field_of(rec, "at", REC_STRING, &f, e);

	if (got < 0)
		return -1;
	if (got == 0)
		return needed ? err_set(e, ERR_DATA, "at is missing") : 0;
	if (clock_parse_time(f->text.p, f->text.n, &ns))
		return err_set(e, ERR_DATA, "at is no time (RFC 3339, with a zone)");
	(void)clock_time_text(at, ns);
	(void)clock_date_text(day, ns);
	return 0;
}

int
close_take(const struct close_kind *kind, const struct rec *rec, struct scope *s, struct err *e)
{
	char first[CLOCK_TEXT_MAX] = "", last[CLOCK_TEXT_MAX] = "", day[CLOCK_TEXT_MAX] = "";
	char at[CLOCK_TEXT_MAX] = "", first_id[NUM_TEXT_MAX] = "", last_id[NUM_TEXT_MAX] = "";
	const struct rec_field *f;
	int64_t count = 0;
	int got = field_of(rec, "count", REC_NUMBER, &f, e);

	if (got < 0)
		return -1;
	if (got == 0)
		return err_set(e, ERR_DATA, "count is missing");
	if (num_fixed(f->text.p, f->text.n, 0, &count) || count < 0)
		return err_set(e, ERR_DATA, "count is no number of records");
	if (take_at(rec, kind->daily, at, day, e) || take_day(rec, "first_date", first, e) ||
	    take_day(rec, "last_date", last, e) || take_id(rec, "first_id", first_id, e) ||
	    take_id(rec, "last_id", last_id, e))
		return -1;
	if (first[0] != '\0' && last[0] != '\0' && strcmp(last, first) < 0)
		return err_set(e, ERR_DATA, "last_date is before first_date");
	s->ended = true;
	s->count = (uint64_t)count;
	memcpy(s->at, at, sizeof s->at);
	if (kind->windowed) {
		memcpy(s->first, first, sizeof s->first);
		memcpy(s->first_id, first_id, sizeof s->first_id);
		memcpy(s->last_id, last_id, sizeof s->last_id);
	}
	if (kind->windowed || kind->daily)
		memcpy(s->last, kind->daily ? day : last, sizeof s->last);
	return 0;
}

/* The scopes as parameters: literals of arrays. */
enum {
	S_NO,
	S_NAME,
	S_FIRST,
	S_LAST,
	S_AT,
	S_BEFORE,
	S_FIRST_ID,
	S_LAST_ID,
	S_KEY_NO,
	S_KEY,
	S_ARRAYS
};

struct arrays {
	struct buf text[S_ARRAYS];
	char now[CLOCK_TEXT_MAX];
	const char *params[S_ARRAYS + 3];
};

static void
element(struct buf *out, const char *s)
{
	if (s == NULL || *s == '\0')
		buf_str(out, "null,");
	else
		pg_list_add(out, s, strlen(s));
}

/* When an answer was told: its own time, or the tool's where it has none. */
static const char *
time_of(const struct scope *s, const char *now)
{
	return s->at[0] != '\0' ? s->at : now;
}

/* Those of the fate, or all; with their keys or without. */
static void
arrays_fill(struct arrays *a, struct scope *const *s, size_t n, int64_t now,
    const enum scope_fate *fate, bool keys)
{
	size_t i, k;

	*a = (struct arrays){ 0 };
	(void)clock_time_text(a->now, now);
	for (i = 0; i < S_ARRAYS; i++)
		buf_char(&a->text[i], '{');
	for (i = 0; i < n; i++) {
		if (fate != NULL && s[i]->fate != *fate)
			continue;
		buf_fmt(&a->text[S_NO], "%zu,", i);
		element(&a->text[S_NAME], s[i]->name);
		element(&a->text[S_FIRST], s[i]->first);
		element(&a->text[S_LAST], s[i]->last);
		element(&a->text[S_AT], time_of(s[i], a->now));
		element(&a->text[S_BEFORE], s[i]->before);
		element(&a->text[S_FIRST_ID], s[i]->first_id);
		element(&a->text[S_LAST_ID], s[i]->last_id);
		if (!keys || s[i]->records == 0)
			continue;
		buf_add(&a->text[S_KEY], s[i]->keys.p, s[i]->keys.len);
		for (k = 0; k < s[i]->records; k++)
			buf_fmt(&a->text[S_KEY_NO], "%zu,", i);
	}
	for (i = 0; i < S_ARRAYS; i++)
		a->params[i] = pg_list_end(&a->text[i]);
	a->params[S_ARRAYS] = a->now;
}

static void
arrays_release(struct arrays *a)
{
	size_t i;

	for (i = 0; i < S_ARRAYS; i++)
		buf_release(&a->text[i]);
}

int
close_ask(
    struct pg *db, const struct close_kind *kind, struct scope *const *s, size_t n, struct err *e)
{
	struct pg_res *res = NULL;
	struct buf sql = { 0 };
	struct arrays a;
	struct scope *of;
	size_t i;
	int rc;

	arrays_fill(&a, s, n, 0, NULL, false);
	buf_fmt(&sql, "%s%s) %s", head_sql, kind->held, kind->before);
	rc = pg_query(db, &res, sql.p, S_ARRAYS + 1, a.params, e);
	for (i = 0; rc == 0 && i < pg_rows(res); i++) {
		of = s[pg_cell_count(res, i, 0)];
		free(of->before);
		of->before = mem_str(pg_cell(res, i, 1));
		of->asked_now = true;
	}
	pg_res_free(res);
	buf_release(&sql);
	arrays_release(&a);
	return rc;
}

static bool
yes(const struct pg_res *res, size_t row, size_t col)
{
	return pg_cell(res, row, col)[0] == 't';
}

/* Whether it is more than an answer may take away without being asked again. */
static bool
too_much(size_t held, size_t lost)
{
	return (held >= FEW && lost >= held) || (held >= MANY && lost > held / 2);
}

static void
decide(const struct close_kind *kind, struct scope *s, const struct pg_res *res, size_t row,
    bool allow)
{
	size_t left = pg_cell_count(res, row, LEFT), lost;

	s->held = pg_cell_count(res, row, WAS);
	s->closing = pg_cell_count(res, row, CLOSING);
	s->some = mem_str(pg_cell(res, row, SOME_KEYS));
	lost = !kind->renamed ? s->closing : s->held > left ? s->held - left : 0;
	if (s->closing == 0)
		s->fate = SCOPE_NOTHING;
	else if (yes(res, row, STALE))
		s->fate = SCOPE_STALE;
	else if ((kind->careful || too_much(s->held, lost)) && !allow && !yes(res, row, CONFIRMED))
		s->fate = SCOPE_REFUSED;
	else
		s->fate = SCOPE_CLOSED;
}

/* Remember what was refused, forget what is not in doubt any more. */
static int
note_doubts(struct pg *db, const struct close_kind *kind, struct scope *const *s,
    const struct pg_res *res, const char *now, struct err *e)
{
	enum { SCOPE, OF_KEYS, HELD, GONE, SINCE, SETTLED, ARRAYS };
	struct buf text[ARRAYS] = { 0 };
	const char *params[SETTLED + 1] = { kind->kind->name };
	const struct scope *of;
	struct pg_res *none = NULL;
	size_t i;
	int rc = 0;

	for (i = 0; i < ARRAYS; i++)
		buf_char(&text[i], '{');
	for (i = 0; i < pg_rows(res); i++) {
		of = s[pg_cell_count(res, i, NO)];
		if (of->fate == SCOPE_REFUSED) {
			element(&text[SCOPE], of->name);
			element(&text[OF_KEYS], pg_cell(res, i, DIGEST));
			buf_fmt(&text[HELD], "%zu,", of->held);
			buf_fmt(&text[GONE], "%zu,", of->closing);
			element(&text[SINCE], time_of(of, now));
		} else if (of->fate != SCOPE_STALE && yes(res, i, DOUBTED)) {
			element(&text[SETTLED], of->name);
		}
	}
	if (text[SCOPE].len > 1) {
		for (i = 0; i < SETTLED; i++)
			params[i + 1] = pg_list_end(&text[i]);
		rc = pg_query(db, &none, doubt_sql, SETTLED + 1, params, e);
		pg_res_free(none);
		none = NULL;
	}
	if (rc == 0 && text[SETTLED].len > 1) {
		params[1] = pg_list_end(&text[SETTLED]);
		rc = pg_query(db, &none, no_doubt_sql, 2, params, e);
		pg_res_free(none);
	}
	for (i = 0; i < ARRAYS; i++)
		buf_release(&text[i]);
	return rc;
}

/* Close what was decided. */
static int
close_gone(struct pg *db, const struct close_kind *kind, struct scope *const *s, size_t n,
    int64_t now, struct err *e)
{
	const enum scope_fate which = SCOPE_CLOSED;
	struct pg_res *res = NULL;
	struct buf sql = { 0 };
	struct arrays a;
	size_t i;
	int rc = 0;

	arrays_fill(&a, s, n, now, &which, true);
	buf_fmt(&sql,
	    "%s%s%s, done as (%s) select s.no, count(*) from done d join s on s.name = d.name group by s.no",
	    head_sql, kind->held, gone_sql, kind->close);
	if (a.text[S_NO].len > strlen("{}"))
		rc = pg_query(db, &res, sql.p, S_ARRAYS + 1, a.params, e);
	for (i = 0; rc == 0 && res != NULL && i < pg_rows(res); i++)
		s[pg_cell_count(res, i, 0)]->closed = pg_cell_count(res, i, 1);
	pg_res_free(res);
	buf_release(&sql);
	arrays_release(&a);
	return rc;
}

int
close_rest(struct pg *db, const struct close_kind *kind, struct scope *const *s, size_t n,
    int64_t now, bool allow, struct err *e)
{
	struct pg_res *res = NULL;
	struct buf sql = { 0 };
	struct arrays a;
	char some[NUM_TEXT_MAX];
	size_t i;
	int rc;

	arrays_fill(&a, s, n, now, NULL, true);
	some[num_uint_text(some, SOME)] = '\0';
	a.params[S_ARRAYS + 1] = kind->kind->name;
	a.params[S_ARRAYS + 2] = some;
	buf_fmt(&sql, "%s%s%s", head_sql, kind->held, gone_sql);
	buf_fmt(&sql, judge_sql, kind->was, kind->connected ? stale_sql : "false");
	rc = pg_query(db, &res, sql.p, S_ARRAYS + 3, a.params, e);
	for (i = 0; rc == 0 && i < pg_rows(res); i++)
		decide(kind, s[pg_cell_count(res, i, NO)], res, i, allow);
	if (rc == 0)
		rc = close_gone(db, kind, s, n, now, e);
	if (rc == 0)
		rc = note_doubts(db, kind, s, res, a.now, e);
	pg_res_free(res);
	buf_release(&sql);
	arrays_release(&a);
	return rc;
}
