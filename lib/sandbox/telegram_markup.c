#include "sandbox/telegram_markup.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "io/utf8.h"
#include "base/num.h"

#define DEPTH_MAX 32
#define NAME_MAX 16

static const char *const tags[] = { "b", "strong", "i", "em", "u", "ins", "s", "strike", "del",
	"span", "tg-spoiler", "tg-emoji", "a", "code", "pre", "blockquote", NULL };

struct html {
	const char *text, *p;
	char open[DEPTH_MAX][NAME_MAX + 1];
	size_t depth;
	struct buf *out, *why;
};

static bool
bad(struct html *h, const char *what, const char *name, const char *at)
{
	buf_str(h->why, what);
	if (name != NULL)
		buf_fmt(h->why, " \"%s\"", name);
	buf_fmt(h->why, " at byte offset %zu", (size_t)(at - h->text));
	return false;
}

/* The name behind '<' or "</", in small letters; what is longer than all of ours is none of them. */
static void
take_name(struct html *h, char name[NAME_MAX + 1])
{
	size_t n = 0;

	for (; *h->p != '\0' && strchr(" \t\n>/", *h->p) == NULL; h->p++)
		if (n < NAME_MAX)
			name[n++] = (char)(*h->p >= 'A' && *h->p <= 'Z' ? *h->p | 32 : *h->p);
	name[n] = '\0';
}

static bool
take_tag(struct html *h)
{
	const char *at = h->p++;
	bool closes = *h->p == '/';
	char name[NAME_MAX + 1];
	size_t i = 0;

	h->p += closes;
	take_name(h, name);
	while (tags[i] != NULL && strcmp(tags[i], name) != 0)
		i++;
	if (tags[i] == NULL && !closes)
		return bad(h, "Unsupported start tag", name, at);
	h->p += strcspn(h->p, ">");
	if (*h->p++ != '>')
		return bad(h, closes ? "Unclosed end tag" : "Unclosed start tag", NULL, at);
	if (!closes) {
		if (h->depth == DEPTH_MAX)
			return bad(h, "Too many nested tags", NULL, at);
		memcpy(h->open[h->depth++], name, sizeof name);
		return true;
	}
	if (h->depth == 0)
		return bad(h, "Unexpected end tag", NULL, at);
	if (name[0] != '\0' && strcmp(h->open[--h->depth], name) != 0)
		return bad(h, "Unmatched end tag, expected", h->open[h->depth], at);
	return true;
}

static void
take_entity(struct html *h)
{
	static const struct {
		const char *name;
		char c;
	} named[] = { { "&lt;", '<' }, { "&gt;", '>' }, { "&amp;", '&' }, { "&quot;", '"' } };
	size_t i, n = strspn(h->p, "&#xX0123456789abcdefABCDEF");
	uint64_t code = 0;
	char utf8[4];

	for (i = 0; i < sizeof named / sizeof named[0]; i++)
		if (strncmp(h->p, named[i].name, strlen(named[i].name)) == 0) {
			buf_char(h->out, named[i].c);
			h->p += strlen(named[i].name);
			return;
		}
	if (h->p[1] == '#' && h->p[n] == ';' && num_uint(h->p + 2, n - 2, 0x10ffff, &code) == 0 &&
	    code > 0 && (code < 0xd800 || code > 0xdfff)) {
		buf_add(h->out, utf8, utf8_put(utf8, (uint32_t)code));
		h->p += n + 1;
		return;
	}
	buf_char(h->out, *h->p++);
}

static bool
read_html(const char *text, struct buf *out, struct buf *why)
{
	struct html h = { .text = text, .p = text, .out = out, .why = why };

	while (*h.p != '\0') {
		if (*h.p == '<' && !take_tag(&h))
			return false;
		if (*h.p == '&')
			take_entity(&h);
		else if (*h.p != '<' && *h.p != '\0')
			buf_char(out, *h.p++);
	}
	if (h.depth == 0)
		return true;
	buf_fmt(why, "Can't find end tag corresponding to start tag \"%s\"", h.open[h.depth - 1]);
	return false;
}

static bool
read_markdown(const char *text, struct buf *out, struct buf *why)
{
	const char *p;
	bool code = false;

	for (p = text; *p != '\0'; p++) {
		if (*p == '\\' && p[1] != '\0') {
			buf_char(out, *++p);
		} else if (*p == '`') {
			code = !code;
		} else if (!code && strchr("#+-=|{}.!", *p) != NULL &&
			   !(*p == '|' && p[1] == '|') &&
			   !(*p == '|' && p > text && p[-1] == '|')) {
			buf_fmt(why,
			    "Character '%c' is reserved and must be escaped with the preceding '\\'",
			    *p);
			return false;
		} else if (code || strchr("*_~|", *p) == NULL) {
			buf_char(out, *p);
		}
	}
	return true;
}

bool
tele_markup(const char *mode, const char *text, struct buf *out, struct buf *why)
{
	buf_str(out, "");
	if (mode == NULL || mode[0] == '\0') {
		buf_str(out, text);
		return true;
	}
	if (strcasecmp(mode, "HTML") == 0)
		return read_html(text, out, why);
	if (strcasecmp(mode, "MarkdownV2") == 0 || strcasecmp(mode, "Markdown") == 0)
		return read_markdown(text, out, why);
	buf_str(why, "unsupported parse_mode");
	return false;
}
