/* secret/hide, forms, needles: nothing of a value passes in any form, whatever pieces the text comes in */
#include "secret/hide.h"

#include "base/mem.h"
#include "secret/needles.h"
#include "secret_forms.h"
#include "secret_plain.h"
#include "tap.h"

#define ROUNDS 10000

/* Numbers that are the same in every run (xorshift). */
static uint64_t dice = 88172645463325252ULL;

static size_t
rnd(size_t below)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return (size_t)(dice % below);
}

/* --- texts by chance */

static void
add_noise(struct buf *out, size_t most)
{
	static const char *const bits[] = { "a", "b", "ab", "c", " ", "\n", "\"", "'", "\\", "/",
		"%", "+", "%61", "\\u0061", "\\ud83d", "\\", "é", "\xf0\x9f\x94\x91", "YWJj", "=",
		"%2", "\\u00", "\xff", "'\\'", "A", "\r\n", "{", "$", "\\141" };
	size_t n = rnd(most + 1);

	while (n-- > 0)
		buf_str(out, bits[rnd(sizeof bits / sizeof bits[0])]);
}

/* Values that begin, end and hold each other: of few characters, and of what is left of others. */
static void
make_values(struct needles *s)
{
	const struct buf *other;
	struct buf *v;
	size_t i, k, n;
	char name[24];

	plain.nvalues = 1 + rnd(VALUES);
	for (i = 0; i < plain.nvalues; i++) {
		v = &plain.values[i];
		do {
			buf_reset(v);
			if (i > 0 && rnd(2)) {
				other = &plain.values[rnd(i)];
				k = rnd(other->len);
				buf_add(v, other->p + k, other->len - k);
			}
			n = rnd(10) == 0 ? 60 : 8;
			add_noise(v, n);
			for (k = 0; k < i; k++)
				if (plain.values[k].len == v->len &&
				    memcmp(plain.values[k].p, v->p, v->len) == 0)
					buf_reset(v);
		} while (v->len < NEEDLES_MIN || v->len > 150);
		(void)snprintf(name, sizeof name, "N%zu", i);
		needles_add(s, name, v->p, v->len);
	}
	needles_build(s);
}

static void
make_text(struct buf *text)
{
	const struct buf *v;
	size_t i, n = 1 + rnd(5);

	for (i = 0; i < n && text->len < TEXT / 4; i++) {
		add_noise(text, 6);
		v = &plain.values[rnd(plain.nvalues)];
		if (rnd(3) == 0)
			buf_add(text, v->p, rnd(v->len)); /* one that does not come to its end */
		else
			to_form(text, (unsigned)rnd(FORMS), v->p, v->len);
	}
	add_noise(text, 3);
}

static bool
equal(const struct buf *a, const struct buf *b)
{
	return a->len == b->len && (a->len == 0 || memcmp(a->p, b->p, a->len) == 0);
}

static void
hide_cut(const struct needles *s, const struct buf *text, struct buf *out)
{
	struct hide *h = hide_new(s);
	size_t at = 0, n;

	while (at < text->len) {
		n = 1 + rnd(rnd(4) == 0 ? 64 : 6);
		if (n > text->len - at)
			n = text->len - at;
		hide_feed(h, text->p + at, n, out);
		at += n;
	}
	hide_end(h, out);
	hide_free(h);
}

static void
pieces_do_not_matter(void)
{
	struct buf text = { 0 }, want = { 0 }, whole = { 0 }, cut = { 0 };
	struct needles s;
	size_t i, hidden = 0;

	for (i = 0; i < ROUNDS && tap.ok; i++) {
		s = (struct needles){ 0 };
		make_values(&s);
		buf_reset(&text);
		make_text(&text);
		(void)memset(buf_room(&text, 16), 0, 16);
		buf_reset(&want);
		buf_reset(&whole);
		buf_reset(&cut);
		expect(text.p, text.len, &want);
		hide_text(&s, text.p, text.len, &whole);
		hide_cut(&s, &text, &cut);
		hidden += plain.nspans > 0;
		CHECK(equal(&want, &whole));
		CHECK(equal(&whole, &cut));
		needles_release(&s);
	}
	if (!tap.ok)
		(void)printf("# round %zu\n# text [%s]\n# want [%s]\n# whole [%s]\n# cut [%s]\n", i,
		    text.p, want.p, whole.p, cut.p);
	CHECK(hidden > ROUNDS / 2);
	for (i = 0; i < VALUES; i++)
		buf_release(&plain.values[i]);
	buf_release(&text);
	buf_release(&want);
	buf_release(&whole);
	buf_release(&cut);
}

/* --- by hand */

static const char secret[] = "invented/k+y =\"\\'$`\xc3\xa9\xf0\x9f\x94\x91<&>\n%41;";

