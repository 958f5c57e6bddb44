/* The file of a pipeline: a definition that can be run and drawn, or a configuration error */
#include "run/pipeline.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "fuzz.h"
#include "run/graph.h"

/* A command is words, and what is shown of it is the same command again. */
static void
same_words(const struct words *w)
{
	struct words again = { 0 };
	struct buf text = { 0 };
	struct err e = { 0 };
	size_t n = 0, i;

	HOLDS(w->n > 0 && w->argv[w->n] == NULL);
	words_show(w, &text);
	HOLDS(words_split(text.p, &again, 1, &n, &e) == 0 && n == 1 && again.n == w->n);
	for (i = 0; i < w->n; i++)
		HOLDS(strcmp(w->argv[i], again.argv[i]) == 0);
	words_release(&again);
	buf_release(&text);
}

static void
check_step(const struct pipeline *p, size_t at)
{
	const struct pipeline_step *s = &p->steps[at];
	size_t i;

	HOLDS(pipeline_name_ok(s->name) && pipeline_find(p, s->name) == (int)at);
	HOLDS(
	    s->npipe > 0 && s->npipe <= PIPELINE_MEMBERS_MAX && s->attempts > 0 && s->timeout >= 0);
	for (i = 0; i < s->npipe; i++)
		same_words(&s->pipe[i]);
	for (i = 0; i < s->nensure; i++)
		same_words(&s->ensure[i].command);
	for (i = 0; i < s->needs.n; i++)
		HOLDS(p->steps[s->needs.at[i]].level < s->level);
	for (i = 0; i < s->after.n; i++)
		HOLDS(p->steps[s->after.at[i]].level < s->level);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	FILE *fp = fuzz_stream(bytes, n);
	struct pipeline p = { 0 };
	struct buf out = { 0 };
	struct err e = { 0 };
	size_t i;

	if (pipeline_read(&p, fp, "fuzz", &e) == 0) {
		HOLDS(pipeline_name_ok(p.name) && p.nsteps > 0);
		for (i = 0; i < p.nsteps; i++)
			check_step(&p, i);
		graph_text(&p, &out);
		graph_dot(&p, &out);
		graph_svg(&p, &out);
		HOLDS(out.len == strlen(out.p));
	} else {
		HOLDS(e.code == ERR_CONFIG && strncmp(e.msg, "fuzz:", 5) == 0);
	}
	buf_release(&out);
	pipeline_release(&p);
	(void)fclose(fp);
	return 0;
}
