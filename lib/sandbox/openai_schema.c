#include "sandbox/openai_schema.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "io/array.h"
#include "io/member.h"
#include "io/pick.h"
#include "sandbox/openai_error.h"
#include "sandbox/openai_param.h"

#define DEPTH_MAX 60 /* of subschemas in each other, whatever they are of */
#define WHERE_MAX 512

/* clang-format off */
static const char accepted[] =
	"type properties required additionalProperties items anyOf enum const $ref $defs definitions "
	"pattern format minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems "
	"title description $schema $id $comment examples";
static const char types[] = "string number integer boolean object array null";
static const char formats[] = "date-time date time duration email hostname ipv4 ipv6 uuid";
/* clang-format on */

struct checker {
	struct reply *reply;
	struct slice root;
	const char *name, *param;
	char where[WHERE_MAX]; /* ", 'properties', 'a'" */
	size_t where_len;
	unsigned depth;
	size_t properties, values, strings;
};

static int walk(struct checker *c, struct slice schema, unsigned level);

__attribute__((format(printf, 2, 3))) static int
bad(struct checker *c, const char *fmt, ...)
{
	char why[256];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(why, sizeof why, fmt, ap); /* cut short if need be */
	va_end(ap);
	return oai_invalid(c->reply, "invalid_json_schema", c->param,
	    "Invalid schema for %s: In context=(%s), %s.", c->name,
	    c->where_len > 2 ? c->where + 2 : "", why);
}

/* Go down to a part; the length to go back to. */
static size_t
enter(struct checker *c, const char *keyword, struct slice part)
{
	size_t was = c->where_len;
	int n = snprintf(c->where + was, sizeof c->where - was, ", '%s'", keyword);

	if (n > 0 && (size_t)n < sizeof c->where - was)
		c->where_len += (size_t)n;
	if (part.n > 0 && part.n < 64) {
		n = snprintf(c->where + c->where_len, sizeof c->where - c->where_len, ", '%.*s'",
		    (int)part.n, part.p);
		if (n > 0 && (size_t)n < sizeof c->where - c->where_len)
			c->where_len += (size_t)n;
	}
	c->where[c->where_len] = '\0';
	return was;
}

static void
leave(struct checker *c, size_t was)
{
	c->where_len = was;
	c->where[was] = '\0';
}

static int
count(struct checker *c, struct slice text)
{
	c->strings += oai_characters(text);
	return c->strings <= OAI_STRINGS_MAX
		   ? 0
		   : bad(c, "names, enum and const strings have more than %d characters together",
			 OAI_STRINGS_MAX);
}

struct slice
oai_schema_ref(struct slice root, struct slice ref)
{
	static const char *const heads[] = { "#/$defs/", "#/definitions/" };
	static const char *const keys[] = { "$defs", "definitions" };
	struct rec_field list, m;
	size_t i, n;

	if (slice_is(ref, "#"))
		return root;
	for (i = 0; i < 2; i++) {
		n = strlen(heads[i]);
		if (ref.n <= n || memcmp(ref.p, heads[i], n) != 0)
			continue;
		list = pick_one(root, keys[i]);
		while (member_next(&list.text, &m))
			if (m.name.n == ref.n - n && memcmp(m.name.p, ref.p + n, m.name.n) == 0)
				return m.type == REC_OBJECT ? m.text : (struct slice){ "", 0 };
	}
	return (struct slice){ "", 0 };
}

static bool
has_string(struct slice list, struct slice word)
{
	struct slice element;

	while (array_next(&list, &element)) {
		const struct rec_field f = member_value(element);

		if (f.type == REC_STRING && f.text.n == word.n &&
		    memcmp(f.text.p, word.p, word.n) == 0)
			return true;
	}
	return false;
}

