/*
 * What a tool says to people, a line each on stderr: "pf-ohlcv: AAPL: ...", or with --log-format
 * json
 * {"at":...,"tool":...,"level":...,"text":...}. The one global of the library: who logs, how much,
 * and which values must never be shown. Control characters become blanks, registered secrets become
 * "***".
 */
#ifndef PF_BASE_LOG_H
#define PF_BASE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct buf;

enum log_level { LOG_ERROR, LOG_WARN, LOG_NOTE, LOG_INFO, LOG_DEBUG };
enum log_format { LOG_TEXT, LOG_JSON };

/* tool is borrowed. Without a call, lines go to stderr as text, up to LOG_NOTE, as "pf". */
void log_open(const char *tool, FILE *fp, enum log_format format);

/* Show up to this level: LOG_NOTE by default, LOG_ERROR with -q, LOG_INFO with -v, LOG_DEBUG with
 * -vv. */
void log_show(enum log_level upto);
bool log_shows(enum log_level level);

void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...)
    __attribute__((format(printf, 1, 2))); /* "warning: " in front */
void log_note(const char *fmt, ...)
    __attribute__((format(printf, 1, 2))); /* what a person wants to know */
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));  /* with -v */
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2))); /* with -vv, --trace */

/* Never show this value; it is copied. NULL and values of under 4 bytes are left alone. */
void log_secret(const char *value);

/* Wipe those values: nothing is logged any more. */
void log_forget(void);

/* Replace every registered secret in the text by "***". */
void log_redact(struct buf *text);

#endif
