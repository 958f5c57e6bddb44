/* VADER: the reference's four numbers */
#include "text/vader.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "tap.h"
#include "io/letter.h"
#include "text/vader_but.h"

struct example {
	const char *text, *neg, *neu, *pos, *compound;
};

/* clang-format off */
/* what the reference printed */
static const struct example reference[] = {
	{ "The quarter was good.", "0", "0.508", "0.492", "0.4404" },
	{ "The quarter was good!!", "0", "0.463", "0.537", "0.5399" },
	{ "The quarter was GOOD.", "0", "0.452", "0.548", "0.5622" },
	{ "THE QUARTER WAS GOOD.", "0", "0.508", "0.492", "0.4404" },
	{ "The quarter was very good.", "0", "0.556", "0.444", "0.4927" },
	{ "The quarter was VERY good.", "0", "0.505", "0.495", "0.6028" },
	{ "The quarter was not good.", "0.376", "0.624", "0", "-0.3412" },
	{ "The quarter was hardly good.", "0", "0.605", "0.395", "0.3832" },
	{ "Results were never so good", "0", "0.475", "0.525", "0.6626" },
	{ "Results look this good", "0", "0.471", "0.529", "0.5228" },
	{ "The deal is kind of good", "0", "0.657", "0.343", "0.3832" },
	{ "kind of good", "0", "0.408", "0.592", "0.4404" },
	{ "it is kind of bad", "0.487", "0.513", "0", "-0.5849" },
	{ "Outlook was amazing but holders sound contented", "0", "0.549", "0.451", "0.4767" },
	{ "good but bad", "0.617", "0.13", "0.253", "-0.5859" },
	{ "Good? Really good??", "0", "0.131", "0.869", "0.7672" },
	{ "why? why? why? why? loss", "0.449", "0.551", "0", "-0.504" },
	{ "no gain", "0.735", "0.265", "0", "-0.4168" },
	{ "no, gain", "0", "0.227", "0.773", "0.5267" },
	{ "no profit, no, gain", "0.308", "0.256", "0.436", "0.2486" },
	{ "The NO gain day", "0.693", "0.307", "0", "-0.5437" },
	{ "No, it was ok!", "0", "1", "0", "0" },
	{ "Nice :) chart \U0001f680", "0", "0.256", "0.744", "0.7003" },
	{ "I love it \u2764", "0", "0.263", "0.737", "0.8555" },
	{ "I love it \u2764\ufe0f", "0", "0.488", "0.512", "0.6369" },
	{ "\U0001f600great", "0", "0.286", "0.714", "0.3612" },
	{ "CRUDE inventories rise", "0.689", "0.311", "0", "-0.6633" },
	{ "she's a badass ceo", "0", "0.556", "0.444", "0.34" },
	{ "the market is the bomb", "0", "0.5", "0.5", "0.6124" },
	{ "at least it is safe", "0", "0.58", "0.42", "0.4404" },
	{ "the least safe option", "0.445", "0.555", "0", "-0.3412" },
	{ "without a doubt good", "0", "0.285", "0.715", "0.6136" },
	{ "This isn't good", "0.546", "0.454", "0", "-0.3412" },
	{ "This isn\u2019t good", "0", "0.408", "0.592", "0.4404" },
	{ "GME to the moon!!! \U0001f680\U0001f680\U0001f680", "0", "1", "0", "0" },
	{ "Apple shares gained 3%", "0", "0.294", "0.706", "0.5859" },
	{ "", "0", "0", "0", "0" },
	{ "   ", "0", "0", "0", "0" },
};
/* clang-format on */

static struct vader *v;

/* Owned. */
static char *
lexicon_folder(void)
{
	const char *src = getenv("srcdir");

	return mem_fmt("%s/share/lexicon", src == NULL ? "." : src);
}

static char *
scored(const char *text, size_t n, unsigned flags)
{
	struct vader_score score;
	struct buf out = { 0 };

	vader_score(v, text, n, flags, &score);
	vader_json(&score, &out);
	return buf_take(&out);
}

static void
says(const struct example *x, unsigned flags)
{
	char *want =
	    mem_fmt("{\"model\":\"vader\",\"neg\":%s,\"neu\":%s,\"pos\":%s,\"compound\":%s}",
		x->neg, x->neu, x->pos, x->compound);
	char *got = scored(x->text, strlen(x->text), flags);

	if (strcmp(got, want) != 0)
		(void)printf("# %s\n", x->text);
	CHECK_STR(got, want);
	free(want);
	free(got);
}