static int
check_type(struct checker *c, const struct rec_field *type)
{
	struct slice rest = type->text, element;
	size_t n = 0;

	if (type->type == REC_STRING) {
		if (oai_listed(types, type->text))
			return 0;
		return bad(c, "'%.*s' is not a type", (int)(rest.n < 40 ? rest.n : 40), rest.p);
	}
	while (array_next(&rest, &element)) {
		const struct rec_field f = member_value(element);

		if (f.type != REC_STRING || !oai_listed(types, f.text))
			return bad(c, "'type' is a type or a list of types");
		n++;
	}
	return n > 0 ? 0 : bad(c, "'type' is a type or a list of types");
}

static int
check_enum(struct checker *c, const struct rec_field *list)
{
	struct slice rest = list->text, element;
	size_t n = 0, characters = 0;

	if (list->type != REC_ARRAY)
		return bad(c, "'enum' is not an array");
	while (array_next(&rest, &element)) {
		const struct rec_field f = member_value(element);

		n++;
		if (f.type != REC_STRING)
			continue;
		characters += oai_characters(f.text);
		if (count(c, f.text))
			return -1;
	}
	c->values += n;
	if (n == 0)
		return bad(c, "'enum' has no value");
	if (c->values > OAI_ENUM_MAX)
		return bad(c, "there are more than %d enum values in all", OAI_ENUM_MAX);
	if (n > OAI_ENUM_LONG && characters > OAI_ENUM_LONG_MAX)
		return bad(c, "an enum of more than %d values has more than %d characters",
		    OAI_ENUM_LONG, OAI_ENUM_LONG_MAX);
	return 0;
}

static int
check_object(struct checker *c, struct slice schema, unsigned level)
{
	struct rec_field properties = pick_one(schema, "properties"), p;
	const struct rec_field required = pick_one(schema, "required"),
			       more = pick_one(schema, "additionalProperties");
	struct slice rest = properties.text, named = required.text, element;
	size_t n = 0, nrequired = 0, was;
	int rc = 0;

	if (level > OAI_NESTING_MAX)
		return bad(c, "there are more than %d levels of nesting", OAI_NESTING_MAX);
	if (more.type != REC_FALSE)
		return bad(c, "'additionalProperties' is required to be supplied and to be false");
	if (pick_has(&properties) && properties.type != REC_OBJECT)
		return bad(c, "'properties' is not an object");
	while (array_next(&named, &element))
		nrequired++;
	if (required.type != REC_ARRAY)
		return bad(c, "'required' is required to be supplied and to be an array including "
			      "every key in properties");
	while (rc == 0 && properties.type == REC_OBJECT && member_next(&rest, &p)) {
		n++;
		if (!has_string(required.text, p.name))
			return bad(c,
			    "'required' is required to be supplied and to be an array including "
			    "every key in properties. Missing '%.*s'",
			    (int)(p.name.n < 64 ? p.name.n : 64), p.name.p);
		if (++c->properties > OAI_PROPERTIES_MAX)
			return bad(c, "there are more than %d properties", OAI_PROPERTIES_MAX);
		was = enter(c, "properties", p.name);
		rc = count(c, p.name) || p.type != REC_OBJECT
			 ? c->reply->status != 0 ? -1 : bad(c, "it is not an object")
			 : walk(c, p.text, level + 1);
		leave(c, was);
	}
	if (rc == 0 && nrequired != n)
		return bad(c, "'required' names what is no property, or one of them twice");
	return rc;
}

static int
check_choices(struct checker *c, const struct rec_field *list, unsigned level)
{
	struct slice rest = list->text, element;
	size_t was, n = 0;
	char place[24];
	int rc = 0;

	if (list->type != REC_ARRAY)
		return bad(c, "'anyOf' is not an array");
	while (rc == 0 && array_next(&rest, &element)) {
		(void)snprintf(place, sizeof place, "%zu", n++); /* it fits */
		was = enter(c, "anyOf", (struct slice){ place, strlen(place) });
		rc = *element.p != '{' ? bad(c, "it is not an object") : walk(c, element, level);
		leave(c, was);
	}
	return rc != 0 || n > 0 ? rc : bad(c, "'anyOf' has no schema");
}

