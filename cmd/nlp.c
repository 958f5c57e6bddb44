/* pf-nlp - find in messages what they say about symbols */
#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "base/cmd.h"
#include "base/env.h"
#include "base/err.h"
#include "base/log.h"
#include "base/stop.h"
#include "nlp/engine.h"
#include "nlp/parse.h"
#include "nlp/print.h"
#include "nlp/rules.h"

struct opts {
	const char *engine, *model;
	int64_t limit, min_confidence;
	bool messages;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
static const struct opt parse_opts[] = {
	{ 0, "engine",         OPT_ENUM,  AT(engine),         0, "what finds ideas (default: openai where OPENAI_API_KEY or OPENAI_BASE_URL is set, else rules)", "rules|openai" },
	{ 0, "limit",          OPT_INT,   AT(limit),          0, "work on that many messages (0: all)" },
	{ 0, "messages",       OPT_FLAG,  AT(messages),       0, "print the messages, too" },
	{ 0, "model",          OPT_STR,   AT(model),          0, "rules: the same as --engine rules" },
	{ 0, "min-confidence", OPT_MONEY, AT(min_confidence), 0, "drop ideas that are less sure, 0 to 1", "share" },
	{ 0 }
};
/* clang-format on */

/* The engine that was asked for, or the one that can be had. */
static int
open_engine(struct nlp_engine **en, const struct opts *o, struct err *e)
{
	bool keyed = env_get("OPENAI_API_KEY") != NULL || env_get("OPENAI_BASE_URL") != NULL;
	bool rules = o->engine != NULL ? strcmp(o->engine, "rules") == 0 : !keyed;

	if (o->model != NULL && strcmp(o->model, "rules") == 0)
		rules = true;
	if (!rules && !keyed)
		return err_set(e, ERR_CONFIG,
		    "OPENAI_API_KEY is not set: set it, or OPENAI_BASE_URL of a server that needs none, or take --engine rules");
	if (!rules)
		return err_set(
		    e, ERR_CONFIG, "this pf-nlp knows no engine openai: take --engine rules");
	if (o->engine == NULL && o->model == NULL)
		log_note("OPENAI_API_KEY is not set: ideas are found by rules");
	return rules_engine(en, e);
}

static void
say(const struct nlp_print *p)
{
	log_info("ideas: %" PRIu64 "; messages ok: %" PRIu64 ", noise: %" PRIu64
		 ", skipped: %" PRIu64 ", failed: %" PRIu64 ", to be tried again: %" PRIu64,
	    p->ideas, p->messages[NLP_OK], p->messages[NLP_NOISE], p->messages[NLP_SKIPPED],
	    p->messages[NLP_ERROR], p->messages[NLP_PENDING]);
}

static int
parse(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct nlp_engine *en = NULL;
	struct nlp_print print;
	struct nlp_parse p = { .in = ctx->in,
		.name = "standard input",
		.limit = o->limit,
		.least = (int)(o->min_confidence / 1000),
		.messages = o->messages,
		.print = &print };
	int rc = -1;

	if (args[0] != NULL)
		return err_set(e, ERR_USAGE, "no operand is taken: '%s'", args[0]);
	if (o->min_confidence > 1000000)
		return err_set(e, ERR_USAGE, "--min-confidence: it is a share of 1");
	if (open_engine(&en, o, e))
		return -1;
	nlp_print_init(&print, ctx->out, ctx->now, ctx->line_buffered);
	rc = nlp_parse(&p, en, e);
	en->kind->close(en);
	say(&print);
	nlp_print_release(&print);
	return rc == 0 && p.bad > 0 ? ERR_DATA : rc;
}

/* clang-format off */
static const struct verb verbs[] = {
	{ "parse", "[--engine rules|openai] [--limit number] [--min-confidence share] [--messages] [--model rules]", "print the ideas of messages as they come", parse_opts, parse },
	{ 0 }
};
/* clang-format on */

const struct cmd cmd = {
	.name = "pf-nlp",
	.help = "find in messages what they say about symbols",
	.opts_size = sizeof(struct opts),
	.verbs = verbs,
	.verb = "parse",
	.flags = CMD_FILTER | CMD_STOPS,
};
