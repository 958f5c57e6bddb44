#include "db/query.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/num.h"
#include "db/pg_list.h"
#include "db/sqltext.h"
#include "io/utf8.h"

/* As the header spells them, and as SQL takes them. */
static const char *const type_names[] = { "text", "text[]", "bigint", "numeric", "date",
	"timestamptz", "boolean", "" };

const char *
query_type_name(enum query_type type)
{
	return type_names[type];
}

void
query_release(struct query *q)
{
	size_t i;

	for (i = 0; i < q->nparams; i++) {
		free(q->params[i].fallback);
		free(q->params[i].help);
		free(q->params[i].value);
	}
	free(q->name);
	free(q->help);
	free(q->kind);
	free(q->text);
	buf_release(&q->sql);
	*q = (struct query){ 0 };
}

static struct query_param *
find(struct query *q, const char *name, size_t n)
{
	size_t i;

	for (i = 0; i < q->nparams; i++)
		if (strlen(q->params[i].name) == n && memcmp(q->params[i].name, name, n) == 0)
			return &q->params[i];
	return NULL;
}

/* A line of the header being read: p moves on towards end. */
struct line {
	const char *p, *end;
};

/* The next word, without the blanks before it; empty at the end. */
static size_t
word(struct line *l, const char **w)
{
	while (l->p < l->end && (*l->p == ' ' || *l->p == '\t'))
		l->p++;
	*w = l->p;
	while (l->p < l->end && *l->p != ' ' && *l->p != '\t')
		l->p++;
	return (size_t)(l->p - *w);
}

static bool
is(const char *w, size_t n, const char *word_)
{
	return strlen(word_) == n && memcmp(w, word_, n) == 0;
}

/* What is left of the line, without its quotes. NULL when there is none. */
static char *
rest(struct line *l)
{
	while (l->p < l->end && (*l->p == ' ' || *l->p == '\t'))
		l->p++;
	while (l->p < l->end && strchr(" \t\r", l->end[-1]) != NULL)
		l->end--;
	if (l->end - l->p >= 2 && *l->p == '"' && l->end[-1] == '"') {
		l->p++;
		l->end--;
	}
	return l->p < l->end ? mem_copy(l->p, (size_t)(l->end - l->p)) : NULL;
}

static bool
good_name(const char *w, size_t n)
{
	size_t i;

	if (n == 0 || n >= QUERY_WORD_MAX || w[0] < 'a' || w[0] > 'z')
		return false;
	for (i = 0; i < n; i++)
		if ((w[i] < 'a' || w[i] > 'z') && (w[i] < '0' || w[i] > '9') && w[i] != '_')
			return false;
	return true;
}

/* Room for one more parameter of that name; NULL with ERR_CONFIG. */
static struct query_param *
add(struct query *q, const char *name, size_t n, struct err *e)
{
	struct query_param *p = &q->params[q->nparams];

	if (!good_name(name, n))
		(void)err_set(e, ERR_CONFIG, "'%.*s' is no name of a parameter (a-z, 0-9, _)",
		    utf8_cut(name, n, QUERY_WORD_MAX), name);
	else if (find(q, name, n) != NULL)
		(void)err_set(e, ERR_CONFIG, "parameter %.*s stands there twice", (int)n, name);
	else if (q->nparams == QUERY_PARAMS_MAX)
		(void)err_set(e, ERR_CONFIG, "more than %d parameters", QUERY_PARAMS_MAX);
	else {
		*p = (struct query_param){ .type = QUERY_ANY };
		memcpy(p->name, name, n);
		q->nparams++;
		return p;
	}
	return NULL;
}

