/*
 * Files of NAME=VALUE lines, as env files of shells, systemd (systemd.exec(5), EnvironmentFile) and
 * containers are written. Blank lines and lines that begin with '#' are skipped; "export " may stand
 * in front; blanks around name and value are cut. A value within '...' is taken as it is, one within
 * "..." has \n \r \t \" \\ \$ \` for what they are in C or a shell; both may go over several lines.
 * Nothing is expanded, and a '#' behind a value belongs to it: passwords have both.
 */
#ifndef PF_IO_DOTENV_H
#define PF_IO_DOTENV_H

#include <stdbool.h>
#include <stddef.h>

struct err;

/* One of them; name and value are terminated and gone after the call. 0, or -1 with *e set: the
 * reading ends. */
typedef int dotenv_fn(void *arg, const char *name, const char *value, size_t lineno, struct err *e);

/*
 * Read n bytes; a later line of the same name comes later. ERR_DATA "line 3: ..." without a word of
 * a value in it: no NAME=VALUE, a quote that is not closed, something behind it, no UTF-8, a NUL.
 */
int dotenv_read(const char *text, size_t n, dotenv_fn *take, void *arg, struct err *e);

/* Whether it is the name of a variable: a letter or '_', then also digits. */
bool dotenv_name(const char *s, size_t n);

/* Whether a value comes back the same from a line without quotes. */
bool dotenv_plain(const char *value);

#endif
