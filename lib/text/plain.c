#include "text/plain.h"

#include <string.h>

#include "base/buf.h"
#include "io/letter.h"
#include "text/rune.h"

/* A step finds at s (n > 0) what it is about: how many bytes to take, of which *keep at *from stay; 0: nothing. */
typedef size_t step_fn(const char *s, size_t n, size_t *from, size_t *keep);

static void
apply(struct buf *out, struct buf *spare, step_fn *step)
{
	size_t at = 0, from, keep, took;
	struct buf was = *out;

	*out = *spare;
	buf_reset(out);
	while (at < was.len) {
		from = keep = 0;
		took = step(was.p + at, was.len - at, &from, &keep);
		if (took == 0)
			buf_char(out, was.p[at++]);
		else
			buf_add(out, was.p + at + from, keep);
		at += took;
	}
	*spare = was;
}

static size_t
zero_width(const char *s, size_t n, size_t *from, size_t *keep)
{
	size_t len;

	(void)from;
	(void)keep;
	return rune_is_zero_width(letter_at(s, n, &len)) ? len : 0;
}

static size_t
address(const char *s, size_t n, size_t *from, size_t *keep)
{
	size_t i, len;

	(void)from;
	(void)keep;
	if (n > 7 && memcmp(s, "http://", 7) == 0)
		i = 7;
	else if (n > 8 && memcmp(s, "https://", 8) == 0)
		i = 8;
	else
		return 0;
	if (letter_is_space(letter_at(s + i, n - i, &len)))
		return 0;
	while (i < n && !letter_is_space(letter_at(s + i, n - i, &len)))
		i += len;
	return i;
}

static size_t
digits(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && rune_is_digit((unsigned char)s[i]))
		i++;
	return i;
}

static size_t
word(const char *s, size_t n)
{
	size_t i = 0, len;

	while (i < n && rune_is_word(letter_at(s + i, n - i, &len)))
		i += len;
	return i;
}

/* <@1>, <@!1>, <#1>, <@&1> */
static size_t
mention(const char *s, size_t n, size_t *from, size_t *keep)
{
	size_t i = 2, d;

	(void)from;
	(void)keep;
	if (n < 4 || s[0] != '<' || (s[1] != '@' && s[1] != '#'))
		return 0;
	if (s[1] == '@' && (s[2] == '!' || s[2] == '&'))
		i++;
	d = digits(s + i, n - i);
	return d > 0 && i + d < n && s[i + d] == '>' ? i + d + 1 : 0;
}

/* <:name:1>, <a:name:1> */
static size_t
custom_emoji(const char *s, size_t n, size_t *from, size_t *keep)
{
	size_t i = 1, len;

	(void)from;
	(void)keep;
	if (n < 5 || s[0] != '<')
		return 0;
	i += s[i] == 'a';
	if (s[i++] != ':')
		return 0;
	len = word(s + i, n - i);
	i += len;
	if (len == 0 || i >= n || s[i++] != ':')
		return 0;
	len = digits(s + i, n - i);
	i += len;
	return len > 0 && i < n && s[i] == '>' ? i + 1 : 0;
}

static size_t
code(const char *s, size_t n, size_t *from, size_t *keep)
{
	size_t len;

	(void)from;
	(void)keep;
	if (s[0] != ':')
		return 0;
	len = word(s + 1, n - 1);
	return len > 0 && len + 1 < n && s[len + 1] == ':' ? len + 2 : 0;
}

/* What a mark encloses, on one line: at least a character, and as little as can be. */
static size_t
marked(const char *s, size_t n, const char *mark, size_t *from, size_t *keep)
{
	size_t m = strlen(mark), i, len;

	if (n < 2 * m + 1 || memcmp(s, mark, m) != 0 || s[m] == '\n')
		return 0;
	(void)letter_at(s + m, n - m, &len);
	for (i = m + len; i + m <= n && s[i] != '\n'; i++)
		if (memcmp(s + i, mark, m) == 0) {
			*from = m;
			*keep = i - m;
			return i + m;
		}
	return 0;
}

