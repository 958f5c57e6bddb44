#include "sandbox/openai_param.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "io/member.h"
#include "io/pick.h"
#include "sandbox/openai_error.h"

#define PAIRS_MAX 16
#define PAIR_NAME_MAX 64
#define PAIR_VALUE_MAX 512

/* What is checked: a member, by its row. */
struct check {
	struct reply *reply;
	const struct oai_param *row;
	const struct rec_field *member;
	char name[96]; /* with its prefix */
};

int
oai_listed(const char *words, struct slice word)
{
	size_t n;

	for (;; words += n + 1) {
		n = strcspn(words, " ");
		if (n > 0 && n == word.n && memcmp(words, word.p, n) == 0)
			return 1;
		if (words[n] == '\0')
			return 0;
	}
}

size_t
oai_characters(struct slice text)
{
	size_t i, n = 0;

	for (i = 0; i < text.n; i++) {
		n += ((unsigned char)text.p[i] & 0xc0) != 0x80;
		if (text.p[i] == '\\' && i + 1 < text.n)
			i += text.p[i + 1] == 'u' ? 5 : 1;
	}
	return n;
}

static bool
integral(const struct rec_field *m)
{
	return m->type == REC_NUMBER && m->text.n > 0 &&
	       strspn(m->text.p, "-0123456789") >= m->text.n;
}

static const char *
type_name(const struct rec_field *m)
{
	switch (m->type) {
	case REC_STRING:
		return "a string";
	case REC_NUMBER:
		return integral(m) ? "an integer" : "a decimal";
	case REC_OBJECT:
		return "an object";
	case REC_ARRAY:
		return "an array";
	default:
		return "a boolean";
	}
}

static int
bad_type(const struct check *c, const char *expected)
{
	return oai_invalid(c->reply, "invalid_type", c->name,
	    "Invalid type for '%s': expected %s, but got %s instead.", c->name, expected,
	    type_name(c->member));
}

static int
check_text(const struct check *c)
{
	size_t n = oai_characters(c->member->text);

	if (c->member->type != REC_STRING)
		return bad_type(c, "a string");
	if (c->row->max > 0 && n > (size_t)c->row->max)
		return oai_invalid(c->reply, "string_above_max_length", c->name,
		    "Invalid '%s': string too long. Expected a string with maximum length %" PRId64
		    ", but got a string with length %zu instead.",
		    c->name, c->row->max, n);
	if (n < (size_t)c->row->min)
		return oai_invalid(c->reply, "empty_string", c->name,
		    "Invalid '%s': empty string. Expected a string with minimum length %" PRId64
		    ", but got an empty string instead.",
		    c->name, c->row->min);
	return 0;
}

static int
check_word(const struct check *c)
{
	if (c->member->type != REC_STRING)
		return bad_type(c, "a string");
	if (oai_listed(c->row->words, c->member->text))
		return 0;
	return oai_invalid(c->reply, "invalid_value", c->name,
	    "Invalid value: '%.*s'. Supported values are: %s.", (int)c->member->text.n,
	    c->member->text.p, c->row->words);
}

static int
check_number(const struct check *c)
{
	bool whole = c->row->type == OAI_INT;
	unsigned digits = whole ? 0 : NUM_PRICE_DIGITS;
	const char *type = whole ? "integer" : "decimal";
	char limit[NUM_TEXT_MAX];
	struct slice text = c->member->text;
	int64_t v;
	bool below;

	if (c->member->type != REC_NUMBER || (whole && !integral(c->member)))
		return bad_type(c, whole ? "an integer" : "a decimal");
	if (num_fixed(text.p, text.n, digits, &v))
		v = text.p[0] == '-' ? INT64_MIN : INT64_MAX;
	if (v >= c->row->min && v <= c->row->max)
		return 0;
	below = v < c->row->min;
	(void)num_fixed_text(limit, below ? c->row->min : c->row->max, digits);
	return oai_refuse(c->reply, 400, OAI_INVALID,
	    whole   ? below ? "integer_below_min_value" : "integer_above_max_value"
	    : below ? "decimal_below_min_value"
		    : "decimal_above_max_value",
	    c->name, "Invalid '%s': %s %s value. Expected a value %s %s, but got %.*s instead.",
	    c->name, type, below ? "below minimum" : "above maximum", below ? ">=" : "<=", limit,
	    (int)text.n, text.p);
}

