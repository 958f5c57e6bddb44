/*
 * A text with markup as Telegram reads it (core.telegram.org/bots/api, Formatting options): HTML wholly; of MarkdownV2 that
 * what is reserved is escaped, and not that marks are closed.
 */
#ifndef PF_SANDBOX_TELEGRAM_MARKUP_H
#define PF_SANDBOX_TELEGRAM_MARKUP_H

#include <stdbool.h>

#include "base/buf.h"

/* The text without its markup into *out. false with what is wrong in why, as the vendor says it. */
bool tele_markup(const char *mode, const char *text, struct buf *out, struct buf *why);

#endif
