#include "sandbox/openai_value.h"

#include <stdbool.h>
#include <string.h>

#include "base/num.h"
#include "io/array.h"
#include "io/member.h"
#include "io/pick.h"
#include "sandbox/fault.h"
#include "sandbox/openai_param.h"
#include "sandbox/openai_schema.h"

#define DEPTH_MAX 32
#define ONE INT64_C(1000000000) /* numbers are in 1e-9 */
#define STRANGER "\"ZZQX\""     /* a symbol that nobody wrote */

struct maker {
	struct slice root, facts;
	const struct fault *fault;
	struct buf *out;
	unsigned depth;
	bool spoilt; /* what is spoilt once was */
};

/* What is made: the schema, what is known, and the property's name. */
struct part {
	struct slice schema;
	struct rec_field fact; /* without a text: nothing is known */
	struct slice name;
};

static void make(struct maker *m, struct part part);

static bool
spoils(const struct maker *m, const char *kind)
{
	return m->fault != NULL && strcmp(m->fault->kind->name, kind) == 0;
}

static bool
may_be(struct slice schema, const char *word)
{
	const struct rec_field type = pick_one(schema, "type");
	struct slice rest = type.text, element;

	if (type.type == REC_STRING)
		return slice_is(type.text, word);
	while (type.type == REC_ARRAY && array_next(&rest, &element))
		if (slice_is(member_value(element).text, word))
			return true;
	return false;
}

static void
put(struct maker *m, struct slice json)
{
	buf_add(m->out, json.p, json.n);
}

/* The fact as it is in the list, or else the list's first. */
static void
put_enum(struct maker *m, const struct part *part, struct slice list)
{
	struct slice element, first = { "null", 4 };
	bool any = false;

	if (spoils(m, "enum") && part->fact.type != REC_NULL) {
		buf_str(m->out, "\"maybe\"");
		return;
	}
	while (array_next(&list, &element)) {
		const struct rec_field f = member_value(element);

		if (part->fact.text.p != NULL && f.type == part->fact.type &&
		    (f.type == REC_NULL ||
			(f.text.n == part->fact.text.n &&
			    memcmp(f.text.p, part->fact.text.p, f.text.n) == 0))) {
			put(m, element);
			return;
		}
		if (!any)
			first = element;
		any = true;
	}
	put(m, first);
}

static void
put_string(struct maker *m, const struct part *part)
{
	static const struct {
		const char *format, *text;
	} samples[] = { { "date-time", "2008-10-15T06:00:00Z" }, { "date", "2008-10-15" },
		{ "time", "06:00:00Z" }, { "duration", "P1D" }, { "email", "desk@example.org" },
		{ "hostname", "example.org" }, { "ipv4", "192.0.2.1" }, { "ipv6", "2001:db8::1" },
		{ "uuid", "00000000-0000-4000-8000-000000000000" } };
	const struct rec_field format = pick_one(part->schema, "format");
	size_t i;

	if (spoils(m, "symbol") &&
	    (slice_is(part->name, "primary_symbol") || slice_is(part->name, "symbols"))) {
		buf_str(m->out, STRANGER);
		return;
	}
	buf_char(m->out, '"');
	if (spoils(m, "nul") && !m->spoilt) {
		m->spoilt = true;
		buf_str(m->out, "nul\\u0000");
	}
	if (part->fact.type == REC_STRING)
		put(m, part->fact.text);
	else if (format.type == REC_STRING)
		for (i = 0; i < sizeof samples / sizeof samples[0]; i++)
			if (slice_is(format.text, samples[i].format))
				buf_str(m->out, samples[i].text);
	buf_char(m->out, '"');
}

static int64_t
bound(struct slice schema, const char *keyword, int64_t otherwise)
{
	const struct rec_field f = pick_one(schema, keyword);
	int64_t v;

	return f.type == REC_NUMBER && num_fixed(f.text.p, f.text.n, NUM_PRICE_DIGITS, &v) == 0
		   ? v
		   : otherwise;
}

/* Whether a number is one of those that may be: a multiple of step from min to max. */
static bool
fits(struct slice number, int64_t min, int64_t max, int64_t step)
{
	int64_t v;

	return num_fixed(number.p, number.n, NUM_PRICE_DIGITS, &v) == 0 && v >= min && v <= max &&
	       v % step == 0;
}

static void
put_number(struct maker *m, const struct part *part)
{
	bool whole = !may_be(part->schema, "number");
	int64_t step = bound(part->schema, "multipleOf", whole ? ONE : 1), min, max, v;
	bool quoted =
	    spoils(m, "levels") && oai_listed("value low high strike premium", part->name);
	char text[NUM_TEXT_MAX];
	size_t n;

	step = step < 1 ? 1 : step;
	min = bound(part->schema, "minimum", INT64_MIN / 4);
	v = bound(part->schema, "exclusiveMinimum", INT64_MIN / 4);
	min = v >= min && v != INT64_MIN / 4 ? v + 1 : min;
	max = bound(part->schema, "maximum", INT64_MAX / 4);
	v = bound(part->schema, "exclusiveMaximum", INT64_MAX / 4);
	max = v <= max && v != INT64_MAX / 4 ? v - 1 : max;
	if (quoted)
		buf_char(m->out, '"');
	if (part->fact.type == REC_NUMBER && fits(part->fact.text, min, max, step)) {
		put(m, part->fact.text);
	} else {
		v = min > 0 ? (min + step - 1) / step * step : max < 0 ? max / step * step : 0;
		if (max < 0 && v > max)
			v -= step;
		n = num_fixed_text(text, v, NUM_PRICE_DIGITS);
		buf_add(m->out, text, n);
	}
	if (quoted)
		buf_char(m->out, '"');
}