static void
as_the_reference(void)
{
	size_t i;

	for (i = 0; i < sizeof reference / sizeof *reference; i++)
		says(&reference[i], 0);
}

/* As another program made them, which was written from the same description of the rules. */
/* clang-format off */
static const struct example odd[] = {
	{ "kind words", "0", "0.227", "0.773", "0.5267" },
	{ "kind of kind of kind", "0", "0.563", "0.437", "0.4779" },
	{ "it is just enough good", "0", "0.605", "0.395", "0.3832" },
	{ "it is sort of kind of good", "0", "0.697", "0.303", "0.3832" },
	{ "a bus stop of good", "0.355", "0.645", "0", "-0.296" },
	{ "good bus stop", "0.361", "0.164", "0.475", "0.1779" },
	{ "that is bad ass", "0.438", "0.25", "0.312", "-0.25" },
	{ "it was a kiss of death", "0.556", "0.444", "0", "-0.6124" },
	{ "a thing to die for", "0.494", "0.506", "0", "-0.5994" },
	{ "my beating heart is here", "0.294", "0.294", "0.412", "0.296" },
	{ "the broken heart", "0.373", "0.12", "0.506", "0.2732" },
	{ "yeah right", "0", "0.312", "0.688", "0.296" },
	{ "oh well now yeah right", "0.37", "0.37", "0.259", "-0.2263" },
	{ "never this good", "0", "0.372", "0.628", "0.5228" },
	{ "never so very good", "0", "0.423", "0.577", "0.6236" },
	{ "without doubt good", "0", "0.166", "0.834", "0.6136" },
	{ "without any doubt good", "0", "0.285", "0.715", "0.6136" },
	{ "without good", "0.706", "0.294", "0", "-0.3412" },
	{ "not never good", "0", "0.495", "0.505", "0.2594" },
	{ "this good", "0", "0.256", "0.744", "0.4404" },
	{ "so good", "0", "0.238", "0.762", "0.4927" },
	{ "a so b good", "0", "0.486", "0.514", "0.4902" },
	{ "no good or bad", "0.332", "0.276", "0.393", "0.1139" },
	{ "no thing or good", "0.697", "0.303", "0", "-0.5583" },
	{ "no thing nor good", "0.353", "0.32", "0.327", "-0.0412" },
	{ "no x y good", "0.31", "0.282", "0.408", "0.1779" },
	{ "no no no", "0", "0.209", "0.791", "0.4168" },
	{ "very least good", "0", "0.386", "0.614", "0.4902" },
	{ "least good", "0.706", "0.294", "0", "-0.3412" },
	{ "at least good", "0", "0.408", "0.592", "0.4404" },
	{ "NO gain", "1", "0", "0", "-0.5437" },
	{ "I DON'T love it", "0.529", "0.471", "0", "-0.5216" },
	{ "I DON\u2019T love it", "0", "0.417", "0.583", "0.6369" },
	{ "but good good", "0", "0.115", "0.885", "0.8271" },
	{ "good good but", "0", "0.204", "0.796", "0.4404" },
	{ "good BUT good bad good", "0.308", "0.065", "0.627", "0.5994" },
	{ "good bad but great awful great", "0.305", "0.049", "0.646", "0.8402" },
	{ "love love but love love", "0", "0.056", "0.944", "0.9571" },
	{ "ok! ok!! ok", "0", "0.394", "0.606", "0.4724" },
	{ "!!!!! good ????", "0", "0.285", "0.715", "0.7208" },
	{ "good ? ?", "0", "0.38", "0.62", "0.504" },
	{ "good? ? ? ?", "0", "0.437", "0.563", "0.594" },
	{ ":) :-D :'(", "0.313", "0", "0.687", "0.5904" },
	{ "x :)good", "0", "0.256", "0.744", "0.4404" },
	{ "GREAT day", "0", "0.171", "0.829", "0.7034" },
	{ "great DAY", "0", "0.196", "0.804", "0.6249" },
	{ "GREAT DAY", "0", "0.196", "0.804", "0.6249" },
	{ "VERY good day", "0", "0.337", "0.663", "0.6028" },
	{ "good\t\u00a0\u2003bad\034good", "0.376", "0", "0.624", "0.3182" },
	{ "\xc2\x85good", "0", "0", "1", "0.4404" },
	{ "good\u200bbad", "0", "1", "0", "0" },
	{ "Kind words", "0", "0.227", "0.773", "0.5267" },
	{ "\u00c4RGER good", "0", "0.256", "0.744", "0.4404" },
	{ "\u2167 good", "0", "0.256", "0.744", "0.4404" },
	{ "\U0001f600\U0001f600", "0", "0.286", "0.714", "0.6124" },
	{ "\U0001f600\U0001f600great", "0", "0.286", "0.714", "0.6124" },
	{ "great\U0001f600", "0", "0.132", "0.868", "0.765" },
	{ "x \U0001f600 good", "0", "0.27", "0.73", "0.6597" },
	{ "\U0001f44d\U0001f3fd", "0", "1", "0", "0" },
	{ "\u2639\ufe0f", "0.706", "0.294", "0", "-0.34" },
	{ "the shit", "0.783", "0.217", "0", "-0.5574" },
	{ "its the shit ok", "0.375", "0.208", "0.417", "0.1027" },
	{ "hardly bad", "0.762", "0.238", "0", "-0.4951" },
	{ "HARDLY bad things", "0.663", "0.337", "0", "-0.6046" },
	{ "barely not good", "0.515", "0.485", "0", "-0.2795" },
	{ "isn't very good", "0.567", "0.433", "0", "-0.3865" },
	{ "doubt without good", "0.831", "0.169", "0", "-0.6002" },
	{ "never good so", "0.546", "0.454", "0", "-0.3412" },
};
/* clang-format on */

