#include "sandbox/databento_check.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "io/emit.h"
#include "sandbox/databento_error.h"
#include "sandbox/fault.h"

#define DEGRADED_MAX 10 /* days that one warning lists */

/* clang-format off */
const struct fault_kind dbs_faults[] = {
	{ "badwarning",  FAULT_VENDOR, NULL, 0, "an X-Warning header that is no JSON" },
	{ "big",         FAULT_VENDOR, "days", 366, "504 Gateway Timeout for a range of more days" },
	{ "degraded",    FAULT_VENDOR, NULL, 0, "X-Warning: days of reduced quality" },
	{ "frames",      FAULT_VENDOR, NULL, 0, "zstd in several frames, skippable ones between" },
	{ "funds",       FAULT_VENDOR, NULL, 0, "402 account_insufficient_funds" },
	{ "licence",     FAULT_VENDOR, NULL, 0, "403 license_not_found_unauthorized for the last day that there is" },
	{ "locked",      FAULT_VENDOR, NULL, 0, "403 auth_account_locked" },
	{ "unavailable", FAULT_VENDOR, NULL, 0, "422 dataset_unavailable_range, without a payload, for the last day that there is" },
	{ 0 }
};
/* clang-format on */

static bool
is(const struct fault *f, const char *name)
{
	return f != NULL && strcmp(f->kind->name, name) == 0;
}

bool
dbs_refuse(const struct request *r, struct reply *reply)
{
	if (is(r->fault, "locked"))
		dbs_error_case(
		    reply, 403, "auth_account_locked", "authentication", "The account is locked.");
	else if (is(r->fault, "funds"))
		dbs_error_case(reply, 402, "account_insufficient_funds", "errors",
		    "The account has insufficient funds for this request.");
	else
		return false;
	return true;
}

int
dbs_check_dataset(const struct dbs_store *store, const char *dataset, struct reply *reply)
{
	if (dbs_store_find(store, dataset, NULL) != NULL)
		return 0;
	dbs_error_case(reply, 422, "dataset_not_found", "datasets",
	    "The dataset '%.80s' was not found.", dataset);
	return -1;
}

/* Faults that draw a line one day before the end of what there is. */
static int
check_licence(
    const struct request *r, const struct dbs_query *q, int64_t available_end, struct reply *reply)
{
	int64_t bound = available_end - CLOCK_DAY;
	char text[DBS_TIME_MAX];

	if (q->end <= bound)
		return 0;
	(void)dbs_time_text(text, bound);
	if (is(r->fault, "unavailable")) {
		reply_json(reply, 422);
		buf_fmt(&reply->body,
		    "{\"detail\":{\"case\":\"dataset_unavailable_range\",\"message\":\"Part or all of "
		    "your query requires a live data license. Try again with an end time before %s.\","
		    "\"status_code\":422}}",
		    text);
		return -1;
	}
	if (is(r->fault, "licence")) {
		dbs_error_case(reply, 403, "license_not_found_unauthorized", "errors",
		    "A live data license is required to access %s data after %s.", q->dataset,
		    text);
		return -1;
	}
	return 0;
}

static int
after_end(const struct dbs_query *q, int64_t start, int64_t end, struct reply *reply)
{
	char has[DBS_TIME_MAX], asked[DBS_TIME_MAX], message[512];

	(void)snprintf(message, sizeof message,
	    "The dataset %s has data available up to '%s'. The `end` in the query ('%s') is after "
	    "the available range. Try requesting with an earlier `end`.",
	    q->dataset, dbs_time_words(has, end), dbs_time_words(asked, q->end));
	dbs_error_range(reply, "data_end_after_available_end", q, start, end, message);
	return -1;
}

static int
start_after_end(const struct dbs_query *q, int64_t start, int64_t end, struct reply *reply)
{
	char has[DBS_TIME_MAX], asked[DBS_TIME_MAX], message[512];

	(void)snprintf(message, sizeof message,
	    "The dataset %s has data available up to '%s'. The `start` in the query ('%s') is after "
	    "the available range. Try requesting with an earlier `start`.",
	    q->dataset, dbs_time_words(has, end), dbs_time_words(asked, q->start));
	dbs_error_range(reply, "data_start_after_available_end", q, start, end, message);
	return -1;
}

static int
before_start(const struct dbs_query *q, int64_t start, int64_t end, struct reply *reply)
{
	char has[DBS_TIME_MAX], asked[DBS_TIME_MAX], message[512];

	(void)snprintf(message, sizeof message,
	    "The dataset %s has data available from '%s'. The `start` in the query ('%s') is before "
	    "the available range. Try requesting with a later `start`.",
	    q->dataset, dbs_time_words(has, start), dbs_time_words(asked, q->start));
	dbs_error_range(reply, "data_start_before_available_start", q, start, end, message);
	return -1;
}

