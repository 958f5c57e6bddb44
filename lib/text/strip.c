#include "text/strip.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#define TICKS_MAX 8 /* of so many different lengths at most one run each is looked for in vain */

struct text {
	const char *p;
	size_t n;
	char *out;
};

static const char *const zones[] = { "et", "est", "edt", "ct", "cst", "cdt", "mt", "mst", "mdt",
	"pt", "pst", "pdt", "utc", "gmt", "bst", "cet", "cest", "ist", "jst", NULL };

/* The last parts of addresses that people write without what stands before them. */
static const char *const domains[] = { "com", "org", "net", "io", "gov", "edu", "info", "biz",
	"app", "dev", "xyz", "tv", "ly", "gg", "uk", NULL };

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_word(char c)
{
	return is_letter(c) || is_digit(c) || c == '_';
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The byte at i, NUL outside. */
static char
at(const struct text *t, size_t i)
{
	return i < t->n ? t->p[i] : '\0';
}

static bool
word_before(const struct text *t, size_t i)
{
	return i > 0 && is_word(t->p[i - 1]);
}

static bool
starts(const struct text *t, size_t i, const char *word)
{
	size_t n = strlen(word);

	return n <= t->n - i && memcmp(t->p + i, word, n) == 0;
}

static bool
one_of(const char *p, size_t n, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strlen(*words) == n && strncasecmp(p, *words, n) == 0)
			return true;
	return false;
}

static void
blank(const struct text *t, size_t from, size_t to)
{
	for (; from < to; from++)
		if (t->p[from] != '\n')
			t->out[from] = ' ';
}

/* Each of these takes what begins at i and returns where it ends, or i where it is no such thing. */

static size_t
end_of_line(const struct text *t, size_t i)
{
	const char *nl = memchr(t->p + i, '\n', t->n - i);

	return nl != NULL ? (size_t)(nl - t->p) : t->n;
}

static size_t
quote(const struct text *t, size_t i)
{
	size_t from = i;

	while (at(t, i) == ' ')
		i++;
	if (starts(t, i, ">>> "))
		return t->n;
	return starts(t, i, "> ") || starts(t, i, "&gt; ") ? end_of_line(t, i) : from;
}

static size_t
ticks(const struct text *t, size_t i)
{
	size_t n = i;

	while (at(t, n) == '`')
		n++;
	return n - i;
}

static size_t
code(const struct text *t, size_t i)
{
	size_t n = ticks(t, i), end;
	const char *next;

	if (n > TICKS_MAX || (i > 0 && t->p[i - 1] == '`'))
		return i;
	for (end = i + n; end < t->n; end += ticks(t, end)) {
		next = memchr(t->p + end, '`', t->n - end);
		if (next == NULL)
			break;
		end = (size_t)(next - t->p);
		if (ticks(t, end) == n)
			return end + n;
	}
	return i;
}

/* <@1> <@!1> <@&1> <#1> <:name:1> <a:name:1> <t:1:R> </name:1> <id:guide> <https://...> */
static size_t
angle(const struct text *t, size_t i)
{
	char next = at(t, i + 1);
	size_t end;

	if (strchr("@#:/", next) == NULL && !starts(t, i, "<a:") && !starts(t, i, "<t:") &&
	    !starts(t, i, "<id:"))
		return i;
	for (end = i + 1; end < t->n && end < i + 128; end++) {
		if (t->p[end] == '>')
			return end + 1;
		if (strchr("<\n", t->p[end]) != NULL || (t->p[end] == ' ' && next != '/'))
			break;
	}
	return i;
}

static size_t
end_of_address(const struct text *t, size_t i)
{
	while (i < t->n && !is_blank(t->p[i]) && strchr("<>\"`)|", t->p[i]) == NULL)
		i++;
	return i;
}

/* At the first point within a name of a machine: all of its address; www.x is one, too. */
static size_t
domain(const struct text *t, size_t i, size_t *from)
{
	size_t to = i, last = i;

	for (*from = i; *from > 0 && (is_word(t->p[*from - 1]) || t->p[*from - 1] == '-');)
		--*from;
	if (*from > 0 && t->p[*from - 1] == '.')
		return i;
	for (;
	     is_word(at(t, to)) || at(t, to) == '-' || (at(t, to) == '.' && is_word(at(t, to + 1)));
	     to++)
		if (t->p[to] == '.')
			last = to;
	if (*from == i || (*from > 0 && t->p[*from - 1] == '$') ||
	    (!one_of(t->p + last + 1, to - last - 1, domains) &&
		!(i - *from == 3 && strncasecmp(t->p + *from, "www", 3) == 0)))
		return i;
	if (*from > 0 && t->p[*from - 1] == '@') { /* of mail */
		for (--*from; *from > 0 && (is_word(t->p[*from - 1]) ||
					       strchr(".%+-", t->p[*from - 1]) != NULL);)
			--*from;
		return to;
	}
	return at(t, to) == '/' || at(t, to) == ':' || at(t, to) == '?' ? end_of_address(t, to)
									: to;
}

