#include "sandbox/databento_query.h"

#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/num.h"
#include "sandbox/databento_error.h"

/* A parameter in hand. */
struct taking {
	struct dbs_query *q;
	struct reply *reply;
	const struct dbs_param *p;
	const char *where; /* "query" or "body" */
	const char *value;
	int64_t after; /* behind the start that was given: where its day, minute ... ends */
};

static void *
member(const struct taking *t)
{
	return (char *)t->q + t->p->at;
}

static void
enum_error(const struct taking *t, const char *words)
{
	dbs_error_bad(t->reply, t->where, t->p->name, "type_error.enum",
	    "value is not a valid enumeration member; permitted: %s", words);
}

static void
take_word(struct taking *t)
{
	const struct dbs_word *w;
	struct buf all = { 0 };

	for (w = t->p->words; w->name != NULL; w++) {
		if (strcmp(w->name, t->value) == 0) {
			*(int64_t *)member(t) = w->number;
			return;
		}
	}
	for (w = t->p->words; w->name != NULL; w++)
		buf_fmt(&all, "%s'%s'", all.len > 0 ? ", " : "", w->name);
	enum_error(t, all.p);
	buf_release(&all);
}

static void
take_schema(struct taking *t)
{
	const struct dbs_schema *s = dbs_schema_named(t->value);
	struct buf all = { 0 };

	if (s != NULL) {
		t->q->schema = s;
		return;
	}
	for (s = dbs_schemas; s->name != NULL; s++)
		buf_fmt(&all, "%s'%s'", all.len > 0 ? ", " : "", s->name);
	enum_error(t, all.p);
	buf_release(&all);
}

static void
take_bool(struct taking *t)
{
	static const struct {
		const char *word;
		bool value;
	} words[] = { { "true", true }, { "1", true }, { "on", true }, { "yes", true },
		{ "t", true }, { "y", true }, { "false", false }, { "0", false }, { "off", false },
		{ "no", false }, { "f", false }, { "n", false } };
	size_t i;

	for (i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strcasecmp(words[i].word, t->value) == 0) {
			*(bool *)member(t) = words[i].value;
			return;
		}
	}
	dbs_error_bad(t->reply, t->where, t->p->name, "type_error.bool",
	    "value could not be parsed to a boolean");
}

static void
take_count(struct taking *t)
{
	uint64_t v;

	if (num_uint(t->value, strlen(t->value), UINT64_MAX, &v))
		dbs_error_bad(t->reply, t->where, t->p->name, "type_error.integer",
		    "value is not a valid integer");
	else if (v == 0)
		dbs_error_bad(t->reply, t->where, t->p->name, "value_error.number.not_gt",
		    "ensure this value is greater than 0");
	else
		*(uint64_t *)member(t) = v;
}

static void
take_list(struct taking *t)
{
	const char *c;
	size_t n = 1;

	for (c = t->value; *c != '\0'; c++)
		n += *c == ',';
	if (n > DBS_SYMBOLS_MAX)
		dbs_error_bad(t->reply, t->where, t->p->name, "value_error.list.max_items",
		    "ensure this value has at most %d items", DBS_SYMBOLS_MAX);
	t->q->symbols = t->value;
	t->q->nsymbols = n;
	if (strcmp(t->value, "ALL_SYMBOLS") == 0)
		t->q->symbols = NULL;
}

/* How fine "2024-03-04T14:30", "...:05", "...:05.123" is; 0: neither. fixed is made a whole time.
 */
static int64_t
fineness(const char *s, size_t n, char fixed[CLOCK_TEXT_MAX])
{
	static const char zeros[] = "0000-00-00T00:00:00";
	static const struct {
		size_t n;
		int64_t ns;
	} whole[] = { { 10, CLOCK_DAY }, { 13, 3600 * CLOCK_SECOND }, { 16, 60 * CLOCK_SECOND },
		{ 19, CLOCK_SECOND } };
	int64_t fine = 0;
	size_t i, digits = 0;

	if (n > 29)
		return 0;
	for (i = 0; i < sizeof whole / sizeof whole[0]; i++)
		if (whole[i].n == n)
			fine = whole[i].ns;
	memcpy(fixed, zeros, sizeof zeros);
	memcpy(fixed, s, n);
	if (n > 20 && s[19] == '.') {
		for (fine = CLOCK_SECOND, digits = n - 20; digits > 0; digits--)
			fine /= 10;
		fixed[n] = '\0';
	}
	return fine;
}