/* "NAME TYPE [= DEFAULT | needed] "help"" */
static int
read_param(struct query *q, struct line *l, struct err *e)
{
	struct query_param *p;
	struct line ahead;
	const char *w;
	size_t n, i;

	n = word(l, &w);
	p = add(q, w, n, e);
	if (p == NULL)
		return -1;
	n = word(l, &w);
	for (i = 0; i < QUERY_ANY; i++)
		if (is(w, n, type_names[i]))
			p->type = (enum query_type)i;
	if (p->type == QUERY_ANY)
		return err_set(e, ERR_CONFIG,
		    "parameter %s: type '%.*s' is none of text, text[], bigint, numeric, date, timestamptz, "
		    "boolean",
		    p->name, n > QUERY_WORD_MAX ? QUERY_WORD_MAX : (int)n, w);
	ahead = *l;
	n = word(&ahead, &w);
	if (is(w, n, "needed")) {
		p->needed = true;
		*l = ahead;
	} else if (is(w, n, "=")) {
		n = word(&ahead, &w);
		if (n == 0)
			return err_set(
			    e, ERR_CONFIG, "parameter %s: no default behind '='", p->name);
		p->fallback = mem_copy(w, n);
		*l = ahead;
	}
	p->help = rest(l);
	if (p->help == NULL)
		return err_set(e, ERR_CONFIG, "parameter %s: what it means is missing", p->name);
	return 0;
}

/* A comment line of the header, behind its "--". */
static int
read_line(struct query *q, struct line *l, struct err *e)
{
	const char *w;
	size_t n = word(l, &w);
	char **to = is(w, n, "pf-query:") ? &q->help : is(w, n, "kind:") ? &q->kind : NULL;

	if (is(w, n, "param:"))
		return read_param(q, l, e);
	if (to == NULL)
		return 0; /* a comment */
	if (*to != NULL)
		return err_set(e, ERR_CONFIG, "%.*s stands there twice", (int)n, w);
	*to = rest(l);
	return *to != NULL ? 0 : err_set(e, ERR_CONFIG, "nothing behind %.*s", (int)n, w);
}

static int
read_header(struct query *q, struct err *e)
{
	const char *p = q->text;
	size_t lineno = 1, n;
	struct line l;

	for (; p[0] == '-' && p[1] == '-'; lineno++, p += n + (p[n] != '\0')) {
		n = strcspn(p, "\n");
		l = (struct line){ p + 2, p + n };
		if (read_line(q, &l, e))
			return err_wrap(e, "%s:%zu", q->name, lineno);
	}
	if (q->help == NULL)
		return err_set(e, ERR_CONFIG,
		    "%s: the first lines have no '-- pf-query: what it prints'", q->name);
	return 0;
}

int
query_read(
    struct query *q, const char *name, const char *text, size_t n, bool header, struct err *e)
{
	*q = (struct query){ .name = mem_str(name) };
	if (n > QUERY_SIZE_MAX || memchr(text, '\0', n) != NULL)
		return err_set(
		    e, ERR_CONFIG, "%s: no SQL, or more than %zu bytes", name, QUERY_SIZE_MAX);
	q->text = mem_copy(text, n);
	return header ? read_header(q, e) : 0;
}

/* "a,b" as an array literal. */
static char *
array_of(const char *list)
{
	struct buf out = { 0 };
	size_t n;

	buf_char(&out, '{');
	for (; *list != '\0'; list += n + (list[n] == ',')) {
		n = strcspn(list, ",");
		if (n == 0)
			continue;
		pg_list_add(&out, list, n);
	}
	(void)pg_list_end(&out);
	return buf_take(&out);
}

