/*
 * How many requests and tokens a minute there may be of a model, and the headers that tell
 * (developers.openai.com/api/docs/guides/rate-limits): an allowance that fills up again steadily.
 */
#ifndef PF_SANDBOX_OPENAI_LIMIT_H
#define PF_SANDBOX_OPENAI_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

struct reply;

#define OAI_REQUESTS_A_MINUTE 30000
#define OAI_TOKENS_A_MINUTE 150000000
#define OAI_LIMIT_MAX 150000000 /* of either; a minute in ns times that is an int64_t */

struct oai_limit {
	int64_t full; /* when nothing of it will be used any more, on the monotonic clock */
};

/*
 * Use n of limit a minute: whether there were so many left. Headers x-ratelimit-limit-WHAT,
 * -remaining- and -reset- (a duration: "6m0s", "12ms"); *wait is the ns until there are, where there
 * are not.
 */
bool oai_limit_use(struct oai_limit *l, int64_t limit, int64_t n, const char *what, int64_t now,
    struct reply *reply, int64_t *wait);

/* A duration as these headers write it: hours, minutes and seconds, or milliseconds alone. */
#define OAI_SPAN_MAX 48
void oai_span_text(char out[OAI_SPAN_MAX], int64_t ns);

#endif
