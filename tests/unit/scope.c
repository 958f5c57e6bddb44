/* db/scope: the answers of a stream, each under its name */
#include "db/scope.h"

#include <stdio.h>

#include "base/mem.h"
#include "db/close.h"
#include "rec/records.h"
#include "tap.h"

static struct rec_field
text(const char *s, bool escaped)
{
	return (
	    struct rec_field){ .text = { s, strlen(s) }, .type = REC_STRING, .escaped = escaped };
}

static void
names(void)
{
	static const struct {
		const char *json; /* between the quotes */
		bool escaped;
		const char *copied, *name;
	} rows[] = {
		{ "acc-1", false, "acc-1", "acc-1" },
		{ "N", false, "N", "N" },
		{ "\\\\N", true, "\\\\N", "\\N" },
		{ "a\\tb\\nc\\rd", true, "a\\tb\\nc\\rd", "a\tb\nc\rd" },
		{ "\\\\t", true, "\\\\t", "\\t" },
		{ "\\\"\\u0041\\/", true, "\"A/", "\"A/" },
	};
	struct scopes s = { 0 };
	struct rec_field f;
	struct scope *of;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		f = text(rows[i].json, rows[i].escaped);
		of = scopes_of(&s, &close_kinds[0], &f);
		CHECK_STR(of->copied, rows[i].copied);
		CHECK_STR(of->name, rows[i].name);
		CHECK(scopes_at(&s, &close_kinds[0],
			  (struct slice){ rows[i].copied, strlen(rows[i].copied) }) == of);
		CHECK(scopes_of(&s, &close_kinds[1], &f) != of);
	}
	CHECK_INT(s.n, 2 * i);
	scopes_release(&s);
	CHECK_INT(s.n, 0);
}

static void
many(void)
{
	struct scopes s = { 0 };
	struct scope *of[1000];
	char name[16];
	size_t i;

	for (i = 0; i < 1000; i++) {
		(void)snprintf(name, sizeof name, "%zu", i);
		of[i] = scopes_at(&s, &close_kinds[i % 3], (struct slice){ name, strlen(name) });
	}
	CHECK_INT(s.n, 1000);
	for (i = 0; i < 1000; i++) {
		(void)snprintf(name, sizeof name, "%zu", i);
		CHECK(scopes_at(&s, &close_kinds[i % 3], (struct slice){ name, strlen(name) }) ==
		      of[i]);
	}
	CHECK_INT(s.n, 1000);
	scopes_release(&s);
}

static void
keys(void)
{
	struct rec_field plain = text("A,{}", false), odd = text("\\\"\\\\b", true);
	struct scopes s = { 0 };
	struct scope *of = scopes_at(&s, &close_kinds[0], (struct slice){ "a", 1 });

	scope_take(of, &plain);
	scope_take(of, &odd);
	CHECK_STR(of->keys.p, "\"A,{}\",\"\\\"\\\\b\",");
	CHECK_INT(of->records, 2);
	scopes_release(&s);
}

static void
forgotten(void)
{
	struct rec_field key = text("A", false);
	struct scopes s = { 0 };
	struct scope *of = scopes_at(&s, &close_kinds[0], (struct slice){ "a", 1 });

	scope_take(of, &key);
	of->before = mem_str("3");
	of->refused = 1;
	of->refused_now = 2;
	of->fate = SCOPE_REFUSED;
	scope_undo(of); /* it was asked in an earlier transaction */
	CHECK_STR(of->before, "3");
	CHECK_INT(of->refused, 1);
	CHECK_INT(of->refused_now, 0);
	CHECK_INT(of->fate, SCOPE_NOTHING);
	of->asked_now = true;
	scope_undo(of);
	CHECK(of->before == NULL);
	CHECK_INT(of->records, 1);
	scope_renew(of);
	CHECK_INT(of->records, 0);
	CHECK_INT(of->refused, 0);
	CHECK(of->keys.p == NULL && !of->ended && !of->begun);
	CHECK(scopes_at(&s, &close_kinds[0], (struct slice){ "a", 1 }) == of);
	scopes_release(&s);
}

static bool
is_name(const struct field *f)
{
	return f != NULL && (f->type == FIELD_TEXT || f->type == FIELD_ID);
}

/* The fields that the table of what closes goes by are there, and the key is a text of the key. */
static void
fields(void)
{
	const struct close_kind *k;
	const struct field *f;

	for (k = close_kinds; k->kind != NULL; k++) {
		CHECK(close_find(k->kind) == k);
		f = field_find(k->kind->fields, k->key, strlen(k->key));
		CHECK(is_name(f) && (f->flags & FIELD_KEY));
		f = field_find(k->kind->fields, k->scope, strlen(k->scope));
		CHECK(is_name(f));
		f = field_find(complete_kind.fields, k->scope, strlen(k->scope));
		CHECK(is_name(f));
	}
	CHECK(close_find(&complete_kind) == NULL);
}

int
main(void)
{
	RUN(fields);
	RUN(names);
	RUN(many);
	RUN(keys);
	RUN(forgotten);
	return tap_done();
}