/* A value's text as the server takes it, owned; NULL when it is none of the type. */
static char *
convert(enum query_type type, const char *s, int64_t now)
{
	char text[CLOCK_TEXT_MAX];
	size_t n = strlen(s);
	int64_t v;

	switch (type) {
	case QUERY_TEXTS:
		return array_of(s);
	case QUERY_INT:
		return num_int(s, n, INT64_MIN, INT64_MAX, &v) ? NULL : mem_str(s);
	case QUERY_NUMERIC:
		return num_is_decimal(s, n) ? mem_str(s) : NULL;
	case QUERY_DATE: /* ns hold a part of the years that a date has */
		if (clock_is_date(s, n))
			return mem_str(s);
		if (strcmp(s, "today") != 0 && strcmp(s, "yesterday") != 0)
			return NULL;
		v = strcmp(s, "today") == 0 ? clock_midnight(now) : clock_yesterday(now);
		return mem_copy(text, clock_date_text(text, v));
	case QUERY_TIME:
		if (clock_parse_time(s, n, &v) == 0)
			return mem_copy(text, clock_time_text(text, v));
		if (clock_is_date(s, n))
			return mem_fmt("%sT00:00:00Z", s);
		return clock_is_time(s, n) ? mem_str(s) : NULL;
	case QUERY_BOOL:
		return strcmp(s, "true") == 0 || strcmp(s, "false") == 0 ? mem_str(s) : NULL;
	default:
		return mem_str(s);
	}
}

static int
no_param(const struct query *q, const char *name, struct err *e)
{
	const char *names[QUERY_VALUES_MAX + 1] = { NULL }, *near;
	size_t i;

	for (i = 0; i < q->nparams; i++)
		names[i] = q->params[i].name;
	near = near_word(name, names);
	return err_set(e, ERR_USAGE, "no option --%s, and the query has no such parameter%s%s%s",
	    name, near ? "; did you mean --" : "", near ? near : "", near ? "?" : "");
}

int
query_set(struct query *q, const char *name, const char *value, int64_t now, struct err *e)
{
	char *word_ = mem_str(name), *dash;
	struct query_param *p;
	int rc = -1;

	while ((dash = strchr(word_, '-')) != NULL) /* --with-bars is :with_bars */
		*dash = '_';
	p = find(q, word_, strlen(word_));
	if (p == NULL && q->help == NULL) /* SQL without a header takes what it names */
		p = add(q, word_, strlen(word_), e);
	if (p == NULL) {
		(void)no_param(q, name, e);
		goto out;
	}
	if (value == NULL && p->type != QUERY_BOOL) {
		(void)err_set(e, ERR_USAGE, "--%s needs a value", name);
		goto out;
	}
	free(p->value);
	p->value = convert(p->type, value == NULL ? "true" : value, now);
	p->given = true;
	if (p->value != NULL)
		rc = 0;
	else if (p->type == QUERY_BOOL)
		(void)err_set(
		    e, ERR_USAGE, "--%s takes no value; '%s' goes before it", name, value);
	else
		(void)err_set(
		    e, ERR_USAGE, "--%s: '%s' is no %s", name, value, type_names[p->type]);
out:
	free(word_);
	return rc;
}

/* A parameter that the SQL names: its place, which is given at the first time. */
static void
put_place(struct query *q, struct query_param *p)
{
	if (p->place == 0) {
		q->values[q->nvalues++] = p->value;
		p->place = q->nvalues;
	}
	buf_fmt(
	    &q->sql, "$%zu%s%s", p->place, p->type == QUERY_ANY ? "" : "::", type_names[p->type]);
}

static int
settle(struct query *q, int64_t now, struct err *e)
{
	char text[CLOCK_TEXT_MAX];
	struct query_param *p;
	size_t i;

	for (i = 0; i < q->nparams; i++) {
		p = &q->params[i];
		if (p->given)
			continue;
		if (p->needed)
			return err_set(e, ERR_USAGE, "the query needs --%s", p->name);
		if (p->fallback != NULL) {
			p->value = convert(p->type, p->fallback, now);
			if (p->value == NULL)
				return err_set(e, ERR_CONFIG,
				    "%s: parameter %s: its default '%s' is no %s", q->name, p->name,
				    p->fallback, type_names[p->type]);
		}
	}
	if (find(q, "now", 3) != NULL)
		return 0;
	p = &q->params[q->nparams++]; /* there is room for one more than the query may name */
	*p = (struct query_param){ .name = "now", .type = QUERY_TIME };
	p->value = mem_copy(text, clock_time_text(text, now));
	return 0;
}

