#include "db/sqltext.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

static bool
word_first(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

static bool
digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static bool
word_next(unsigned char c)
{
	return word_first(c) || digit(c) || c == '$';
}

static bool
blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

static unsigned char
lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
}

void
sql_scan_init(struct sql_scan *scan, const char *text, size_t n, size_t line)
{
	scan->text = scan->p = text;
	scan->end = text + n;
	scan->line = line;
}

static size_t
left(const struct sql_scan *scan)
{
	return (size_t)(scan->end - scan->p);
}

/* The byte k bytes on, or NUL behind the end. */
static unsigned char
peek(const struct sql_scan *scan, size_t k)
{
	return k < left(scan) ? (unsigned char)scan->p[k] : '\0';
}

/* Step over n bytes, counting lines. */
static void
step(struct sql_scan *scan, size_t n)
{
	for (; n > 0; n--, scan->p++)
		if (*scan->p == '\n')
			scan->line++;
}

/* At an opening quote: step behind the closing one. A doubled quote is part of it; a backslash
 * escapes if asked. */
static bool
quoted(struct sql_scan *scan, unsigned char quote, bool backslash)
{
	step(scan, 1);
	while (left(scan) > 0) {
		unsigned char c = peek(scan, 0);

		if (backslash && c == '\\' && left(scan) > 1) {
			step(scan, 2);
		} else if (c == quote && peek(scan, 1) == quote) {
			step(scan, 2);
		} else {
			step(scan, 1);
			if (c == quote)
				return true;
		}
	}
	return false;
}

/* The length of "$tag$" at the scan's place, or 0. */
static size_t
dollar_tag(const char *p, size_t n)
{
	size_t k = 1;

	if (n < 2 || p[0] != '$')
		return 0;
	if (word_first((unsigned char)p[1]))
		while (k < n && p[k] != '$' && word_next((unsigned char)p[k]))
			k++;
	return k < n && p[k] == '$' ? k + 1 : 0;
}

static bool
dollar_quoted(struct sql_scan *scan, size_t tag)
{
	const char *open = scan->p, *close;

	step(scan, tag);
	close = memmem(scan->p, left(scan), open, tag);
	if (close == NULL) {
		step(scan, left(scan));
		return false;
	}
	step(scan, (size_t)(close - scan->p) + tag);
	return true;
}

static bool
block_comment(struct sql_scan *scan)
{
	size_t depth = 1;

	step(scan, 2);
	while (left(scan) > 0 && depth > 0) {
		if (peek(scan, 0) == '/' && peek(scan, 1) == '*') {
			depth++;
			step(scan, 2);
		} else if (peek(scan, 0) == '*' && peek(scan, 1) == '/') {
			depth--;
			step(scan, 2);
		} else {
			step(scan, 1);
		}
	}
	return depth == 0;
}

static void
to_line_end(struct sql_scan *scan)
{
	const char *nl = memchr(scan->p, '\n', left(scan));

	scan->p = nl != NULL ? nl : scan->end;
}

static void
number(struct sql_scan *scan)
{
	size_t k = 1;

	while (word_next(peek(scan, k)) ||
	       (peek(scan, k) == '.' && peek(scan, k + 1) != '.' && peek(scan, k - 1) != '.'))
		k++;
	step(scan, k);
}

/* A word, or a string with a letter in front of its quote (e b x n u&). */
static enum sql_kind
word(struct sql_scan *scan, bool *cut)
{
	unsigned char c = lower(peek(scan, 0));
	size_t k = 1;

	if (peek(scan, 1) == '\'' && strchr("ebxn", c) != NULL) {
		step(scan, 1);
		*cut = !quoted(scan, '\'', c == 'e');
		return SQL_STRING;
	}
	if (c == 'u' && peek(scan, 1) == '&' && (peek(scan, 2) == '\'' || peek(scan, 2) == '"')) {
		bool string = peek(scan, 2) == '\'';

		step(scan, 2);
		*cut = !quoted(scan, string ? '\'' : '"', false);
		return string ? SQL_STRING : SQL_QUOTED;
	}
	while (word_next(peek(scan, k)))
		k++;
	step(scan, k);
	return SQL_WORD;
}

static enum sql_kind
token(struct sql_scan *scan, bool *cut)
{
	unsigned char c = peek(scan, 0);
	size_t tag;

	if (c == '\\' && (scan->p == scan->text || scan->p[-1] == '\n')) {
		to_line_end(scan);
		return SQL_META;
	}
	if (c == '-' && peek(scan, 1) == '-') {
		to_line_end(scan);
		return SQL_COMMENT;
	}
	if (c == '/' && peek(scan, 1) == '*') {
		*cut = !block_comment(scan);
		return SQL_COMMENT;
	}
	if (c == '\'' || c == '"') {
		*cut = !quoted(scan, c, false);
		return c == '"' ? SQL_QUOTED : SQL_STRING;
	}
	if ((tag = dollar_tag(scan->p, left(scan))) > 0) {
		*cut = !dollar_quoted(scan, tag);
		return SQL_STRING;
	}
	if (word_first(c))
		return word(scan, cut);
	if (digit(c) || (c == '$' && digit(peek(scan, 1))) || (c == '.' && digit(peek(scan, 1)))) {
		number(scan);
		return SQL_NUMBER;
	}
	step(scan, 1);
	return SQL_MARK;
}

