/* pf-sentiment - score what is said in records, from bad to good */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/progress.h"
#include "io/amend.h"
#include "io/emit.h"
#include "io/filter.h"
#include "io/input.h"
#include "io/rec.h"
#include "text/vader.h"

struct opts {
	const char *model, *field, *extra;
	bool sentences, apostrophes;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
static const struct opt opts[] = {
	{ 0,   "apostrophes", OPT_FLAG, AT(apostrophes), 0, "typographic apostrophes count as plain ones" },
	{ 0,   "extra",       OPT_STR,  AT(extra),       0, "a lexicon more: a file, or finance, which comes along", "file" },
	{ 0,   "field",       OPT_STR,  AT(field),       0, "where the text is (default: content)", "name" },
	{ 0,   "model",       OPT_ENUM, AT(model),       0, "how to score", "vader" },
	{ 0,   "sentences",   OPT_FLAG, AT(sentences),   0, "score each sentence alone and average" },
	{ 0 }
};
/* clang-format on */

struct filter {
	const struct opts *o;
	struct vader *v;
	struct emit out;
	struct buf text, scores, compound;
};

static int
take(void *arg, const struct rec *rec, struct err *e)
{
	struct filter *f = arg;
	const struct rec_field *field = rec_get(rec, f->o->field);
	unsigned flags =
	    (f->o->sentences ? VADER_SENTENCES : 0) | (f->o->apostrophes ? VADER_APOSTROPHES : 0);
	struct vader_score score;
	struct amend set[2];
	struct slice text;

	if (field == NULL || field->type == REC_NULL)
		return filter_pass(&f->out, rec, e);
	if (field->type != REC_STRING)
		return err_set(e, ERR_DATA, "%s is no string", f->o->field);
	text = field->text;
	if (field->escaped) {
		buf_reset(&f->text);
		rec_text(field, &f->text);
		text = (struct slice){ f->text.p, f->text.len };
	}
	vader_score(f->v, text.p, text.n, flags, &score);
	buf_reset(&f->scores);
	buf_reset(&f->compound);
	vader_json(&score, &f->scores);
	vader_compound(&score, &f->compound);
	set[0] = (struct amend){ "sentiment", { f->scores.p, f->scores.len } };
	set[1] = (struct amend){ "sentiment_score", { f->compound.p, f->compound.len } };
	return amend_print(&f->out, rec, set, 2, e);
}

/* The extra lexicon's file: a word alone is one that comes along. Owned. */
static char *
extra_file(const char *folder, const char *extra)
{
	if (extra == NULL || strpbrk(extra, "/.") != NULL)
		return mem_str(extra);
	return mem_fmt("%s/%s.tsv", folder, extra);
}

static int
run(struct ctx *ctx, const void *arg, char **files, struct err *e)
{
	const struct opts *o = arg;
	const struct progress_plan plan = { .total = input_total(files, ctx->in) };
	char *folder = path_data("lexicon"), *extra = extra_file(folder, o->extra);
	struct filter f = { .o = o, .v = vader_open(folder, extra, e) };
	size_t bad = 0;
	int rc = -1;

	emit_init(&f.out, ctx->out, ctx->line_buffered || ctx->out_tty);
	progress_begin(&plan);
	if (f.v == NULL)
		goto out;
	rc = filter_files(files, ctx->in, NULL, take, &f, &f.out, &bad, e);
	if (rc == 0 && bad > 0)
		rc = ERR_DATA;
out:
	progress_end();
	vader_close(f.v);
	emit_release(&f.out);
	buf_release(&f.text);
	buf_release(&f.scores);
	buf_release(&f.compound);
	free(extra);
	free(folder);
	return rc;
}

const struct cmd cmd = {
	.name = "pf-sentiment",
	.help = "score what is said in records, from bad to good",
	.synopsis =
	    "[--field name] [--sentences] [--apostrophes] [--extra file] [--model vader] [file ...]",
	.opts = opts,
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .model = "vader", .field = "content" },
	.run = run,
	.flags = CMD_FILTER | CMD_PROGRESS | CMD_STOPS,
};
