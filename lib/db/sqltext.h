/*
 * SQL as text: where tokens and statements begin and end, without understanding them (PostgreSQL
 * manual, 4.1 "Lexical Structure"). Strings of every form, dollar quotes, nested comments and
 * SQL-standard function bodies (BEGIN ATOMIC ... END) are seen as the server and psql see them with
 * standard_conforming_strings on. Any bytes are accepted.
 */
#ifndef PF_DB_SQLTEXT_H
#define PF_DB_SQLTEXT_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

enum sql_kind {
	SQL_END,
	SQL_WORD,    /* keyword or plain identifier, as written */
	SQL_QUOTED,  /* "identifier", with its quotes */
	SQL_STRING,  /* '...', E'...', $tag$...$tag$, with its quotes */
	SQL_NUMBER,  /* also $1 */
	SQL_MARK,    /* one byte of punctuation or of an operator */
	SQL_COMMENT, /* to the end of the line (without it), or a whole block comment */
	SQL_META,    /* a line that begins with a backslash: for psql, not for the server */
};

struct sql_token {
	enum sql_kind kind;
	bool cut;      /* the text ended before its closing quote or comment end */
	const char *p; /* within the text */
	size_t n;      /* bytes */
	size_t line;   /* 1-based, of its first byte */
};

struct sql_scan {
	const char *text, *end; /* borrowed */
	const char *p;          /* the next byte */
	size_t line;
};

void sql_scan_init(struct sql_scan *scan, const char *text, size_t n, size_t line);
void sql_next(
    struct sql_scan *scan, struct sql_token *token); /* SQL_END again and again at the end */

/* A statement: tokens [first, end) of the script, comments, meta lines and its semicolon left out;
 * never empty. */
struct sql_statement {
	size_t first, end;
};

struct sql_script {
	struct sql_token *tokens; /* owned; all but comments and meta lines */
	size_t tokens_count, tokens_cap;
	struct sql_token *asides; /* owned; comments and meta lines */
	size_t asides_count, asides_cap;
	struct sql_statement *statements; /* owned */
	size_t count, cap;
	bool cut; /* its last token has no end */
};

/*
 * Split text into statements. The tokens point into text, which must stay. With body, it is that of
 * a PL/pgSQL block: BEGIN, THEN, ELSE, LOOP and DECLARE end a statement too, so that each SQL
 * statement in it stands alone.
 */
void sql_split(struct sql_script *script, const char *text, size_t n, size_t line, bool body);
void sql_script_release(struct sql_script *script);

/* True if the token is this keyword, lower case. */
bool sql_word(const struct sql_token *token, const char *word);
bool sql_mark(const struct sql_token *token, char mark);

/* Add the name that an identifier token means: folded to lower case, or without its quotes. */
void sql_name(struct buf *out, const struct sql_token *token);

/* The inside of a dollar-quoted string token; false if it is no such token. *line is that of the
 * inside's first byte. */
bool sql_dollar_body(const struct sql_token *token, const char **p, size_t *n, size_t *line);

/* The 1-based line of a position in characters (1-based, as the server's error position; UTF-8). */
size_t sql_position_line(const char *text, size_t n, size_t position);

#endif
