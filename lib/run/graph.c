#include "run/graph.h"

#include "base/buf.h"
#include "base/clock.h"
#include "run/capture.h"
#include "run/pipeline.h"

/* "900 s, 3 attempts, fatal unless REQUIRE_DATABENTO=0" */
static void
conds(const struct pipeline_conds *c, struct buf *out)
{
	size_t i;

	for (i = 0; i < c->n; i++)
		buf_fmt(out, "%s%s%s%s", i == 0 ? "" : " or ", c->c[i].name,
		    c->c[i].value ? "=" : "", c->c[i].value ? c->c[i].value : "");
}

static void
terms(const struct pipeline_step *s, struct buf *out)
{
	if (s->timeout == 0)
		buf_str(out, "no time-out");
	else
		buf_fmt(out, "%lld s", (long long)(s->timeout / CLOCK_SECOND));
	buf_str(out, s->fatal ? ", fatal" : ", optional");
	if (!s->fatal && s->fatal_if.n > 0) {
		buf_str(out, ", fatal if ");
		conds(&s->fatal_if, out);
	}
	if (s->nonfatal_if.n > 0) {
		buf_str(out, ", optional if ");
		conds(&s->nonfatal_if, out);
	}
}

/* By level, then by the order of the file: each step behind what it waits for. */
static void
sorted(const struct pipeline *p, size_t *order)
{
	size_t level, i, n = 0;

	for (level = 0; n < p->nsteps; level++)
		for (i = 0; i < p->nsteps; i++)
			if (p->steps[i].level == level)
				order[n++] = i;
}

static void
text_refs(
    const struct pipeline *p, const char *word, const struct pipeline_refs *refs, struct buf *out)
{
	size_t i;

	for (i = 0; i < refs->n; i++)
		buf_fmt(out, "%s%s", i == 0 ? word : ", ", p->steps[refs->at[i]].name);
}

void
graph_text(const struct pipeline *p, struct buf *out)
{
	size_t order[PIPELINE_STEPS_MAX], i, k, ne;
	const struct pipeline_step *s;
	struct buf line = { 0 };

	buf_fmt(out, "%s%s%s\n", p->name, p->help ? ": " : "", p->help ? p->help : "");
	sorted(p, order);
	for (i = 0; i < p->nsteps; i++) {
		s = &p->steps[order[i]];
		buf_fmt(out, "%zu. %s (", s->level + 1, s->name);
		terms(s, out);
		buf_str(out, ")");
		text_refs(p, " needs ", &s->needs, out);
		text_refs(p, s->needs.n > 0 ? "; after " : " after ", &s->after, out);
		buf_reset(&line);
		pipeline_show(s, &line);
		capture_redact(&line);
		buf_fmt(out, "\n   %s\n", line.p);
		for (k = 0, ne = s->nensure; k < ne; k++) {
			buf_reset(&line);
			words_show(&s->ensure[k].command, &line);
			capture_redact(&line);
			buf_fmt(out, "   ensure: %s\n", line.p);
		}
	}
	buf_release(&line);
}

/* A quoted string of DOT. */
static void
dot_quote(const char *s, struct buf *out)
{
	buf_char(out, '"');
	for (; *s != '\0'; s++) {
		if (*s == '"' || *s == '\\')
			buf_char(out, '\\');
		buf_char(out, *s);
	}
	buf_char(out, '"');
}

void
graph_dot(const struct pipeline *p, struct buf *out)
{
	const struct pipeline_step *s;
	size_t i, k;

	buf_str(out, "digraph ");
	dot_quote(p->name, out);
	buf_str(out, " {\n\trankdir=LR;\n\tnode [shape=box, fontname=\"sans-serif\"];\n");
	for (i = 0; i < p->nsteps; i++) {
		s = &p->steps[i];
		buf_str(out, "\t");
		dot_quote(s->name, out);
		buf_fmt(out, " [style=%s];\n", s->fatal ? "solid" : "dashed");
		for (k = 0; k < s->needs.n + s->after.n; k++) {
			buf_str(out, "\t");
			dot_quote(
			    p->steps[k < s->needs.n ? s->needs.at[k] : s->after.at[k - s->needs.n]]
				.name,
			    out);
			buf_str(out, " -> ");
			dot_quote(s->name, out);
			buf_fmt(out, "%s;\n", k < s->needs.n ? "" : " [style=dashed]");
		}
	}
	buf_str(out, "}\n");
}