/* Where the zone begins: behind the time, "Z", "+01:00" or "-0500"; the end when there is none. */
static size_t
zone_at(const char *s)
{
	size_t n = strlen(s), at;

	for (at = n < 11 ? n : 11; at < n; at++)
		if (strchr("Zz+-", s[at]) != NULL)
			break;
	return at;
}

/* ISO 8601 or ns since the epoch; *after is where the day, hour, minute ... of the text ends. */
static int
parse_time(const char *s, int64_t *ns, int64_t *after)
{
	char text[CLOCK_TEXT_MAX];
	size_t n = strlen(s), at = zone_at(s);
	int64_t fine;

	if (num_int(s, n, 0, INT64_MAX - CLOCK_DAY, ns) == 0) {
		*after = *ns + 1;
		return 0;
	}
	fine = fineness(s, at, text);
	if (fine == 0 || n - at > 6 || (at > 10 && s[10] != 'T' && s[10] != 't' && s[10] != ' '))
		return -1;
	if (n == at)
		memcpy(text + strlen(text), "Z", 2);
	else
		memcpy(text + strlen(text), s + at, n - at + 1);
	if (clock_parse_time(text, strlen(text), ns) || *ns < 0)
		return -1;
	*after = *ns + fine;
	return 0;
}

static void
take_time(struct taking *t)
{
	int64_t after = 0;

	if (parse_time(t->value, member(t), &after)) {
		dbs_error_bad(t->reply, t->where, t->p->name, "value_error.datetime",
		    "invalid datetime format");
		return;
	}
	if (t->p->type == DBS_START) {
		t->after = after;
		t->q->has_start = true;
	} else {
		t->q->has_end = true;
	}
}

static void
take_date(struct taking *t)
{
	if (clock_parse_date(t->value, strlen(t->value), member(t))) {
		dbs_error_bad(
		    t->reply, t->where, t->p->name, "value_error.date", "invalid date format");
		return;
	}
	if (t->p->type == DBS_FROM) {
		t->after = clock_next_day(t->q->start);
		t->q->has_start = true;
	} else {
		t->q->has_end = true;
	}
}

static void
take(struct taking *t)
{
	switch (t->p->type) {
	case DBS_TEXT:
		*(const char **)member(t) = t->value;
		break;
	case DBS_SCHEMA:
		take_schema(t);
		break;
	case DBS_WORD:
		take_word(t);
		break;
	case DBS_TIME:
	case DBS_START:
		take_time(t);
		break;
	case DBS_DATE:
	case DBS_FROM:
		take_date(t);
		break;
	case DBS_BOOL:
		take_bool(t);
		break;
	case DBS_COUNT:
		take_count(t);
		break;
	case DBS_LIST:
		take_list(t);
		break;
	}
}

static const struct dbs_param *
find(const struct dbs_param *params, const char *name)
{
	for (; params->name != NULL; params++)
		if (strcmp(params->name, name) == 0)
			return params;
	return NULL;
}

/* Parameter i of the request: known, once, readable, and where it belongs. */
static void
take_one(struct taking *t, const struct request *r, const struct dbs_param *params, size_t i)
{
	const struct param *p = &r->params[i];
	bool post = strcmp(r->method, "POST") == 0;

	t->where = p->body ? "body" : "query";
	t->value = p->value;
	t->p = find(params, p->name);
	if (t->p == NULL || p->body != post)
		dbs_error_bad(
		    t->reply, t->where, p->name, "value_error.extra", "extra fields not permitted");
	else if (p->bad)
		dbs_error_bad(t->reply, t->where, p->name, "value_error.str", "not UTF-8 text");
	else if (request_param(r, p->name) != p)
		dbs_error_bad(
		    t->reply, t->where, p->name, "value_error.list", "given more than once");
	else
		take(t);
}

int
dbs_query_take(struct dbs_query *q, const struct request *r, const struct dbs_param *params,
    struct reply *reply)
{
	struct taking t = { .q = q, .reply = reply };
	bool post = strcmp(r->method, "POST") == 0;
	const struct dbs_param *p;
	size_t i;

	for (i = 0; i < r->nparams; i++)
		take_one(&t, r, params, i);
	for (p = params; p->name != NULL; p++)
		if (p->needed && request_param(r, p->name) == NULL)
			dbs_error_bad(reply, post ? "body" : "query", p->name,
			    "value_error.missing", "field required");
	if (reply->status != 0) {
		dbs_error_bad_end(reply);
		return -1;
	}
	if (!q->has_end && q->has_start)
		q->end = t.after;
	return 0;
}