static void
oddities(void)
{
	size_t i;

	for (i = 0; i < sizeof odd / sizeof *odd; i++)
		says(&odd[i], 0);
}

static void
options(void)
{
	says(&(struct example){ "This isn\u2019t good", "0.546", "0.454", "0", "-0.3412" },
	    VADER_APOSTROPHES);
	says(&(struct example){ "The quarter was good.", "0", "0.508", "0.492", "0.4404" },
	    VADER_SENTENCES);
	says(&(struct example){ "This isn't good. \"The quarter was good.\" \n...\n", "0.182",
		 "0.654", "0.164", "0.0331" },
	    VADER_SENTENCES);
	says(&(struct example){ " \n ", "0", "0", "0", "0" }, VADER_SENTENCES);
}

/* The same, looked for one by one. */
static void
plain_but(double *score, size_t n, size_t at)
{
	size_t j, k;

	for (k = 0; k < n; k++) {
		for (j = 0; score[j] != score[k]; j++)
			;
		if (j != at)
			score[j] *= j < at ? 0.5 : 1.5;
	}
}

static void
but_in_long_texts(void)
{
	static const double values[] = { 0, 1, 1.5, 2, 2.25, 3, 4, -1, -2, 0.5, 0.75 };
	enum { MANY = 3000 };
	static double a[MANY], b[MANY];
	unsigned seed = 1, round;
	size_t i, n;

	for (round = 0; round < 40; round++) {
		n = round < 20 ? 500 + round : MANY - round;
		for (i = 0; i < n; i++) {
			seed = seed * 1103515245u + 12345u;
			a[i] = b[i] = values[(seed >> 16) % (sizeof values / sizeof *values)];
		}
		a[n / 3] = b[n / 3] = 0;
		vader_but(a, n, n / 3);
		plain_but(b, n, n / 3);
		CHECK(memcmp(a, b, n * sizeof *a) == 0);
	}
}

/* A text of n bytes of a pattern: it comes to an end, soon, and the numbers are some. */
static void
repeats(const char *pattern, size_t n)
{
	struct buf text = { 0 };
	char *got;

	while (text.len < n)
		buf_str(&text, pattern);
	got = scored(text.p, text.len, 0);
	CHECK(strstr(got, "nan") == NULL && strstr(got, "inf") == NULL);
	free(got);
	got = scored(text.p, text.len, VADER_SENTENCES | VADER_APOSTROPHES);
	CHECK(strstr(got, "nan") == NULL && strstr(got, "inf") == NULL);
	free(got);
	buf_release(&text);
}

