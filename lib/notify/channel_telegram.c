/* Telegram as a channel: a bot that writes into one chat */
#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "notify/channel.h"
#include "vendor/telegram.h"
#include "vendor/telegram_settings.h"

static int
find(char **word, struct err *e)
{
	struct telegram_settings s;

	telegram_settings_read(&s);
	if (!s.asked) {
		*word = mem_str(telegram_settings_why(&s));
		return 0;
	}
	if (!telegram_settings_on(&s))
		return err_set(e, ERR_CONFIG, "telegram: RUN_TELEGRAM says true, but %s",
		    telegram_settings_why(&s));
	if (telegram_check(s.token, s.chat, e))
		return -1;
	*word = mem_str(s.chat);
	return 1;
}

static int
open_it(void **state, int64_t deadline_ns, bool trace, struct err *e)
{
	struct telegram_settings s;
	struct telegram *t = NULL;
	int rc;

	telegram_settings_read(&s);
	rc = telegram_open(&t, s.token, s.chat, deadline_ns, trace, e);
	*state = t;
	return rc;
}

static int
send_it(void *state, const struct message *m, struct err *e)
{
	return telegram_send(state, m->text, e);
}

static void
close_it(void *state)
{
	telegram_close(state);
}

const struct channel channel_telegram = {
	.name = "telegram",
	.help = "a bot's message to a chat",
	.unit = FIT_UTF16,
	.max = TELEGRAM_TEXT_MAX,
	.find = find,
	.open = open_it,
	.send = send_it,
	.close = close_it,
};