static int
check_pairs(const struct check *c)
{
	struct slice rest = c->member->text;
	struct rec_field pair;
	size_t n = 0;

	if (c->member->type != REC_OBJECT)
		return bad_type(c, "an object");
	while (member_next(&rest, &pair)) {
		if (++n > PAIRS_MAX)
			return oai_invalid(c->reply, "object_above_max_properties", c->name,
			    "Invalid '%s': too many properties. Expected an object with at most %d "
			    "properties.",
			    c->name, PAIRS_MAX);
		if (oai_characters(pair.name) > PAIR_NAME_MAX || pair.type != REC_STRING ||
		    oai_characters(pair.text) > PAIR_VALUE_MAX)
			return oai_invalid(c->reply, "invalid_value", c->name,
			    "Invalid '%s.%.*s': expected a name of at most %d and a string of at "
			    "most %d characters.",
			    c->name, (int)(pair.name.n < 64 ? pair.name.n : 64), pair.name.p,
			    PAIR_NAME_MAX, PAIR_VALUE_MAX);
	}
	return 0;
}

static int
check_member(const struct check *c)
{
	switch (c->row->type) {
	case OAI_TEXT:
		return check_text(c);
	case OAI_WORD:
		return check_word(c);
	case OAI_BOOL:
		return c->member->type == REC_TRUE || c->member->type == REC_FALSE
			   ? 0
			   : bad_type(c, "a boolean");
	case OAI_INT:
	case OAI_DECIMAL:
		return check_number(c);
	case OAI_LIST:
		return c->member->type == REC_ARRAY ? 0 : bad_type(c, "an array");
	case OAI_OBJECT:
		return c->member->type == REC_OBJECT ? 0 : bad_type(c, "an object");
	case OAI_PAIRS:
		return check_pairs(c);
	case OAI_NOT:
		return oai_invalid(c->reply, "unsupported_parameter", c->name,
		    "Unsupported parameter: '%s' is not supported here.", c->name);
	default:
		return 0;
	}
}

int
oai_check(
    struct reply *reply, struct slice object, const char *prefix, const struct oai_param *table)
{
	struct check c = { .reply = reply };
	struct rec_field member;
	struct buf name = { 0 };
	int rc = 0;

	while (rc == 0 && member_next(&object, &member)) {
		buf_reset(&name);
		buf_str(&name, prefix);
		buf_add(&name, member.name.p, member.name.n < 64 ? member.name.n : 64);
		memcpy(c.name, name.p, name.len < sizeof c.name ? name.len + 1 : sizeof c.name);
		c.name[sizeof c.name - 1] = '\0';
		c.member = &member;
		for (c.row = table; c.row->name != NULL; c.row++)
			if (slice_is(member.name, c.row->name))
				break;
		if (c.row->name == NULL)
			rc = oai_invalid(
			    reply, "unknown_parameter", c.name, "Unknown parameter: '%s'.", c.name);
		else if (member.type != REC_NULL)
			rc = check_member(&c);
	}
	buf_release(&name);
	return rc;
}

int
oai_need(struct reply *reply, struct slice object, const char *prefix, const char *name)
{
	const struct rec_field member = pick_one(object, name);
	char *whole;

	if (pick_has(&member))
		return 0;
	whole = mem_fmt("%s%s", prefix, name);
	(void)oai_invalid(
	    reply, "missing_required_parameter", whole, "Missing required parameter: '%s'.", whole);
	free(whole);
	return -1;
}

char *
oai_text(struct slice object, const char *name)
{
	const struct rec_field member = pick_one(object, name);
	struct buf text = { 0 };

	if (member.type != REC_STRING)
		return NULL;
	rec_text(&member, &text);
	return buf_take(&text);
}

int64_t
oai_int(struct slice object, const char *name, int64_t otherwise)
{
	const struct rec_field member = pick_one(object, name);
	int64_t v;

	if (member.type != REC_NUMBER ||
	    num_int(member.text.p, member.text.n, INT64_MIN, INT64_MAX, &v))
		return otherwise;
	return v;
}
