/* Many secrets at once, page by page. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"
#include "sandbox/aws_error.h"
#include "sandbox/aws_secrets.h"

#define LIST_PAGE 100
#define BATCH_PAGE 20
#define TOKEN "sandbox+/page=" /* clients must hand it back as it is */

typedef bool matches_fn(const struct awss_secret *s, const char *value);

static bool
begins(const char *text, const char *with)
{
	return text != NULL && strncmp(text, with, strlen(with)) == 0;
}

static bool
has(const char *text, const char *word)
{
	size_t n = strlen(word);

	for (; text != NULL && *text != '\0'; text++)
		if (strncasecmp(text, word, n) == 0)
			return true;
	return false;
}

static bool
by_name(const struct awss_secret *s, const char *value)
{
	return begins(s->name, value);
}

static bool
by_description(const struct awss_secret *s, const char *value)
{
	return s->description != NULL && strncasecmp(s->description, value, strlen(value)) == 0;
}

static bool
by_tag_key(const struct awss_secret *s, const char *value)
{
	size_t i;

	for (i = 0; i < s->ntags; i++)
		if (begins(s->tags[i].key, value))
			return true;
	return false;
}

static bool
by_tag_value(const struct awss_secret *s, const char *value)
{
	size_t i;

	for (i = 0; i < s->ntags; i++)
		if (begins(s->tags[i].value, value))
			return true;
	return false;
}

/* No secret here is a copy of another region's or belongs to a service. */
static bool
by_nothing(const struct awss_secret *s, const char *value)
{
	(void)s;
	(void)value;
	return false;
}

static bool
by_all(const struct awss_secret *s, const char *value)
{
	size_t i;

	for (i = 0; i < s->ntags; i++)
		if (has(s->tags[i].key, value) || has(s->tags[i].value, value))
			return true;
	return has(s->name, value) || has(s->description, value);
}

/* clang-format off */
static const struct {
	const char *key;
	matches_fn *matches;
} keys[] = {
	{ "all",            by_all },
	{ "description",    by_description },
	{ "name",           by_name },
	{ "owning-service", by_nothing },
	{ "primary-region", by_nothing },
	{ "tag-key",        by_tag_key },
	{ "tag-value",      by_tag_value },
};
/* clang-format on */

/* Any value of a filter; 1, 0, or -1 when it is none. */
static int
passes(const struct awss_secret *s, const struct json *filter)
{
	const char *key = json_str(json_get(filter, "Key")), *value;
	const struct json *values = json_get(filter, "Values"), *v;
	size_t i, n = sizeof keys / sizeof keys[0];
	int got = 0;

	for (i = 0; i < n && key != NULL; i++)
		if (strcmp(keys[i].key, key) == 0)
			break;
	if (key == NULL || i == n || !json_is_array(values) || json_count(values) < 1 ||
	    json_count(values) > 10)
		return -1;
	for (v = json_first(values); v != NULL; v = json_next(v)) {
		value = json_str(v);
		if (value == NULL)
			return -1;
		if (value[0] == '!' ? !keys[i].matches(s, value + 1) : keys[i].matches(s, value))
			got = 1;
	}
	return got;
}

static int
older(const void *a, const void *b)
{
	const struct awss_secret *const *p = a, *const *q = b;

	return (*p)->created != (*q)->created ? ((*p)->created < (*q)->created ? -1 : 1)
					      : strcmp((*p)->name, (*q)->name);
}

static int
changed_before(const void *a, const void *b)
{
	const struct awss_secret *const *p = a, *const *q = b;

	return (*p)->changed < (*q)->changed ? -1 : (*p)->changed > (*q)->changed ? 1 : older(a, b);
}

static int
accessed_before(const void *a, const void *b)
{
	const struct awss_secret *const *p = a, *const *q = b;

	return (*p)->accessed < (*q)->accessed   ? -1
	       : (*p)->accessed > (*q)->accessed ? 1
						 : older(a, b);
}

static int
named_before(const void *a, const void *b)
{
	const struct awss_secret *const *p = a, *const *q = b;

	return strcmp((*p)->name, (*q)->name);
}

/* clang-format off */
static const struct {
	const char *word;
	int (*before)(const void *a, const void *b);
} orders[] = {
	{ "created-date",       older },
	{ "last-accessed-date", accessed_before },
	{ "last-changed-date",  changed_before },
	{ "name",               named_before },
};
/* clang-format on */

/* 0, or -1 with the reply made. */
static int
sort(struct awss_secrets_call *c, struct awss_secret **list, size_t n)
{
	const char *by = c->q.sort == NULL ? "created-date" : c->q.sort;
	size_t i, k;
	bool down = c->q.order != NULL && strcmp(c->q.order, "desc") == 0;

	for (i = 0; i < sizeof orders / sizeof orders[0]; i++)
		if (strcmp(orders[i].word, by) == 0)
			break;
	if (i == sizeof orders / sizeof orders[0] ||
	    (c->q.order != NULL && !down && strcmp(c->q.order, "asc") != 0)) {
		awss_json_error(
		    c->reply, 400, "ValidationException", "no such SortBy or SortOrder");
		return -1;
	}
	if (n > 0)
		qsort(list, n, sizeof(struct awss_secret *), orders[i].before);
	for (k = 0; down && k < n / 2; k++) {
		struct awss_secret *s = list[k];

		list[k] = list[n - 1 - k];
		list[n - 1 - k] = s;
	}
	return 0;
}

/* What the filters leave, in order, in *list, owned by the caller; *n of them. 0, or -1 with the
 * reply made. */
