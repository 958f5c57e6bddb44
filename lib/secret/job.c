#include "secret/job.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "aws/keys.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/emit.h"
#include "secret/verb.h"

void
job_release(struct job *j)
{
	union {
		const char *from;
		char *to;
	} text;
	size_t i;

	for (i = 0; i < j->n; i++) {
		text.from = j->edits[i].name;
		free(text.to);
		text.from = j->edits[i].value;
		aws_wipe(text.to);
	}
	free(j->edits);
	free(j->secret);
	fetcher_release(&j->f);
}

void
job_add(struct job *j, const char *name, const char *value)
{
	union {
		const char *from;
		char *to;
	} old;
	size_t i;

	for (i = 0; i < j->n && strcmp(j->edits[i].name, name) != 0; i++)
		continue;
	if (i == j->n) {
		j->edits = mem_grow(j->edits, j->n + 1, sizeof *j->edits);
		j->edits[j->n++] = (struct edit){ .name = mem_str(name) };
	} else {
		old.from = j->edits[i].value;
		aws_wipe(old.to);
	}
	j->edits[i].value = mem_str(value);
}

/* The secret of the sources that takes keys under their own names, if there is but one. */
static int
the_one(struct job *j, const struct secret_opts *o, struct err *e)
{
	struct sources s = { 0 };
	size_t i, n = 0;
	int rc = sources_find(&s, o->from, e);

	for (i = 0; rc == 0 && i < s.n; i++)
		if (s.all[i].type == VARS_AWS && s.all[i].name == NULL && s.all[i].prefix == NULL &&
		    n++ == 0)
			j->secret = mem_str(s.all[i].place);
	sources_release(&s);
	if (rc == 0 && n != 1)
		rc = err_set(e, ERR_USAGE, "which secret? %s: say --secret",
		    n == 0 ? "no source names one" : "the sources name several");
	return rc;
}

int
job_begin(struct job *j, const struct ctx *ctx, const struct secret_opts *o, const char *name,
    struct vars *near, struct err *e)
{
	const struct gather_options how = verb_sources(ctx, o);
	struct vars own = { 0 };
	char *path = NULL;
	int rc = -1;

	if (near == NULL)
		near = &own;
	j->f.until = clock_mono() + o->timeout;
	if (verb_close_up(e) || gather_environment(near, &how, e) ||
	    gather_find_file(&path, &how, e) || (path != NULL && gather_file(near, path, &how, e)))
		goto out;
	if (name == NULL)
		name = o->secret;
	rc = 0;
	j->prefix = o->prefix;
	if (name != NULL || j->prefix != NULL)
		j->secret = mem_str(name);
	else
		rc = the_one(j, o, e);
out:
	vars_release(&own);
	free(path);
	return rc;
}

char *
job_place(const struct job *j, const char *name)
{
	char *place, *p;

	if (j->prefix == NULL)
		return mem_str(j->secret);
	place = mem_fmt("%s%s", j->prefix, name);
	for (p = place + strlen(j->prefix); *p != '\0'; p++)
		*p = *p == '_' ? '-' : (char)(*p >= 'A' && *p <= 'Z' ? *p + ('a' - 'A') : *p);
	return place;
}

int
job_tell(const struct job *j, struct ctx *ctx, struct err *e)
{
	struct emit em;
	char *place;
	size_t i;
	int rc = 0;

	emit_init(&em, ctx->out, false);
	for (i = 0; rc == 0 && i < j->n; i++) {
		emit_begin(&em, "change");
		emit_str(&em, "name", j->edits[i].name);
		emit_str(&em, "action", edit_word(j->edits[i].did));
		place = job_place(j, j->edits[i].name);
		emit_str(&em, "secret", place);
		free(place);
		rc = emit_end(&em, e);
	}
	emit_release(&em);
	if (ctx->dry_run)
		log_note("nothing was written");
	return rc;
}

int
job_ask(struct ctx *ctx, const char *name, bool hide, struct buf *text, struct err *e)
{
	struct termios was, quiet;
	int c, fd = fileno(ctx->in);

	if (tcgetattr(fd, &was))
		return err_errno(e, ERR_IO, "the terminal");
	quiet = was;
	if (hide)
		quiet.c_lflag &= ~(tcflag_t)ECHO;
	(void)tcsetattr(fd, TCSAFLUSH, &quiet); /* before anybody can see that it is asked */
	(void)fprintf(stderr, "%s: ", name);
	(void)setvbuf(ctx->in, NULL, _IONBF, 0);
	while ((c = fgetc(ctx->in)) != EOF && c != '\n' && text->len <= EDIT_TEXT_MAX)
		buf_char(text, (char)c);
	(void)tcsetattr(fd, TCSAFLUSH, &was);
	if (hide)
		(void)fprintf(stderr, "\n");
	return c == '\n' ? 0 : err_set(e, ERR_DATA, "%s: no value was typed", name);
}
