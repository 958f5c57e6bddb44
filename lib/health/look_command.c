/* What a program says, and what the secrets' contract does */
#include "health/looks.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/proc.h"
#include "health/finding.h"
#include "health/health.h"
#include "health/plan.h"
#include "run/redact.h"
#include "secret/check.h"
#include "secret/contract.h"

#define WITHIN_NS (10 * CLOCK_SECOND)
#define OUTPUT_MAX ((size_t)1 << 20)
#define SECRETS_NS (30 * CLOCK_SECOND)
#define LINE_MAX_SHOWN 200

/* The last line that is not empty, without what must not be shown. */
static char *
last_line(struct buf *text)
{
	const char *line;

	redact_text(text);
	while (text->len > 0 && strchr("\n\r\t ", text->p[text->len - 1]) != NULL)
		text->p[--text->len] = '\0';
	line = text->len == 0 ? NULL : strrchr(text->p, '\n');
	line = line == NULL ? text->p : line + 1;
	return mem_fmt("%.*s", LINE_MAX_SHOWN, line == NULL ? "" : line);
}

void
look_command(struct health *h, const struct health_check *c, struct finding *f)
{
	struct proc p = PROC_INIT;
	struct buf out = { 0 }, log = { 0 }, shown = { 0 };
	struct err why = { 0 };
	int64_t within = c->within == HEALTH_UNSAID ? WITHIN_NS : c->within;
	const char *what;
	char *line;
	int status;

	(void)h;
	p.argv = (const char *const *)c->run.argv;
	p.group = true;
	buf_str(&out, "");
	words_show(&c->run, &shown);
	what = c->help != NULL ? c->help : shown.p;
	status = proc_read(&p, clock_mono() + within, OUTPUT_MAX, &out, &log, &why);
	if (status < 0) {
		finding_say(f, CHECK_FAILED, "%s", why.msg);
	} else if (status != 0) {
		line = last_line(log.len > 0 ? &log : &out);
		finding_put(&f->observed, "exit %d", status);
		finding_put(&f->limit, "exit 0");
		finding_say(f, CHECK_FAILED, "%s: exit %d%s%s", what, status,
		    line[0] != '\0' ? ": " : "", line);
		free(line);
	} else if (c->says != NULL && regexec(&c->says_re, out.p, 0, NULL, 0) != 0) {
		line = last_line(&out);
		finding_put(&f->observed, "%s", line);
		finding_put(&f->limit, "%s", c->says);
		finding_say(f, CHECK_FAILED, "%s says '%s'", what, line);
		free(line);
	} else {
		finding_say(f, CHECK_OK, "%s: so it is", what);
	}
	finding_put(&f->fix, "see what it says: %s", shown.p);
	buf_release(&out);
	buf_release(&log);
	buf_release(&shown);
}

struct secrets {
	struct finding *f;
	size_t failed, warnings, n;
};

/* The first that failed is told, with its fix; of the others how many. */
static int
take(void *arg, const struct check *c, struct err *e)
{
	struct secrets *s = arg;
	bool failed = c->status == CHECK_FAILED;

	(void)e;
	s->n++;
	if (!failed && c->status != CHECK_WARNING)
		return 0;
	if (failed ? s->failed++ == 0 : s->failed == 0 && s->warnings++ == 0) {
		finding_say(s->f, c->status, "%s: %s", c->name, c->text != NULL ? c->text : "");
		finding_put(&s->f->observed, "%s", c->name);
		if (c->fix != NULL)
			finding_put(&s->f->fix, "%s", c->fix);
	}
	return 0;
}

void
look_secrets(struct health *h, const struct health_check *c, struct finding *f)
{
	const struct gather_options how = { .env = h->env, .timeout = SECRETS_NS };
	struct contract contract = { 0 };
	struct secrets s = { .f = f };
	struct err why = { 0 };

	if (contract_open(&contract, c->contract, &why) ||
	    check_secrets(&how, &contract, NULL, take, &s, &why))
		finding_say(f, CHECK_FAILED, "%s", why.msg);
	else if (f->text == NULL)
		finding_say(f, CHECK_OK, "the contract %s is kept", c->contract);
	if (f->fix == NULL)
		finding_put(&f->fix, "pf-secrets check --contract %s", c->contract);
	contract_release(&contract);
}
