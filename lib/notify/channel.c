#include "notify/channel.h"

#include <string.h>

const struct channel *const channels[] = { &channel_telegram, &channel_discord, &channel_mail,
	&channel_sns, NULL };

const struct channel *
channel_find(const char *name, size_t n)
{
	size_t i;

	for (i = 0; channels[i] != NULL; i++)
		if (strlen(channels[i]->name) == n && strncmp(channels[i]->name, name, n) == 0)
			return channels[i];
	return NULL;
}