static int
upside_down(const struct dbs_query *q, struct reply *reply)
{
	char start[DBS_TIME_MAX], end[DBS_TIME_MAX], message[512];

	(void)snprintf(message, sizeof message,
	    "The time range is invalid: `start` ('%s') must be before `end` ('%s').",
	    dbs_time_words(start, q->start), dbs_time_words(end, q->end));
	dbs_error_range(
	    reply, "data_time_range_start_on_or_after_end", q, INT64_MIN, INT64_MIN, message);
	return -1;
}

static int
beyond_schema(const struct dbs_query *q, const struct dbs_series *s, struct reply *reply)
{
	char start[DBS_TIME_MAX], end[DBS_TIME_MAX], message[512];

	(void)snprintf(message, sizeof message,
	    "The `%s` schema of dataset %s is not fully available for the requested range. It is "
	    "available between '%s' and '%s'.",
	    s->schema->name, q->dataset, dbs_time_words(start, s->start),
	    dbs_time_words(end, s->end));
	dbs_error_range(reply, "data_schema_not_fully_available", q, s->start, s->end, message);
	return -1;
}

static int
check_range(const struct dbs_query *q, const struct dbs_series *s, int64_t start, int64_t end,
    struct reply *reply)
{
	if (q->start >= q->end)
		return upside_down(q, reply);
	if (q->start >= end)
		return start_after_end(q, start, end, reply);
	if (q->end > end)
		return after_end(q, start, end, reply);
	if (q->start < start)
		return before_start(q, start, end, reply);
	if (q->start < s->start || q->end > s->end)
		return beyond_schema(q, s, reply);
	return 0;
}

int
dbs_check(const struct dbs_store *store, const struct request *r, struct dbs_query *q,
    const struct dbs_series **series, struct reply *reply)
{
	int64_t start, end;

	if (dbs_check_dataset(store, q->dataset, reply))
		return -1;
	if (q->schema == NULL)
		q->schema = dbs_schema_named("trades");
	*series = dbs_store_find(store, q->dataset, q->schema);
	if (*series == NULL) {
		dbs_error_case(reply, 422, "validation_failed", "schemas",
		    "The schema `%s` is not available for dataset %.80s.", q->schema->name,
		    q->dataset);
		return -1;
	}
	dbs_store_range(store, q->dataset, &start, &end);
	if (check_range(q, *series, start, end, reply))
		return -1;
	return check_licence(r, q, end, reply);
}

/* The days of the query whose rows lack prices. */
static void
list_degraded(const struct dbs_series *s, const struct dbs_query *q, struct buf *out)
{
	size_t at = dbs_series_at(s, q->start), last = dbs_series_at(s, q->end), n = 0;
	char text[CLOCK_TEXT_MAX];
	int64_t day;

	for (; at < last && n < DEGRADED_MAX; at = dbs_series_at(s, clock_next_day(day))) {
		day = clock_midnight(s->book->rows[at].ts);
		if (!dbs_series_degraded(s, day))
			continue;
		(void)clock_date_text(text, day);
		buf_fmt(out, "%s%s (degraded)", n++ == 0 ? "" : ", ", text);
	}
}

static void
add_warning(struct buf *all, const char *text)
{
	buf_char(all, all->len == 0 ? '[' : ',');
	emit_quote(all, text, strlen(text));
}

void
dbs_warn(const struct dbs_series *s, const struct dbs_query *q, bool empty,
    const struct fault *fault, struct reply *reply)
{
	struct buf all = { 0 }, days = { 0 }, text = { 0 };
	char first[CLOCK_TEXT_MAX];

	if (is(fault, "badwarning")) {
		reply_header(reply, "X-Warning", "not [JSON");
		return;
	}
	if (empty)
		add_warning(&all, "Warning: No data found for the request you submitted.");
	list_degraded(s, q, &days);
	if (days.len == 0 && is(fault, "degraded")) {
		(void)clock_date_text(first, q->start);
		buf_fmt(&days, "%s (degraded)", first);
	}
	if (days.len > 0) {
		buf_fmt(&text,
		    "Warning: The streaming request contained one or more days which have reduced "
		    "quality: %s.",
		    days.p);
		add_warning(&all, text.p);
	}
	if (all.len > 0)
		reply_header(reply, "X-Warning", "%s]", all.p);
	buf_release(&text);
	buf_release(&days);
	buf_release(&all);
}
