/*
 * Whether Telegram is on, by the environment: RUN_TELEGRAM says true, and TELEGRAM_BOT_TOKEN and TELEGRAM_CHAT_ID
 * are set, each also with _AWS behind it where ENVIRONMENT is aws, else with _LOCAL, which is then the one.
 */
#ifndef PF_VENDOR_TELEGRAM_SETTINGS_H
#define PF_VENDOR_TELEGRAM_SETTINGS_H

#include <stdbool.h>

struct telegram_settings {
	bool asked;               /* RUN_TELEGRAM: 1, true, yes, on */
	const char *token, *chat; /* borrowed from the environment; NULL: not set */
};

void telegram_settings_read(struct telegram_settings *s);

/* All three. */
bool telegram_settings_on(const struct telegram_settings *s);

/* The first that is missing, a sentence. */
const char *telegram_settings_why(const struct telegram_settings *s);

#endif