void
sql_next(struct sql_scan *scan, struct sql_token *tok)
{
	while (left(scan) > 0 && blank(peek(scan, 0)))
		step(scan, 1);
	tok->p = scan->p;
	tok->line = scan->line;
	tok->cut = false;
	tok->kind = left(scan) == 0 ? SQL_END : token(scan, &tok->cut);
	tok->n = (size_t)(scan->p - tok->p);
}

bool
sql_word(const struct sql_token *tok, const char *want)
{
	size_t k;

	if (tok->kind != SQL_WORD || tok->n != strlen(want))
		return false;
	for (k = 0; k < tok->n; k++)
		if (lower((unsigned char)tok->p[k]) != (unsigned char)want[k])
			return false;
	return true;
}

bool
sql_mark(const struct sql_token *tok, char mark)
{
	return tok->kind == SQL_MARK && tok->p[0] == mark;
}

void
sql_name(struct buf *out, const struct sql_token *tok)
{
	size_t k;

	if (tok->kind == SQL_QUOTED) {
		size_t end = tok->n - (tok->cut || tok->n < 2 ? 0 : 1);

		for (k = tok->p[0] == '"' ? 1 : 3; k < end; k++) {
			buf_char(out, tok->p[k]);
			if (tok->p[k] == '"')
				k++; /* it is doubled */
		}
		return;
	}
	for (k = 0; k < tok->n; k++)
		buf_char(out, (char)lower((unsigned char)tok->p[k]));
}

bool
sql_dollar_body(const struct sql_token *tok, const char **p, size_t *n, size_t *line)
{
	size_t tag;

	if (tok->kind != SQL_STRING || tok->cut || (tag = dollar_tag(tok->p, tok->n)) == 0)
		return false;
	*p = tok->p + tag;
	*n = tok->n - 2 * tag;
	*line = tok->line;
	return true;
}

size_t
sql_position_line(const char *text, size_t n, size_t position)
{
	size_t k, line = 1;

	for (k = 0; k < n && position > 0; k++) {
		if (((unsigned char)text[k] & 0xc0) != 0x80 && --position == 0)
			break; /* the byte that begins the character asked for */
		if (text[k] == '\n')
			line++;
	}
	return line;
}

/* How deep in brackets and in a function's BEGIN ATOMIC ... END a semicolon stands: psql's rule. */
struct depth {
	size_t parens, begins;
	bool function; /* CREATE ... FUNCTION or PROCEDURE */
};

static void
depth_see(
    struct depth *depth, const struct sql_token *first, const struct sql_token *tok, bool body)
{
	if (sql_mark(tok, '('))
		depth->parens++;
	else if (sql_mark(tok, ')') && depth->parens > 0)
		depth->parens--;
	if (body)
		return;
	if (sql_word(first, "create") && (sql_word(tok, "function") || sql_word(tok, "procedure")))
		depth->function = true;
	if (!depth->function)
		return;
	if (sql_word(tok, "atomic") && tok > first && sql_word(tok - 1, "begin"))
		depth->begins++;
	else if (depth->begins > 0 && sql_word(tok, "case"))
		depth->begins++;
	else if (depth->begins > 0 && sql_word(tok, "end"))
		depth->begins--;
}

static bool
body_border(const struct sql_token *tok)
{
	return sql_word(tok, "begin") || sql_word(tok, "then") || sql_word(tok, "else") ||
	       sql_word(tok, "loop") || sql_word(tok, "declare");
}

static void
token_add(struct sql_token **list, size_t *count, size_t *cap, const struct sql_token *tok)
{
	if (*count == *cap) {
		*cap = mem_more(*cap, *count + 1);
		*list = mem_grow(*list, *cap, sizeof(**list));
	}
	(*list)[(*count)++] = *tok;
}

/* The statement that began at token first is over; nothing between two semicolons is no statement.
 */
static void
statement_end(struct sql_script *script, size_t first)
{
	if (script->tokens_count == first)
		return;
	if (script->count == script->cap) {
		script->cap = mem_more(script->cap, script->count + 1);
		script->statements =
		    mem_grow(script->statements, script->cap, sizeof(*script->statements));
	}
	script->statements[script->count].first = first;
	script->statements[script->count++].end = script->tokens_count;
}

void
sql_split(struct sql_script *script, const char *text, size_t n, size_t line, bool body)
{
	struct sql_scan scan;
	struct sql_token tok;
	struct depth depth = { 0 };
	size_t first = 0;

	memset(script, 0, sizeof(*script));
	sql_scan_init(&scan, text, n, line);
	for (sql_next(&scan, &tok); tok.kind != SQL_END; sql_next(&scan, &tok)) {
		script->cut = tok.cut;
		if (tok.kind == SQL_COMMENT || tok.kind == SQL_META) {
			token_add(
			    &script->asides, &script->asides_count, &script->asides_cap, &tok);
			continue;
		}
		if ((sql_mark(&tok, ';') && depth.begins == 0 && (depth.parens == 0 || body)) ||
		    (body && depth.parens == 0 && body_border(&tok))) {
			statement_end(script, first);
			first = script->tokens_count;
			memset(&depth, 0, sizeof(depth));
			continue;
		}
		token_add(&script->tokens, &script->tokens_count, &script->tokens_cap, &tok);
		depth_see(&depth, &script->tokens[first], &script->tokens[script->tokens_count - 1],
		    body);
	}
	statement_end(script, first);
}

void
sql_script_release(struct sql_script *script)
{
	free(script->tokens);
	free(script->asides);
	free(script->statements);
	memset(script, 0, sizeof(*script));
}
