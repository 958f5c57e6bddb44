/* What somebody waits for in lines, and what must not be there: POSIX extended expressions. */
#ifndef PF_LOGS_WATCH_H
#define PF_LOGS_WATCH_H

#include <regex.h>
#include <stdbool.h>

struct err;

struct pattern {
	bool set;
	regex_t re; /* owned */
};

/* option: what messages call it. text NULL: none. ERR_USAGE. */
int pattern_set(struct pattern *p, const char *option, const char *text, struct err *e);
bool pattern_finds(const struct pattern *p, const char *text); /* false without a pattern */
void pattern_release(struct pattern *p);

enum watch_seen { WATCH_NOTHING, WATCH_EXPECTED, WATCH_FORBIDDEN };

struct watch {
	struct pattern expect, forbid;
};

/* What is forbidden wins. */
enum watch_seen watch_look(const struct watch *w, const char *text);

/* The exit status when no more lines come: 1 if something was expected. */
int watch_missed(const struct watch *w);

#endif
