/* Channels one by one: what they are, and whether their messages can be read. */
#ifndef PF_VENDOR_DISCORD_SURVEY_H
#define PF_VENDOR_DISCORD_SURVEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rec/check.h"

struct discord;
struct emit;
struct err;

/* Print a channel record with the id alone: nobody is asked. ERR_IO. */
int discord_survey_id(struct emit *em, const char *id, struct err *e);

/* Ask about a channel and print what it is; *readable: whether messages of it are shown. -1: ERR_IO, or the
 * token is not taken, or no answer came; a refusal of the channel alone is told in the record. */
int discord_survey_channel(
    struct discord *d, struct emit *em, const char *id, bool *readable, struct err *e);

/* What pf-discord check does: the variables that are set, whether the token is taken and whose it is, and
 * each channel of the list. offline: the variables alone. -1 with the first failure that ends it. */
struct discord_survey {
	char *const *channels; /* borrowed */
	int64_t deadline_ns;
	bool offline, trace;
};
int discord_survey_check(
    const struct discord_survey *how, size_t nchannels, check_fn *take, void *arg, struct err *e);

#endif
