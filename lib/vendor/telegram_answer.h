/*
 * What an answer of Telegram's Bot API says (core.telegram.org/bots/api, Making requests; ResponseParameters). What stands
 * in front of it answers in HTML; then the status alone counts.
 */
#ifndef PF_VENDOR_TELEGRAM_ANSWER_H
#define PF_VENDOR_TELEGRAM_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

struct buf;

#define TELEGRAM_WORDS_MAX 200

struct telegram_answer {
	bool ours; /* it is one of the Bot API: an object with "ok" */
	bool ok;
	char words[TELEGRAM_WORDS_MAX + 1]; /* for people; UTF-8, cut */
	int64_t retry_after;                /* seconds; 0: it does not say */
	int64_t moved_to;                   /* the chat's new id; 0: it does not say */
};

void telegram_answer_read(struct telegram_answer *a, const struct buf *body);

#endif
