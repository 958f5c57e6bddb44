/*
 * What Discord's refusals mean. A body is {"code","message","errors"}, errors a tree whose leaves stand under
 * "_errors"; what stands before the API answers in HTML, then the status alone counts. Source:
 * docs.discord.com/developers/topics/opcodes-and-status-codes, /reference (Error Messages).
 */
#ifndef PF_VENDOR_DISCORD_REFUSAL_H
#define PF_VENDOR_DISCORD_REFUSAL_H

struct err;
struct http_reply;

enum discord_why {
	DISCORD_FINE,
	DISCORD_TOKEN,     /* 401: nothing with this token is taken, and asking on leads to a ban */
	DISCORD_FORBIDDEN, /* this channel is not for us, others may be */
	DISCORD_UNKNOWN,   /* no such channel or message */
	DISCORD_LIMITED,   /* too many requests, and waiting did not help */
	DISCORD_INVALID,   /* the request is wrong, as it is */
	DISCORD_OTHER,
};

/* Why a reply that is no 2xx is none, and *e with the vendor's words and what to do. */
enum discord_why discord_refused(const struct http_reply *reply, struct err *e);

#endif
