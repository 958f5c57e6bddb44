#include "notify/channel.h"

const struct channel *const channels[] = { &channel_telegram, &channel_discord, &channel_mail,
	&channel_sns, NULL };