static void
put_array(struct maker *m, const struct part *part)
{
	const struct rec_field items = pick_one(part->schema, "items");
	struct part each = { .schema = items.text, .name = part->name };
	struct slice rest =
			 part->fact.type == REC_ARRAY ? part->fact.text : (struct slice){ "", 0 },
		     element = { "", 0 };
	int64_t min = oai_int(part->schema, "minItems", 0),
		max = oai_int(part->schema, "maxItems", INT64_MAX), n = 0;
	bool ideas = slice_is(part->name, "ideas");

	if (ideas && spoils(m, "none"))
		max = 0;
	if (ideas && spoils(m, "many"))
		min = m->fault->value;
	if (slice_is(part->name, "symbols") && spoils(m, "symbol"))
		min = 1;
	buf_char(m->out, '[');
	for (; n < max; n++) {
		if (!array_next(&rest, &element)) {
			if (n >= min)
				break;
			rest = (struct slice){ "", 0 }; /* the last one again */
		}
		each.fact =
		    element.n > 0 ? member_value(element) : (struct rec_field){ .type = REC_NULL };
		if (n > 0)
			buf_char(m->out, ',');
		make(m, each);
	}
	buf_char(m->out, ']');
}

/* What is known of a property: by its name where it stands, or else of the whole text. */
static struct rec_field
known(const struct maker *m, const struct rec_field *around, struct slice name)
{
	struct slice objects[2] = { { "", 0 }, m->facts };
	struct rec_field f;
	int i;

	if (around->type == REC_OBJECT)
		objects[0] = around->text;
	for (i = 0; i < 2; i++)
		while (member_next(&objects[i], &f))
			if (f.name.n == name.n && memcmp(f.name.p, name.p, name.n) == 0)
				return f;
	return (struct rec_field){ .type = REC_NULL };
}

static void
put_object(struct maker *m, const struct part *part)
{
	struct rec_field properties = pick_one(part->schema, "properties"), p;
	struct slice rest = properties.text;
	bool first = true;

	buf_char(m->out, '{');
	while (properties.type == REC_OBJECT && member_next(&rest, &p)) {
		if (!first)
			buf_char(m->out, ',');
		first = false;
		buf_char(m->out, '"');
		put(m, p.name);
		buf_str(m->out, "\":");
		make(m, (struct part){ p.text, known(m, &part->fact, p.name), p.name });
	}
	buf_char(m->out, '}');
}

/* Of the choices the one that the fact is of; else the first that is not null, unless null may be. */
static struct slice
choose(struct slice list, const struct rec_field *fact)
{
	static const char *const words[] = { [REC_NULL] = "null",
		[REC_FALSE] = "boolean",
		[REC_TRUE] = "boolean",
		[REC_NUMBER] = "number",
		[REC_STRING] = "string",
		[REC_OBJECT] = "object",
		[REC_ARRAY] = "array" };
	struct slice element, first = { "", 0 };

	while (array_next(&list, &element)) {
		if (may_be(element, words[fact->type]) ||
		    (fact->type == REC_NUMBER && may_be(element, "integer")))
			return element;
		if (first.n == 0)
			first = element;
	}
	return first;
}

static void
make_plain(struct maker *m, const struct part *part)
{
	static const char *const paths[] = { "const", "enum", "anyOf", "$ref" };
	const struct slice schema = part->schema;
	struct rec_field f[4];
	struct part next = *part;

	pick(schema, paths, 4, f);
	if (f[0].text.p != NULL) {
		rec_json(&f[0], m->out);
	} else if (f[1].type == REC_ARRAY) {
		put_enum(m, part, f[1].text);
	} else if (f[2].type == REC_ARRAY) {
		next.schema = choose(f[2].text, &part->fact);
		make(m, next);
	} else if (f[3].type == REC_STRING) {
		next.schema = oai_schema_ref(m->root, f[3].text);
		make(m, next);
	} else if (may_be(schema, "null") && part->fact.type == REC_NULL) {
		buf_str(m->out, "null");
	} else if (may_be(schema, "object")) {
		put_object(m, part);
	} else if (may_be(schema, "array")) {
		put_array(m, part);
	} else if (may_be(schema, "number") || may_be(schema, "integer")) {
		put_number(m, part);
	} else if (may_be(schema, "boolean")) {
		buf_str(m->out, part->fact.type == REC_TRUE ? "true" : "false");
	} else if (may_be(schema, "string")) {
		put_string(m, part);
	} else {
		buf_str(m->out, "null");
	}
}

static void
make(struct maker *m, struct part part)
{
	if (part.schema.n == 0 || m->depth > DEPTH_MAX) {
		buf_str(m->out, "null");
		return;
	}
	m->depth++;
	make_plain(m, &part);
	m->depth--;
}

void
oai_value(struct slice schema, struct slice facts, const struct fault *fault, struct buf *out)
{
	struct maker m = { .root = schema, .facts = facts, .fault = fault, .out = out };

	make(&m, (struct part){ .schema = schema, .fact = member_value(facts) });
}
