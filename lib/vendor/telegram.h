/*
 * Telegram's Bot API, as far as a message is sent by it. The token is part of each path: no message, trace or error
 * has it. The address is PF_TELEGRAM_URL where that is set. Source: core.telegram.org/bots/api (Making requests,
 * sendMessage, ResponseParameters), and the vendor's own server, tdlib/telegram-bot-api.
 */
#ifndef PF_VENDOR_TELEGRAM_H
#define PF_VENDOR_TELEGRAM_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct telegram;

#define TELEGRAM_URL "https://api.telegram.org"
#define TELEGRAM_TEXT_MAX 4096 /* UTF-16 code units of a message */

/* Whether they can be what they should; the token is registered as a secret. ERR_CONFIG. */
int telegram_check(const char *token, const char *chat, struct err *e);

/* Both as telegram_check() takes them, and copied. deadline_ns as http_open(). ERR_CONFIG. Close in any case. */
int telegram_open(struct telegram **t, const char *token, const char *chat, int64_t deadline_ns,
    bool trace, struct err *e);
void telegram_close(struct telegram *t);

/*
 * Send a text as it is, without markup and previews of links: UTF-8, not only blanks, at most TELEGRAM_TEXT_MAX. A
 * group that became a supergroup gets it under its new id, and that is told. What is cut on the way is sent again: it may
 * come twice. ERR_PERM (token, or the bot may not write there), ERR_REMOTE (no such chat), ERR_TEMP, ERR_DATA.
 */
int telegram_send(struct telegram *t, const char *text, struct err *e);

#endif