static void
hostile_texts(void)
{
	repeats("x", 1 << 20);
	repeats("\xc3\xa9", 1 << 20);
	repeats("!?", 1 << 20);
	repeats("good ", 1 << 20);
	repeats("good bad but love ", 1 << 20);
	repeats("\xf0\x9f\x98\x80", 1 << 18);
	repeats("\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9", 1 << 18);
	repeats("\xff\xc3 \x80good\xe2\x82 ", 1 << 16);
	repeats("n't ", 1 << 18);
	repeats("\xc4\xb0", 1 << 16);
}

static void
letters(void)
{
	size_t len;

	CHECK(letter_is_upper(0xc4) && !letter_is_lower(0xc4) && letter_small(0xc4) == 0xe4);
	CHECK(letter_is_lower(0xe4) && letter_small(0xe4) == 0xe4);
	CHECK(letter_is_lower(0x1c5) && !letter_is_upper(0x1c5)); /* a title letter */
	CHECK(letter_is_upper(0x2167) && letter_small(0x2167) == 0x2177);
	CHECK(letter_is_upper(0x1f170)); /* a capital by property alone */
	CHECK(letter_small(0x212a) == 'k');
	CHECK(letter_is_upper(0x10400) && letter_small(0x10400) == 0x10428);
	CHECK(!letter_is_upper(0x4e2d) && !letter_is_lower(0x4e2d));
	CHECK(letter_is_space(0x85) && letter_is_space(0x3000) && letter_is_space(0x1f));
	CHECK(!letter_is_space(0x200b) && !letter_is_space('x'));
	CHECK_INT(letter_at("\xf0\x9f\x98\x80", 4, &len), 0x1f600);
	CHECK_INT(letter_at("\x85", 1, &len), 0xfffd);
	CHECK_INT(len, 1);
}

/* A lexicon of one line, in a file; what opening it with that says, "" for nothing. */
static const char *
extra(const char *line, struct err *e)
{
	char file[] = "/tmp/pf-vader.XXXXXX", *folder = lexicon_folder();
	int fd = mkstemp(file);
	FILE *fp = fd < 0 ? NULL : fdopen(fd, "w");

	CHECK(fp != NULL && fputs(line, fp) >= 0 && fclose(fp) == 0);
	*e = (struct err){ 0 };
	vader_close(v);
	v = vader_open(folder, file, e);
	(void)remove(file);
	free(folder);
	return v == NULL ? strrchr(e->msg, ':') + 2 : "";
}

static void
lexicons(void)
{
	struct err e;

	CHECK_STR(extra("moon\t1.5\tand more\ngood\t-\n", &e), "");
	says(&(struct example){ "to the moon", "0", "0.444", "0.556", "0.3612" }, 0);
	says(&(struct example){ "good", "0", "1", "0", "0" }, 0);
	CHECK_STR(extra("gr\u00fcn\t1.5\n", &e), "");
	says(&(struct example){ "GR\u00dcN", "0", "0", "1", "0.3612" }, 0);
	CHECK_STR(extra("moon\t5\n", &e), "the value is no number between -4 and 4");
	CHECK_STR(extra("moon\tx\n", &e), "the value is no number between -4 and 4");
	CHECK_STR(extra("moon\t\n", &e), "a line is a word, a tab and what it stands for");
	CHECK_STR(extra("moon\n", &e), "a line is a word, a tab and what it stands for");
	CHECK_STR(extra("Moon\t1\n", &e), "a token with blanks or capitals never matches");
	CHECK_STR(extra("to moon\t1\n", &e), "a token with blanks or capitals never matches");
	CHECK_INT(e.code, ERR_DATA);
	CHECK(vader_open("/nonexistent", NULL, &e) == NULL);
	CHECK_INT(e.code, ERR_NOINPUT);
}

int
main(void)
{
	char *folder = lexicon_folder();
	struct err e = { 0 };

	v = vader_open(folder, NULL, &e);
	free(folder);
	if (v == NULL) {
		(void)printf("Bail out! %s\n", e.msg);
		return 1;
	}
	RUN(as_the_reference);
	RUN(oddities);
	RUN(options);
	RUN(but_in_long_texts);
	RUN(hostile_texts);
	RUN(letters);
	RUN(lexicons);
	vader_close(v);
	return tap_done();
}