static int
check_definitions(struct checker *c, const char *keyword, const struct rec_field *list)
{
	struct slice rest = list->text;
	struct rec_field d;
	size_t was;
	int rc = 0;

	if (pick_has(list) && list->type != REC_OBJECT)
		return bad(c, "'%s' is not an object", keyword);
	while (rc == 0 && list->type == REC_OBJECT && member_next(&rest, &d)) {
		was = enter(c, keyword, d.name);
		rc = count(c, d.name) ? -1
		     : d.type != REC_OBJECT
			 ? bad(c, "it is not an object")
			 : walk(c, d.text, 1); /* where it is used tells how deep it is */
		leave(c, was);
	}
	return rc;
}

/* Keywords that are not to be there, and what the words of the others may be. */
static int
check_keywords(struct checker *c, struct slice schema)
{
	const struct rec_field format = pick_one(schema, "format"),
			       fixed = pick_one(schema, "const"), ref = pick_one(schema, "$ref");
	struct rec_field m;
	struct slice rest = schema;

	while (member_next(&rest, &m))
		if (!oai_listed(accepted, m.name))
			return bad(c, "'%.*s' is not permitted",
			    (int)(m.name.n < 64 ? m.name.n : 64), m.name.p);
	if (pick_has(&format) && (format.type != REC_STRING || !oai_listed(formats, format.text)))
		return bad(c, "'%.*s' is not a valid format",
		    (int)(format.text.n < 64 ? format.text.n : 64), format.text.p);
	if (fixed.type == REC_STRING && count(c, fixed.text))
		return -1;
	if (pick_has(&ref) && (ref.type != REC_STRING || oai_schema_ref(c->root, ref.text).n == 0))
		return bad(c, "reference can only point to definitions of this schema");
	return 0;
}

static bool
may_be(const struct rec_field *type, const char *word)
{
	return (type->type == REC_STRING && slice_is(type->text, word)) ||
	       (type->type == REC_ARRAY &&
		   has_string(type->text, (struct slice){ word, strlen(word) }));
}

static int
walk_inside(struct checker *c, struct slice schema, unsigned level)
{
	static const char *const paths[] = { "type", "enum", "const", "anyOf", "$ref", "items",
		"$defs", "definitions" };
	struct rec_field f[8];
	size_t was;
	int rc;

	pick(schema, paths, 8, f);
	if (check_keywords(c, schema) || check_definitions(c, "$defs", &f[6]) ||
	    check_definitions(c, "definitions", &f[7]) ||
	    (pick_has(&f[0]) && check_type(c, &f[0])) || (pick_has(&f[1]) && check_enum(c, &f[1])))
		return -1;
	if (f[2].text.p == NULL && !pick_has(&f[0]) && !pick_has(&f[1]) && !pick_has(&f[3]) &&
	    !pick_has(&f[4]))
		return bad(c, "schema must have a 'type' key");
	if (may_be(&f[0], "object") && check_object(c, schema, level))
		return -1;
	if (may_be(&f[0], "array")) {
		if (f[5].type != REC_OBJECT)
			return bad(c, "array schema missing items");
		was = enter(c, "items", (struct slice){ "", 0 });
		rc = walk(c, f[5].text, level);
		leave(c, was);
		if (rc)
			return -1;
	}
	return pick_has(&f[3]) ? check_choices(c, &f[3], level) : 0;
}

static int
walk(struct checker *c, struct slice schema, unsigned level)
{
	int rc;

	if (++c->depth > DEPTH_MAX)
		return bad(c, "it is nested too deeply");
	rc = walk_inside(c, schema, level);
	c->depth--;
	return rc;
}

int
oai_schema_check(struct reply *reply, struct slice schema, const char *name, const char *param)
{
	struct checker c = { .reply = reply, .root = schema, .name = name, .param = param };
	const struct rec_field type = pick_one(schema, "type");

	if (pick_one(schema, "anyOf").text.p != NULL)
		return bad(&c, "'anyOf' is not permitted at the root");
	if (type.type != REC_STRING || !slice_is(type.text, "object"))
		return bad(&c, "schema must be a JSON Schema of 'type: \"object\"'");
	return walk(&c, schema, 1);
}
