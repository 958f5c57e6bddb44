#include "sandbox/databento_meta.h"

#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "io/emit.h"
#include "sandbox/databento_check.h"
#include "sandbox/databento_encode.h"
#include "sandbox/databento_error.h"
#include "sandbox/databento_symbols.h"

#define Q(m) offsetof(struct dbs_query, m)

/* clang-format off */
static const struct dbs_param no_params[] = { { 0 } };
static const struct dbs_param datasets_params[] = {
	{ "start_date", DBS_FROM, Q(start),     false },
	{ "end_date",   DBS_DATE, Q(end),       false },
	{ 0 }
};
static const struct dbs_param dataset_params[] = {
	{ "dataset",    DBS_TEXT, Q(dataset),   true },
	{ 0 }
};
static const struct dbs_param condition_params[] = {
	{ "dataset",    DBS_TEXT, Q(dataset),   true },
	{ "start_date", DBS_FROM, Q(start),     false },
	{ "end_date",   DBS_DATE, Q(end),       false },
	{ 0 }
};
static const struct dbs_param symbology_params[] = {
	{ "dataset",    DBS_TEXT, Q(dataset),   true },
	{ "symbols",    DBS_LIST, Q(symbols),   true },
	{ "stype_in",   DBS_WORD, Q(stype_in),  true, dbs_stypes },
	{ "stype_out",  DBS_WORD, Q(stype_out), true, dbs_stypes },
	{ "start_date", DBS_FROM, Q(start),     true },
	{ "end_date",   DBS_DATE, Q(end),       false },
	{ 0 }
};
/* clang-format on */

/* Elements of an array: a comma before all but the first. */
static void
comma(struct buf *out)
{
	if (out->len > 0 && out->p[out->len - 1] != '[' && out->p[out->len - 1] != '{')
		buf_char(out, ',');
}

static void
quote(struct buf *out, const char *s)
{
	emit_quote(out, s, strlen(s));
}

static void
element(struct buf *out, const char *s)
{
	comma(out);
	quote(out, s);
}

void
dbs_list_datasets(const struct dbs_service *s, const struct request *r, struct reply *reply)
{
	struct dbs_query q = { .start = INT64_MIN, .end = INT64_MAX };
	int64_t start, end;
	size_t i;

	if (dbs_query_take(&q, r, datasets_params, reply))
		return;
	if (!q.has_end)
		q.end = INT64_MAX;
	reply_json(reply, 200);
	buf_char(&reply->body, '[');
	for (i = 0; i < s->store.n; i++) {
		if (i > 0 &&
		    strcmp(s->store.series[i].dataset, s->store.series[i - 1].dataset) == 0)
			continue;
		dbs_store_range(&s->store, s->store.series[i].dataset, &start, &end);
		if (start < q.end && end > q.start)
			element(&reply->body, s->store.series[i].dataset);
	}
	buf_char(&reply->body, ']');
}

void
dbs_list_schemas(const struct dbs_service *s, const struct request *r, struct reply *reply)
{
	struct dbs_query q = { 0 };
	size_t i;

	if (dbs_query_take(&q, r, dataset_params, reply) ||
	    dbs_check_dataset(&s->store, q.dataset, reply))
		return;
	reply_json(reply, 200);
	buf_char(&reply->body, '[');
	for (i = 0; i < s->store.n; i++)
		if (strcmp(s->store.series[i].dataset, q.dataset) == 0)
			element(&reply->body, s->store.series[i].schema->name);
	buf_char(&reply->body, ']');
}

void
dbs_list_publishers(const struct dbs_service *s, const struct request *r, struct reply *reply)
{
	struct dbs_query q = { 0 };
	const struct dbs_dataset *d;
	const struct dbs_publisher *p;

	(void)s;
	if (dbs_query_take(&q, r, no_params, reply))
		return;
	reply_json(reply, 200);
	buf_char(&reply->body, '[');
	for (d = dbs_datasets; d->name != NULL; d++) {
		for (p = d->publishers; p->id != 0; p++) {
			comma(&reply->body);
			buf_fmt(&reply->body,
			    "{\"publisher_id\":%u,\"dataset\":\"%s\",\"venue\":\"%s\","
			    "\"description\":\"%s\"}",
			    p->id, d->name, p->venue, p->description);
		}
	}
	buf_char(&reply->body, ']');
}

static void
range(struct buf *out, int64_t start, int64_t end)
{
	char text[DBS_TIME_MAX];

	buf_fmt(out, "\"start\":\"%s\",", dbs_time_text(text, start));
	buf_fmt(out, "\"end\":\"%s\"", dbs_time_text(text, end));
}

void
dbs_dataset_range(const struct dbs_service *s, const struct request *r, struct reply *reply)
{
	struct dbs_query q = { 0 };
	struct buf *out = &reply->body;
	int64_t start, end;
	size_t i;

	if (dbs_query_take(&q, r, dataset_params, reply) ||
	    dbs_check_dataset(&s->store, q.dataset, reply))
		return;
	reply_json(reply, 200);
	dbs_store_range(&s->store, q.dataset, &start, &end);
	buf_char(out, '{');
	range(out, start, end);
	buf_str(out, ",\"schema\":{");
	for (i = 0; i < s->store.n; i++) {
		if (strcmp(s->store.series[i].dataset, q.dataset) != 0)
			continue;
		element(out, s->store.series[i].schema->name);
		buf_str(out, ":{");
		range(out, s->store.series[i].start, s->store.series[i].end);
		buf_char(out, '}');
	}
	buf_str(out, "}}");
}