static int
choose(struct awss_secrets_call *c, struct awss_secret ***list, size_t *n)
{
	const struct json *f;
	size_t i;
	int got;

	*n = 0;
	*list = mem_new(c->store->n + 1, sizeof(struct awss_secret *));
	for (i = 0; i < c->store->n; i++) {
		struct awss_secret *s = &c->store->secrets[i];

		got = s->deleted == 0 || c->q.planned;
		for (f = json_first(c->q.filters); f != NULL && got > 0; f = json_next(f))
			got = passes(s, f);
		if (got > 0)
			(*list)[(*n)++] = s;
		if (got < 0) {
			awss_json_error(c->reply, 400, "ValidationException", "no such filter");
			return -1;
		}
	}
	return sort(c, *list, *n);
}

/* Where the page begins and how many it may have; -1 with the reply made. */
static int
page(struct awss_secrets_call *c, size_t n, int64_t size, size_t *from, size_t *to)
{
	const char *next = c->q.next;
	uint64_t at = 0;

	if (next != NULL &&
	    (!begins(next, TOKEN) || num_uint(next + sizeof TOKEN - 1,
					 strlen(next + sizeof TOKEN - 1), UINT32_MAX, &at))) {
		awss_json_error(c->reply, 400, "InvalidNextTokenException", "Invalid NextToken.");
		return -1;
	}
	if (c->q.max > 0 && c->q.max < size)
		size = c->q.max;
	*from = at < n ? (size_t)at : n;
	*to = c->empty_page ? *from : n - *from < (size_t)size ? n : *from + (size_t)size;
	return 0;
}

static void
put_next(struct emit *em, size_t to, size_t n)
{
	char *token = mem_fmt(TOKEN "%zu", to);

	if (to < n)
		emit_str(em, "NextToken", token);
	free(token);
}

static void
put_listed(struct emit *em, const struct awss_secret *s)
{
	emit_open(em, NULL, '{');
	emit_str(em, "ARN", s->arn);
	emit_str(em, "Name", s->name);
	if (s->description != NULL)
		emit_str(em, "Description", s->description);
	awss_secrets_put_time(em, "CreatedDate", s->created);
	awss_secrets_put_time(em, "LastChangedDate", s->changed);
	if (s->accessed != 0)
		awss_secrets_put_time(em, "LastAccessedDate", s->accessed);
	if (s->deleted != 0)
		awss_secrets_put_time(em, "DeletedDate", s->deleted);
	awss_secrets_put_tags(em, s);
	awss_secrets_put_versions(em, "SecretVersionsToStages", s);
	emit_close(em, '}');
}

void
awss_secrets_list(struct awss_secrets_call *c)
{
	struct awss_secret **list = NULL;
	size_t n, i, from, to;
	struct emit em;

	if (choose(c, &list, &n) || page(c, n, LIST_PAGE, &from, &to))
		goto out;
	emit_init(&em, NULL, false);
	emit_begin(&em, NULL);
	emit_open(&em, "SecretList", '[');
	for (i = from; i < to; i++)
		put_listed(&em, list[i]);
	emit_close(&em, ']');
	put_next(&em, to, n);
	awss_secrets_reply(c, &em);
out:
	free(list);
}

/* One value, or why not. */
static void
put_or_fail(struct awss_secrets_call *c, const char *id, struct emit *values, struct emit *errors)
{
	const struct awss_version *v;
	struct awss_secret *secret;
	struct awss_problem why;

	v = awss_secrets_version(c->store, id, NULL, NULL, &secret, &why);
	if (v != NULL) {
		emit_open(values, NULL, '{');
		awss_secrets_put_value(values, secret, v);
		emit_close(values, '}');
		return;
	}
	emit_open(errors, NULL, '{');
	emit_str(errors, "SecretId", id);
	emit_str(errors, "ErrorCode", why.type);
	emit_str(errors, "Message", why.text);
	emit_close(errors, '}');
}

/* Those of the list that was given, or of the page that the filters leave. */
static int
put_values(struct awss_secrets_call *c, struct emit *values, struct emit *errors)
{
	struct awss_secret **list = NULL;
	const struct json *j;
	size_t n = 0, i, from, to;
	int rc = -1;

	if (c->q.ids != NULL) {
		for (j = json_first(c->q.ids); j != NULL; j = json_next(j))
			if (json_str(j) != NULL)
				put_or_fail(c, json_str(j), values, errors);
		emit_close(values, ']');
		return 0;
	}
	if (choose(c, &list, &n) || page(c, n, BATCH_PAGE, &from, &to))
		goto out;
	for (i = from; i < to; i++)
		put_or_fail(c, list[i]->arn, values, errors);
	emit_close(values, ']');
	put_next(values, to, n);
	rc = 0;
out:
	free(list);
	return rc;
}

void
awss_secrets_batch(struct awss_secrets_call *c)
{
	struct emit values, errors;

	if ((c->q.ids == NULL) == (c->q.filters == NULL)) {
		awss_json_error(c->reply, 400, "InvalidParameterException",
		    "You must provide either SecretIdList or Filters, and not both.");
		return;
	}
	emit_init(&values, NULL, false);
	emit_init(&errors, NULL, false);
	emit_begin(&values, NULL);
	emit_open(&values, "SecretValues", '[');
	emit_begin(&errors, NULL);
	emit_open(&errors, "Errors", '[');
	if (put_values(c, &values, &errors) == 0) {
		emit_close(&errors, ']');
		emit_json(&values, NULL, errors.line.p + 1, errors.line.len - 1);
		awss_secrets_reply(c, &values);
	} else {
		emit_release(&values);
	}
	emit_release(&errors);
}