/* Who gives a value wants it to count. */
static int
unused(const struct query *q, struct err *e)
{
	size_t i;

	for (i = 0; i < q->nparams; i++)
		if (q->params[i].given && q->params[i].place == 0)
			return err_set(e, ERR_USAGE, "--%s is given, and the SQL has no :%s",
			    q->params[i].name, q->params[i].name);
	return 0;
}

/*
 * $1 would be whatever the first name became. It belongs to a body or statement that is made, and
 * there the server knows better.
 */
static int
no_places(const struct query *q, struct err *e)
{
	bool first = true, own = false;
	struct sql_token t;
	struct sql_scan scan;

	sql_scan_init(&scan, q->text, strlen(q->text), 1);
	for (sql_next(&scan, &t); t.kind != SQL_END; sql_next(&scan, &t)) {
		if (t.kind == SQL_COMMENT || t.kind == SQL_META)
			continue;
		if (first)
			own = sql_word(&t, "create") || sql_word(&t, "prepare");
		first = false;
		if (own || t.kind != SQL_NUMBER || t.p[0] != '$')
			continue;
		return err_set(e, q->help != NULL ? ERR_CONFIG : ERR_USAGE,
		    "%s:%zu: %.*s: a parameter has a name, such as :symbol, and its value comes with "
		    "--symbol",
		    q->name, t.line, t.n > 20 ? 20 : (int)t.n, t.p);
	}
	return 0;
}

int
query_bind(struct query *q, int64_t now, struct err *e)
{
	const char *from = q->text, *colon = NULL;
	struct query_param *p;
	struct sql_token t;
	struct sql_scan scan;

	if (settle(q, now, e) || no_places(q, e))
		return -1;
	sql_scan_init(&scan, q->text, strlen(q->text), 1);
	for (sql_next(&scan, &t); t.kind != SQL_END; sql_next(&scan, &t)) {
		p = NULL;
		if (t.kind == SQL_WORD && colon != NULL && t.p == colon + 1)
			p = find(q, t.p, t.n);
		if (p != NULL) {
			buf_add(&q->sql, from, (size_t)(colon - from));
			put_place(q, p);
			from = t.p + t.n;
		}
		/* "::" is a cast */
		colon = sql_mark(&t, ':') && t.p[1] != ':' && (t.p == q->text || t.p[-1] != ':')
			    ? t.p
			    : NULL;
	}
	buf_str(&q->sql, from);
	return unused(q, e);
}

void
query_help(const struct query *q, const char *tool, FILE *fp)
{
	const char *slash = strrchr(q->name, '/');
	const struct query_param *p;
	char left[QUERY_WORD_MAX * 2];
	size_t i;
	int n;

	/* errors of writing show when main flushes stdout */
	n = (int)strcspn(slash != NULL ? slash + 1 : q->name, ".");
	(void)fprintf(fp, "usage: %s %.*s [--parameter value ...] [option ...]\n\n%s\n", tool, n,
	    slash != NULL ? slash + 1 : q->name, q->help);
	if (q->kind != NULL)
		(void)fprintf(fp, "Its rows are of kind %s.\n", q->kind);
	if (q->nparams > 0)
		(void)fprintf(fp, "\nparameters:\n");
	for (i = 0; i < q->nparams; i++) {
		p = &q->params[i];
		n = snprintf(left, sizeof left, "      --%s %s", p->name,
		    p->type == QUERY_BOOL ? "" : type_names[p->type]);
		for (; strchr(left, '_') != NULL;)
			*strchr(left, '_') = '-';
		(void)fprintf(fp, "%s%*s%s", left, n < 30 ? 30 - n : 1, "", p->help);
		if (p->fallback != NULL)
			(void)fprintf(fp, " (default: %s)", p->fallback);
		(void)fprintf(fp, "%s\n", p->needed ? " (needed)" : "");
	}
}
