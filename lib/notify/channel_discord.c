/* Discord as a channel: a webhook, which is all that a message to one place needs */
#include <stdlib.h>

#include "base/env.h"
#include "base/err.h"
#include "base/mem.h"
#include "notify/channel.h"
#include "vendor/discord.h"
#include "vendor/discord_post.h"

struct hook {
	struct discord *d;
	struct discord_to to;
};

static int
find(char **word, struct err *e)
{
	const char *url = env_get("DISCORD_WEBHOOK_URL");
	struct discord_to to = { 0 };
	int rc = 0;

	if (url == NULL)
		*word = mem_str("DISCORD_WEBHOOK_URL is not set");
	else if (discord_to_webhook(&to, url, e))
		rc = err_wrap(e, "discord");
	else
		*word = mem_str(to.id);
	discord_to_release(&to);
	return rc < 0 ? rc : url != NULL;
}

static int
open_it(void **state, int64_t deadline_ns, bool trace, struct err *e)
{
	struct hook *h = mem_new(1, sizeof *h);

	*state = h;
	if (discord_to_webhook(&h->to, env_get("DISCORD_WEBHOOK_URL"), e))
		return -1;
	return discord_open(&h->d, NULL, deadline_ns, trace, e);
}

static int
send_it(void *state, const struct message *m, struct err *e)
{
	struct hook *h = state;
	struct discord_post p = { .text = m->text };
	int rc = discord_post_check(&p, e);

	if (rc == 0)
		rc = discord_post_send(h->d, &p, &h->to, NULL, e);
	discord_post_release(&p);
	return rc;
}

static void
close_it(void *state)
{
	struct hook *h = state;

	if (h == NULL)
		return;
	discord_close(h->d);
	discord_to_release(&h->to);
	free(h);
}

const struct channel channel_discord = {
	.name = "discord",
	.help = "a webhook's message to a channel",
	.unit = FIT_POINTS,
	.max = DISCORD_TEXT_MAX,
	.find = find,
	.open = open_it,
	.send = send_it,
	.close = close_it,
};