static void
every_form_is_hidden(void)
{
	struct needles s = { 0 };
	struct buf form = { 0 }, text = { 0 }, out = { 0 };
	unsigned i;
	size_t cut;

	needles_add(&s, "KEY", secret, sizeof secret - 1);
	needles_build(&s);
	for (i = 0; i < FORMS; i++) {
		buf_reset(&form);
		to_form(&form, i, secret, sizeof secret - 1);
		for (cut = 0; cut <= form.len; cut++) {
			struct hide *h = hide_new(&s);

			buf_reset(&out);
			hide_feed(h, "<", 1, &out);
			hide_feed(h, form.p, cut, &out);
			hide_feed(h, form.p + cut, form.len - cut, &out);
			hide_feed(h, "\n", 1, &out);
			hide_end(h, &out);
			hide_free(h);
			CHECK(strstr(out.p, "[KEY]") != NULL);
			if (i <= 10)
				CHECK_STR(out.p, "<[KEY]\n");
			else
				CHECK(out.len <= 1 + 4 + strlen("[KEY]") + 4 + 1);
		}
	}
	buf_release(&form);
	buf_release(&text);
	buf_release(&out);
	needles_release(&s);
}

static void
outcome(const char *const *values, const char *text, const char *want)
{
	struct needles s = { 0 };
	struct buf out = { 0 };
	char name[] = "A";

	for (; *values != NULL; values++, name[0]++)
		needles_add(&s, name, *values, strlen(*values));
	needles_build(&s);
	hide_text(&s, text, strlen(text), &out);
	CHECK_STR(out.p, want);
	buf_release(&out);
	needles_release(&s);
}

#define OUTCOME(text, want, ...) outcome((const char *const[]){ __VA_ARGS__, NULL }, text, want)

static void
overlaps_leave_nothing(void)
{
	OUTCOME("xabcdefghiy", "x[A][B]y", "abcdef", "defghi");
	OUTCOME("abcdefgh abcdef", "[B] [A]", "abcdef", "abcdefgh");
	OUTCOME("xxabcdefgh cdefgh", "xx[A] [B]", "abcdefgh", "cdefgh");
	OUTCOME("aaaaaaaaaaaaab", "[A]b", "aaaaaa");
	OUTCOME("abcdefabcdef", "[A][A]", "abcdef");
	OUTCOME("abcdef", "[A]", "abcdef", "abcdef");
	OUTCOME("short and nothing", "short and nothing", "short", "and");
	OUTCOME("a\nsecret\nof lines", "[A]", "a\nsecret\nof lines");
	OUTCOME("a\\nsecret\\nof lines, a%0asecret%0Aof+lines", "[A], [A]", "a\nsecret\nof lines");
}

/* What is out after each of the pieces. */
static void
lines_are_not_late(void)
{
	struct needles s = { 0 };
	struct buf out = { 0 };
	struct hide *h;

	needles_add(&s, "TOKEN", "invented-token", 14);
	needles_build(&s);
	h = hide_new(&s);
	hide_feed(h, "one line in\n", 12, &out);
	CHECK_STR(out.p, "one line in\n");
	hide_feed(h, "prompt: in", 10, &out);
	CHECK_STR(out.p, "one line in\nprompt: ");
	hide_feed(h, "sert? ", 6, &out);
	CHECK_STR(out.p, "one line in\nprompt: insert? ");
	buf_reset(&out);
	hide_feed(h, "invented-token", 14, &out); /* nothing can make it longer */
	CHECK_STR(out.p, "[TOKEN]");
	hide_feed(h, "s invented-tok", 14, &out);
	CHECK_STR(out.p, "[TOKEN]s ");
	hide_end(h, &out);
	CHECK_STR(out.p, "[TOKEN]s invented-tok");
	hide_free(h);
	buf_release(&out);
	needles_release(&s);
}

static void
bytes_pass(void)
{
	struct buf in = { 0 }, out = { 0 };
	struct needles none = { 0 }, s = { 0 };
	int i;

	for (i = 0; i < 100000; i++)
		buf_char(&in, (char)(i * 7 + i / 256));
	needles_build(&none);
	hide_text(&none, in.p, in.len, &out);
	CHECK(equal(&in, &out));
	buf_reset(&out);
	needles_add(&s, "A", "invented-value", 14);
	needles_build(&s);
	hide_text(&s, in.p, in.len, &out);
	CHECK(equal(&in, &out));
	buf_release(&in);
	buf_release(&out);
	needles_release(&none);
	needles_release(&s);
}

int
main(void)
{
	RUN(every_form_is_hidden);
	RUN(overlaps_leave_nothing);
	RUN(lines_are_not_late);
	RUN(bytes_pass);
	RUN(pieces_do_not_matter);
	return tap_done();
}