#define MARK(name, mark)                                                                           \
	static size_t name(const char *s, size_t n, size_t *from, size_t *keep)                    \
	{                                                                                          \
		return marked(s, n, mark, from, keep);                                             \
	}

MARK(bold_italic, "***")
MARK(bold, "**")
MARK(italic, "*")
MARK(underline, "__")
MARK(strike, "~~")
MARK(spoiler, "||")

static size_t
fence(const char *s, size_t n, size_t *from, size_t *keep)
{
	size_t i = 3, len;

	if (n < 6 || memcmp(s, "```", 3) != 0)
		return 0;
	len = word(s + 3, n - 3);
	if (len > 0 && 3 + len < n && s[3 + len] == '\n')
		i += len + 1;
	*from = i;
	for (; i + 3 <= n; i++)
		if (memcmp(s + i, "```", 3) == 0) {
			*keep = i - *from;
			return i + 3;
		}
	return 0;
}

static size_t
ticks(const char *s, size_t n, size_t *from, size_t *keep)
{
	const char *end;

	if (s[0] != '`' || n < 3 || s[1] == '`')
		return 0;
	end = memchr(s + 1, '`', n - 1);
	if (end == NULL)
		return 0;
	*from = 1;
	*keep = (size_t)(end - s) - 1;
	return *keep + 2;
}

/* Line ends as LF, at most two; blanks and tabs as one, none beside a line end; none at the ends. */
static void
close_up(struct buf *b)
{
	size_t i, to = 0, from, len;
	char c;

	for (i = 0; i < b->len; i++) {
		c = b->p[i];
		if (c == '\r') {
			c = '\n';
			i += i + 1 < b->len && b->p[i + 1] == '\n';
		}
		if (c != '\n' || to < 2 || b->p[to - 1] != '\n' || b->p[to - 2] != '\n')
			b->p[to++] = c;
	}
	b->len = to;
	for (i = to = 0; i < b->len; i++) {
		c = b->p[i] == '\t' ? ' ' : b->p[i];
		if (c == ' ' && to > 0 && (b->p[to - 1] == ' ' || b->p[to - 1] == '\n'))
			continue;
		if (c == '\n' && to > 0 && b->p[to - 1] == ' ')
			to--;
		b->p[to++] = c;
	}
	for (from = 0; from < to && letter_is_space(letter_at(b->p + from, to - from, &len));
	     from += len)
		;
	while (to > from && letter_is_space((unsigned char)b->p[to - 1]))
		to--;
	b->len = to;
	buf_shift(b, from);
	(void)buf_room(b, 0);
	b->p[b->len] = '\0';
}

void
plain_text(struct buf *out, const char *s, size_t n)
{
	static step_fn *const steps[] = { zero_width, address, mention, custom_emoji, code,
		bold_italic, bold, italic, underline, strike, spoiler, fence, ticks };
	struct buf spare = { 0 };
	size_t i;

	buf_reset(out);
	buf_add(out, s, n);
	for (i = 0; i < sizeof steps / sizeof *steps; i++)
		apply(out, &spare, steps[i]);
	close_up(out);
	buf_release(&spare);
}

/* Nothing but emoji, or nothing but digits, and blanks. */
static bool
is_all(const char *s, size_t n, bool (*what)(uint32_t c))
{
	size_t len;
	uint32_t c;

	for (; n > 0; s += len, n -= len) {
		c = letter_at(s, n, &len);
		if (!letter_is_space(c) && !what(c))
			return false;
	}
	return true;
}

bool
plain_is_noise(const char *s, size_t n)
{
	size_t i, len, words = 0;
	bool within = false, blank;

	/* the words of chat, lol to okay, are all shorter than that and single ones */
	if (rune_count(s, n) < 10)
		return true;
	for (i = 0; i < n; i += len) {
		blank = letter_is_space(letter_at(s + i, n - i, &len));
		words += !blank && !within;
		within = !blank;
	}
	return words < 2 || is_all(s, n, rune_is_emoji) || is_all(s, n, rune_is_digit);
}
