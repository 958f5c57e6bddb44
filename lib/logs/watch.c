#include "logs/watch.h"

#include <stddef.h>

#include "base/err.h"

int
pattern_set(struct pattern *p, const char *option, const char *text, struct err *e)
{
	char why[128];
	int error;

	if (text == NULL)
		return 0;
	error = regcomp(&p->re, text, REG_EXTENDED | REG_NOSUB);
	if (error != 0) {
		(void)regerror(error, &p->re, why, sizeof why);
		return err_set(e, ERR_USAGE, "--%s: %s is no extended regular expression: %s",
		    option, text, why);
	}
	p->set = true;
	return 0;
}

bool
pattern_finds(const struct pattern *p, const char *text)
{
	return p->set && regexec(&p->re, text, 0, NULL, 0) == 0;
}

void
pattern_release(struct pattern *p)
{
	if (p->set)
		regfree(&p->re);
	p->set = false;
}

enum watch_seen
watch_look(const struct watch *w, const char *text)
{
	if (pattern_finds(&w->forbid, text))
		return WATCH_FORBIDDEN;
	return pattern_finds(&w->expect, text) ? WATCH_EXPECTED : WATCH_NOTHING;
}

int
watch_missed(const struct watch *w)
{
	return w->expect.set;
}