/* A day for each session that there is; the end is a day of its own here. */
void
dbs_dataset_condition(const struct dbs_service *s, const struct request *r, struct reply *reply)
{
	struct dbs_query q = { .start = INT64_MIN };
	const struct dbs_series *series;
	char text[CLOCK_TEXT_MAX];
	size_t at, last;
	int64_t day;

	if (dbs_query_take(&q, r, condition_params, reply) ||
	    dbs_check_dataset(&s->store, q.dataset, reply))
		return;
	if (q.has_end && q.has_start && q.end < q.start) {
		dbs_error_case(reply, 422, "data_date_range_start_on_or_after_end", "datasets",
		    "The date range is invalid: `start_date` is after `end_date`.");
		return;
	}
	q.end = q.has_end ? clock_next_day(q.end) : INT64_MAX;
	series = dbs_store_find(&s->store, q.dataset, NULL);
	last = dbs_series_at(series, q.end);
	reply_json(reply, 200);
	buf_char(&reply->body, '[');
	for (at = dbs_series_at(series, q.start); at < last;
	     at = dbs_series_at(series, clock_next_day(day))) {
		day = clock_midnight(series->book->rows[at].ts);
		(void)clock_date_text(text, day);
		comma(&reply->body);
		buf_fmt(&reply->body, "{\"date\":\"%s\",\"condition\":\"%s\",", text,
		    dbs_series_degraded(series, day) ? "degraded" : "available");
		(void)clock_date_text(text, clock_next_day(day));
		buf_fmt(&reply->body, "\"last_modified_date\":\"%s\"}", text);
	}
	buf_char(&reply->body, ']');
}

static void
spans(struct buf *out, const struct dbs_series *series, const struct dbs_query *q,
    const struct dbs_resolved *all, const struct dbs_asked *a)
{
	struct buf spelt = { 0 };
	char text[CLOCK_TEXT_MAX];
	size_t i;

	for (i = a->at; i < a->at + a->n; i++) {
		const struct dbs_span *span = &all->spans[i];

		comma(out);
		(void)clock_date_text(text, span->d0);
		buf_fmt(out, "{\"d0\":\"%s\",", text);
		(void)clock_date_text(text, span->d1);
		buf_fmt(out, "\"d1\":\"%s\",\"s\":", text);
		if (q->stype_out == STYPE_INSTRUMENT_ID)
			buf_fmt(out, "\"%u\"}", span->id);
		else {
			quote(out, dbs_spell(series, span->symbol, q->stype_out, &spelt));
			buf_char(out, '}');
		}
	}
	buf_release(&spelt);
}

static void
list_found(struct buf *out, const char *name, const struct dbs_resolved *all, enum dbs_found found,
    bool any)
{
	size_t i;

	buf_fmt(out, ",\"%s\":[", name);
	for (i = 0; i < all->nasked; i++)
		if (any || all->asked[i].found == found)
			element(out, all->asked[i].text);
	buf_char(out, ']');
}

static const char *
word(const struct dbs_word *words, int64_t number)
{
	while (words->number != number)
		words++;
	return words->name;
}

static void
write_symbology(struct buf *out, const struct dbs_series *series, const struct dbs_query *q,
    const struct dbs_resolved *all)
{
	char text[CLOCK_TEXT_MAX];
	size_t i, part = 0;

	buf_str(out, "{\"result\":{");
	for (i = 0; i < all->nasked; i++) {
		element(out, all->asked[i].text);
		buf_str(out, ":[");
		spans(out, series, q, all, &all->asked[i]);
		buf_char(out, ']');
		part += all->asked[i].found != FOUND_ALL;
	}
	buf_char(out, '}');
	list_found(out, "symbols", all, FOUND_ALL, true);
	buf_fmt(out, ",\"stype_in\":\"%s\",\"stype_out\":\"%s\"", word(dbs_stypes, q->stype_in),
	    word(dbs_stypes, q->stype_out));
	(void)clock_date_text(text, q->start);
	buf_fmt(out, ",\"start_date\":\"%s\"", text);
	(void)clock_date_text(text, q->end);
	buf_fmt(out, ",\"end_date\":\"%s\"", text);
	list_found(out, "partial", all, FOUND_PART, false);
	list_found(out, "not_found", all, FOUND_NONE, false);
	buf_fmt(out, ",\"message\":\"%s\",\"status\":%d}",
	    all->found == 0 ? "Not found"
	    : part > 0      ? "Partially resolved"
			    : "OK",
	    all->found == 0 ? 2 : part > 0);
}

void
dbs_symbology(const struct dbs_service *s, const struct request *r, struct reply *reply)
{
	struct dbs_query q = { 0 };
	struct dbs_resolved all = { 0 };
	const struct dbs_series *series;

	if (dbs_query_take(&q, r, symbology_params, reply) ||
	    dbs_check_dataset(&s->store, q.dataset, reply))
		return;
	if (q.start >= q.end) {
		dbs_error_case(reply, 422, "data_date_range_start_on_or_after_end", "symbology",
		    "The date range is invalid: `start_date` must be before `end_date`.");
		return;
	}
	series = dbs_store_find(&s->store, q.dataset, NULL);
	if (dbs_resolve(&all, series, &q, q.start, q.end, DBS_SYMBOL_MAX + 1, true, reply) == 0) {
		reply_json(reply, 200);
		write_symbology(&reply->body, series, &q, &all);
	}
	dbs_resolved_release(&all);
}