/* Behind the time at i: AM or PM, and a zone, with a blank before each or not. */
static size_t
rest_of_time(const struct text *t, size_t i, bool *half)
{
	size_t k = i + (at(t, i) == ' '), n;

	*half = strchr("aApP", at(t, k)) != NULL && at(t, k) != '\0' &&
		strchr("mM", at(t, k + 1)) != NULL && at(t, k + 1) != '\0' &&
		!is_word(at(t, k + 2));
	if (*half)
		i = k + 2;
	k = i + (at(t, i) == ' ');
	for (n = 0; is_letter(at(t, k + n)); n++)
		;
	return one_of(t->p + k, n, zones) && !is_word(at(t, k + n)) ? k + n : i;
}

/* "9:30", "10:15:30 am", "4 PM ET" */
static size_t
time_of_day(const struct text *t, size_t i)
{
	size_t end = i;
	bool colon = false, half;

	while (is_digit(at(t, end)))
		end++;
	if (end - i > 2)
		return i;
	while (at(t, end) == ':' && is_digit(at(t, end + 1)) && is_digit(at(t, end + 2)) &&
	       !is_digit(at(t, end + 3))) {
		colon = true;
		end += 3;
	}
	end = rest_of_time(t, end, &half);
	return (colon || half) && !is_word(at(t, end)) ? end : i;
}

static size_t
run(const struct text *t, size_t i, const char *more)
{
	while (i < t->n && (is_word(t->p[i]) || (t->p[i] != '\0' && strchr(more, t->p[i]) != NULL)))
		i++;
	return i;
}

/* At the colon: a scheme with "//" behind it, or the name of an emoji. */
static size_t
colon(const struct text *t, size_t i, size_t *from)
{
	size_t end;

	*from = i;
	if (starts(t, i, "://")) {
		while (*from > 0 && is_letter(t->p[*from - 1]))
			--*from;
		return *from < i ? end_of_address(t, i) : i;
	}
	if (word_before(t, i))
		return i;
	end = run(t, i + 1, "+-");
	return end > i + 2 && at(t, end) == ':' && !is_digit(at(t, i + 1)) ? end + 1 : i;
}

/* "u/name", "/r/name": who writes on Reddit, and where. */
static size_t
slash(const struct text *t, size_t i, size_t *from)
{
	size_t end = run(t, i + 1, "-");

	*from = i;
	if (i == 0 || strchr("ur", t->p[i - 1]) == NULL || word_before(t, i - 1) || end < i + 4)
		return i;
	--*from;
	return end;
}

static size_t
part(const struct text *t, size_t i, size_t *from)
{
	*from = i;
	switch (t->p[i]) {
	case '`':
		return code(t, i);
	case '<':
		return angle(t, i);
	case ':':
		return colon(t, i, from);
	case '/':
		return slash(t, i, from);
	case '.':
		return is_word(at(t, i + 1)) && word_before(t, i) ? domain(t, i, from) : i;
	case '#':
		return word_before(t, i) ? i : run(t, i + 1, "") > i + 1 ? run(t, i + 1, "") : i;
	case '@':
		return !word_before(t, i) && is_letter(at(t, i + 1)) ? run(t, i + 1, ".-") : i;
	default: /* a digit */
		return word_before(t, i) || (i > 0 && strchr("$.:", t->p[i - 1]) != NULL)
			   ? i
			   : time_of_day(t, i);
	}
}

/* Of a byte: a part may begin with it, or nothing is to be done but copy it. */
#define BEGINS 1
#define BREAKS 2 /* '\n', behind which a line begins, and '\0' */

static const unsigned char class_of[256] = { ['\0'] = BREAKS,
	['\n'] = BREAKS,
	['`'] = BEGINS,
	['<'] = BEGINS,
	[':'] = BEGINS,
	['/'] = BEGINS,
	['.'] = BEGINS,
	['#'] = BEGINS,
	['@'] = BEGINS,
	['0'] = BEGINS,
	['1'] = BEGINS,
	['2'] = BEGINS,
	['3'] = BEGINS,
	['4'] = BEGINS,
	['5'] = BEGINS,
	['6'] = BEGINS,
	['7'] = BEGINS,
	['8'] = BEGINS,
	['9'] = BEGINS };

void
strip(const char *text, size_t n, char *out)
{
	const struct text t = { text, n, out };
	size_t i = 0, from, end;
	bool line = true; /* a line begins here */

	memcpy(out, text, n);
	while (i < n) {
		from = end = i;
		if (line)
			end = quote(&t, i);
		line = false;
		if (end == i && class_of[(unsigned char)text[i]] == BEGINS)
			end = part(&t, i, &from);
		if (end > i) {
			blank(&t, from, end);
			i = end;
			line = text[i - 1] == '\n';
			continue;
		}
		if (class_of[(unsigned char)text[i]] == BREAKS) {
			line = text[i] == '\n';
			if (!line)
				out[i] = ' ';
		}
		i++;
		while (!line && i < n && class_of[(unsigned char)text[i]] == 0)
			i++;
	}
}
