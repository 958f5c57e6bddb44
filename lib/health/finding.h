/* What a look at one thing found. */
#ifndef PF_HEALTH_FINDING_H
#define PF_HEALTH_FINDING_H

#include <stdbool.h>
#include <stdint.h>

#include "rec/check.h"

/* All texts are owned; an empty one is { 0 }, which means that all is well and nothing was said. */
struct finding {
	enum check_status status;
	char *observed, *limit; /* what was seen, what would be right; NULL */
	char *text;             /* a sentence */
	char *fix;              /* a command that can be typed, or words; NULL */
	bool own_fix; /* it is of this failure: what the check's file says would not help */
};

/* Say how it is; what was said before is forgotten. */
void finding_say(struct finding *f, enum check_status status, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Fill in one of its texts, which may have one already. */
void finding_put(char **text, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

void finding_release(struct finding *f);

/* Ages and spans, "3 h 20 min", and sizes, "1.5 GiB", as people say them; for free(). */
char *finding_span(int64_t ns) __attribute__((warn_unused_result));
char *finding_size(int64_t bytes) __attribute__((warn_unused_result));

#endif
