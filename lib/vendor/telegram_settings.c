#include "vendor/telegram_settings.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/env.h"

static bool
is_yes(const char *s)
{
	return s != NULL && (strcmp(s, "1") == 0 || strcasecmp(s, "true") == 0 ||
				strcasecmp(s, "yes") == 0 || strcasecmp(s, "on") == 0);
}

static const char *
find(const char *name, bool aws)
{
	const char *value;
	char full[64];

	(void)snprintf(full, sizeof full, "%s_%s", name, aws ? "AWS" : "LOCAL");
	value = env_get(full);
	return value != NULL ? value : env_get(name);
}

void
telegram_settings_read(struct telegram_settings *s)
{
	const char *place = env_get("ENVIRONMENT");
	bool aws = place != NULL && strcasecmp(place, "aws") == 0;

	s->asked = is_yes(env_get("RUN_TELEGRAM"));
	s->token = find("TELEGRAM_BOT_TOKEN", aws);
	s->chat = find("TELEGRAM_CHAT_ID", aws);
}

bool
telegram_settings_on(const struct telegram_settings *s)
{
	return s->asked && s->token != NULL && s->chat != NULL;
}

const char *
telegram_settings_why(const struct telegram_settings *s)
{
	return !s->asked          ? "RUN_TELEGRAM does not say true"
	       : s->token == NULL ? "TELEGRAM_BOT_TOKEN is not set"
				  : "TELEGRAM_CHAT_ID is not set";
}
