/* Discord's errors (reference.mdx, Error Messages; topics/opcodes-and-status-codes.mdx). */
#ifndef PF_SANDBOX_DISCORD_ERROR_H
#define PF_SANDBOX_DISCORD_ERROR_H

#include <stddef.h>
#include <stdint.h>

struct reply;

enum disc_error {
	DISC_UNAUTHORIZED, /* 401, code 0 */
	DISC_NO_PAGE,      /* 404, code 0 */
	DISC_NO_METHOD,    /* 405, code 0 */
	DISC_BLOCKED,      /* 40333 */
	DISC_BAD_VERSION,
	DISC_NO_CHANNEL, /* 10003 */
	DISC_NO_GUILD,
	DISC_NO_MESSAGE, /* 10008 */
	DISC_NO_WEBHOOK,
	DISC_BAD_WEBHOOK_TOKEN,
	DISC_TOO_LARGE, /* 40005 */
	DISC_NO_ACCESS, /* 50001 */
	DISC_NOT_AUTHOR,
	DISC_EMPTY_MESSAGE,
	DISC_NOT_TEXT,
	DISC_NO_PERMISSION, /* 50013 */
	DISC_ARCHIVED,
	DISC_BAD_FORM, /* 50035 without a tree */
	DISC_BAD_JSON, /* 50109 */
	DISC_OVERLOADED,
	DISC_BROKEN,
};

void disc_refuse(struct reply *reply, enum disc_error error);

/* 429: {"message","retry_after","global"}, with the scope "user", "global" or "shared". */
void disc_throttle(struct reply *reply, int64_t wait_ms, const char *scope);

/* The errors of a form, each at the path of its field ("embeds.0.title"), those that begin alike side by
 * side. */
struct disc_form {
	struct {
		char *path, *message; /* owned */
		const char *code;     /* borrowed */
	} * bad;                      /* owned */
	size_t n;
};

void disc_form_bad(struct disc_form *form, const char *path, const char *code, const char *message,
    ...) __attribute__((format(printf, 4, 5)));
void disc_form_release(struct disc_form *form);

/* 400 with code 50035 and the errors as a tree. */
void disc_refuse_form(struct reply *reply, const struct disc_form *form);

#endif
