/*
 * The ways on which something is told, a row each. Each is configured by the environment alone, and off unless it is.
 */
#ifndef PF_NOTIFY_CHANNEL_H
#define PF_NOTIFY_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "notify/fit.h"

struct err;

struct message {
	const char *title; /* the subject, where the channel has one; of one line, UTF-8 */
	const char *text;  /* UTF-8, at most the channel's max */
	int64_t at;        /* ns */
};

struct channel {
	const char *name;
	const char *help;
	enum fit unit;
	size_t max;    /* units of a text */
	bool subjects; /* its messages have a title of their own */

	/* 1: it is configured, and *word, owned, says where to, without a secret; 0: it is not, and *word says which
	 * variable would; -1 ERR_CONFIG: it is by half. */
	int (*find)(char **word, struct err *e);
	/* What find() found, ready to send; close in any case. deadline_ns of the monotonic clock, 0: none. */
	int (*open)(void **state, int64_t deadline_ns, bool trace, struct err *e);
	int (*send)(void *state, const struct message *m, struct err *e);
	void (*close)(void *state);
};

/* All of them, in the order in which they are told; ends with NULL. */
extern const struct channel *const channels[];

extern const struct channel channel_telegram, channel_discord, channel_mail, channel_sns;

#endif
