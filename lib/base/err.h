/*
 * The one error type: what went wrong in one line, and what the caller can do about it.
 * The caller owns it and passes it last; it allocates nothing, so reporting a failure cannot fail.
 */
#ifndef PF_BASE_ERR_H
#define PF_BASE_ERR_H

/* What the caller can do; the value is the exit status (sysexits.h). */
enum err_code {
	ERR_USAGE = 64,   /* fix the command line */
	ERR_DATA = 65,    /* fix the input: a retry cannot help */
	ERR_NOINPUT = 66, /* an input that was named is not there */
	ERR_REMOTE = 69,  /* the peer refused for good: 4xx, a violated constraint */
	ERR_BUG = 70,     /* broken invariant, out of memory */
	ERR_CREATE = 73,  /* a local file cannot be created */
	ERR_IO = 74,      /* a local read or write failed */
	ERR_TEMP = 75,    /* timeout, 429, 5xx, lost connection: cron may try again */
	ERR_PERM = 77,    /* authentication or permission */
	ERR_CONFIG = 78,  /* a secret or setting is missing or malformed */
};

#define ERR_MSG_MAX 512

struct err {
	enum err_code code;
	char msg[ERR_MSG_MAX]; /* one line, lower case, no full stop, no secret; cut at a character
				*/
};

/* Set *e; control characters in the text become blanks. Always returns -1. */
int err_set(struct err *e, enum err_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* As err_set(), with ": " and the text of errno behind it. */
int err_errno(struct err *e, enum err_code code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Put "bars:12: " in front of the message of *e; the code stays. Returns -1. */
int err_wrap(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
