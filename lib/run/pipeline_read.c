/* The file of a pipeline into its definition: the keys as tables (pf-pipeline(5)) */
#include "run/pipeline.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/conf.h"
#include "run/pipeline_order.h"
#include "run/pipeline_take.h"

struct key {
	const char *name;
	take_fn *take;
	size_t at; /* of the member it takes into */
};

#define KEYS_MAX 32

/* clang-format off */
#define AT(m) offsetof(struct pipeline, m)
static const struct key pipeline_keys[] = {
	{ "name",     take_name, AT(name) },
	{ "help",     take_text, AT(help) },
	{ "timezone", take_zone, AT(zone) },
	{ "env",      take_env,  AT(env) },
	{ "steps",    NULL,      0 }, /* below */
	{ 0 }
};
#undef AT
#define AT(m) offsetof(struct pipeline_step, m)
static const struct key step_keys[] = {
	{ "name",             take_name,    AT(name) },
	{ "help",             take_text,    AT(help) },
	{ "pipe",             take_pipe,    0 },
	{ "shell",            take_bool,    AT(shell) },
	{ "run",              take_text,    AT(script) },
	{ "needs",            take_refs,    AT(needs) },
	{ "after",            take_refs,    AT(after) },
	{ "timeout",          take_span,    AT(timeout) },
	{ "grace",            take_span,    AT(grace) },
	{ "retry",            take_retry,   0 },
	{ "fatal",            take_bool,    AT(fatal) },
	{ "fatal_if_env",     take_conds,   AT(fatal_if) },
	{ "nonfatal_if_env",  take_conds,   AT(nonfatal_if) },
	{ "when",             take_command, AT(when) },
	{ "ensure",           take_ensure,  0 },
	{ "strict",           take_bool,    AT(strict) },
	{ "escalate_after",   take_count,   AT(escalate_after) },
	{ "skip_if_missing",  take_bool,    AT(skip_if_missing) },
	{ 0 }
};
#undef AT
/* clang-format on */

/* What a step has where its file says nothing. */
static const struct pipeline_step step_defaults = {
	.timeout = 3600 * CLOCK_SECOND,
	.grace = 10 * CLOCK_SECOND,
	.attempts = 3,
	.wait = 5 * CLOCK_SECOND,
	.escalate_after = 3,
	.fatal = true,
};

/* Every key of the map by the table, into s. */
static int
take_map(const char *file, const struct conf *map, const struct key *keys, void *s, struct err *e)
{
	const char *names[KEYS_MAX];
	const struct conf *c;
	size_t n;

	for (n = 0; keys[n].name != NULL && n < KEYS_MAX - 1; n++)
		names[n] = keys[n].name;
	names[n] = NULL;
	if (conf_known(map, names, file, e))
		return -1;
	for (; keys->name != NULL; keys++) {
		c = conf_get(map, keys->name);
		if (c != NULL && keys->take != NULL && keys->take(file, c, (char *)s + keys->at, e))
			return -1;
	}
	return 0;
}

/* What no single key shows: either a pipe or a script, and a shell only for a script. */
static int
whole_step(const char *file, const struct conf *map, struct pipeline_step *s, struct err *e)
{
	const struct conf *run = conf_get(map, "run"), *shell = conf_get(map, "shell");

	if (s->name == NULL)
		return conf_fail(e, file, map, "a step needs a name");
	if (run != NULL && s->npipe > 0)
		return conf_fail(e, file, run, "a step has either 'pipe' or 'run'");
	if (run != NULL && !s->shell)
		return conf_fail(
		    e, file, run, "'run' is a shell's: say 'shell: true' too, or use 'pipe'");
	if (run == NULL && s->shell)
		return conf_fail(
		    e, file, shell, "'shell: true' needs 'run' with what the shell shall do");
	if (run == NULL && s->npipe == 0)
		return conf_fail(
		    e, file, map, "step %s has nothing to do: 'pipe' is missing", s->name);
	if (run !=
	    NULL) { /* -e: a script that goes on behind a failure reports the last command only */
		words_add(&s->pipe[0], "sh", 2);
		words_add(&s->pipe[0], "-e", 2);
		words_add(&s->pipe[0], "-c", 2);
		words_add(&s->pipe[0], s->script, strlen(s->script));
		s->npipe = 1;
	}
	return 0;
}

static int
read_steps(struct pipeline *p, const struct conf *steps, struct err *e)
{
	struct pipeline_step *s;
	const struct conf *c;
	int twin;

	if (steps->type != CONF_LIST || steps->child == NULL)
		return conf_fail(e, p->file, steps, "'steps' wants a list of steps");
	for (c = steps->child; c != NULL; c = c->next) {
		if (c->type != CONF_MAP)
			return conf_fail(e, p->file, c, "a step is a map with 'name' and 'pipe'");
		if (p->nsteps == PIPELINE_STEPS_MAX)
			return conf_fail(e, p->file, c, "more than %d steps", PIPELINE_STEPS_MAX);
		p->steps = mem_grow(p->steps, p->nsteps + 1, sizeof *p->steps);
		s = &p->steps[p->nsteps++];
		*s = step_defaults;
		s->line = c->line;
		s->column = c->column;
		if (take_map(p->file, c, step_keys, s, e) || whole_step(p->file, c, s, e))
			return -1;
		twin = pipeline_find(p, s->name);
		if ((size_t)twin != p->nsteps - 1)
			return conf_fail(e, p->file, c, "a second step '%s'", s->name);
	}
	return 0;
}

int
pipeline_read(struct pipeline *p, FILE *fp, const char *file, struct err *e)
{
	const struct conf *steps;
	struct conf *root = NULL;
	int rc = -1;

	*p = (struct pipeline){ .file = mem_str(file) };
	if (conf_read(&root, fp, file, e))
		goto out;
	if (root->type != CONF_MAP) {
		(void)conf_fail(e, file, root, "a pipeline is a map with 'name' and 'steps'");
		goto out;
	}
	if (take_map(file, root, pipeline_keys, p, e))
		goto out;
	steps = conf_get(root, "steps");
	if (p->name == NULL || steps == NULL) {
		(void)conf_fail(
		    e, file, root, "'%s' is missing", p->name == NULL ? "name" : "steps");
		goto out;
	}
	if (read_steps(p, steps, e) || pipeline_order(p, e))
		goto out;
	rc = 0;
out:
	conf_free(root);
	if (rc)
		pipeline_release(p);
	return rc;
}
