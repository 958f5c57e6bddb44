/* pf-nlp - find in messages what they say about symbols */
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/cmd.h"
#include "base/env.h"
#include "base/err.h"
#include "base/log.h"
#include "base/stop.h"
#include "nlp/batch.h"
#include "nlp/engine.h"
#include "nlp/openai.h"
#include "nlp/parse.h"
#include "nlp/print.h"
#include "nlp/rules.h"
#include "vendor/openai_batch.h"

struct opts {
	const char *engine, *model, *price, *prices, *prompt, *temperature;
	int64_t concurrency, limit, max_attempts, max_requests, max_usd, max_usd_day;
	int64_t min_confidence, poll, timeout;
	bool all, estimate, long_context, messages, skip_triage, trace, wait;
};

#define AT(m) offsetof(struct opts, m)
#define CONCURRENCY_MAX 64

/* clang-format off */
#define MONEY \
	{ 0, "max-usd",        OPT_MONEY, AT(max_usd),        0, "openai: spend at most so many US dollars in this run (default: no limit)", "usd", "PF_NLP_MAX_USD" }, \
	{ 0, "max-usd-day",    OPT_MONEY, AT(max_usd_day),    0, "openai: and so many in a day (UTC), all runs of this state folder together (default: no limit)", "usd", "PF_NLP_MAX_USD_DAY" }
#define PRICES \
	{ 0, "price",          OPT_LIST,  AT(price),          0, "openai: what a model costs, MODEL=INPUT/OUTPUT or MODEL=INPUT/CACHED/OUTPUT, US dollars for a million tokens", "model=usd/usd" }, \
	{ 0, "prices",         OPT_STR,   AT(prices),         0, "openai: table of prices (default: the one that is shipped)", "file" }, \
	{ 0, "prompt",         OPT_STR,   AT(prompt),         0, "openai: version of the words that a model is asked with, or their file (default: ideas-1)", "version", "OPENAI_PROMPT_VERSION" }
#define SENDING \
	{ 0, "temperature",    OPT_STR,   AT(temperature),    0, "openai: 0 to 2 (default: the model's)", "number" }, \
	{ 0, "timeout",        OPT_SPAN,  AT(timeout),        0, "openai: stop after that time (default: never)" }, \
	{ 0, "trace",          OPT_FLAG,  AT(trace),          0, "openai: show the heads of requests and replies, without secrets" }

static const struct opt parse_opts[] = {
	{ 0, "concurrency",    OPT_INT,   AT(concurrency),    0, "openai: requests at a time, 1 to 64" },
	{ 0, "engine",         OPT_ENUM,  AT(engine),         0, "what finds ideas (default: openai where OPENAI_API_KEY or OPENAI_BASE_URL is set, else rules)", "rules|openai" },
	{ 0, "estimate-cost",  OPT_FLAG,  AT(estimate),       0, "openai: the same as --dry-run" },
	{ 0, "limit",          OPT_INT,   AT(limit),          0, "work on that many messages (0: all)" },
	{ 0, "long-context",   OPT_FLAG,  AT(long_context),   0, "openai: ask the model for long texts, whatever their length" },
	{ 0, "max-attempts",   OPT_INT,   AT(max_attempts),   0, "openai: give a message up when it failed so often" },
	MONEY,
	{ 0, "messages",       OPT_FLAG,  AT(messages),       0, "print the messages, too" },
	{ 0, "min-confidence", OPT_MONEY, AT(min_confidence), 0, "drop ideas that are less sure, 0 to 1", "share" },
	{ 0, "model",          OPT_STR,   AT(model),          0, "rules: the same as --engine rules; else whom openai asks, instead of OPENAI_MODEL_MAIN" },
	PRICES,
	{ 0, "skip-triage",    OPT_FLAG,  AT(skip_triage),    0, "openai: read every message, without asking first whether it is worth it" },
	SENDING,
	{ 0 }
};
static const struct opt batch_opts[] = {
	{ 0, "all",            OPT_FLAG,  AT(all),            0, "cancel: all that are open" },
	{ 0, "limit",          OPT_INT,   AT(limit),          0, "submit: that many messages (0: all)" },
	{ 0, "max-attempts",   OPT_INT,   AT(max_attempts),   0, "collect: give a message up when it failed so often" },
	{ 0, "max-requests",   OPT_INT,   AT(max_requests),   0, "submit: requests of a file, 1 to 50000" },
	MONEY,
	{ 0, "min-confidence", OPT_MONEY, AT(min_confidence), 0, "collect: drop ideas that are less sure, 0 to 1", "share" },
	{ 0, "model",          OPT_STR,   AT(model),          0, "submit: whom to ask, instead of OPENAI_MODEL_MAIN" },
	{ 0, "poll",           OPT_SPAN,  AT(poll),           0, "collect: with --wait, how long to wait between (default: 1m)" },
	PRICES,
	SENDING,
	{ 0, "wait",           OPT_FLAG,  AT(wait),           0, "collect: until all are over" },
	{ 0 }
};
/* clang-format on */

static void
make_how(struct nlp_openai_how *how, const struct opts *o)
{
	*how = (struct nlp_openai_how){ .prompt = o->prompt,
		.prices = o->prices,
		.price = o->price,
		.model = o->model,
		.temperature = o->temperature,
		.max_usd = o->max_usd,
		.max_usd_day = o->max_usd_day,
		.concurrency = o->concurrency,
		.attempts = o->max_attempts,
		.deadline_ns = o->timeout == 0 ? 0 : clock_mono() + o->timeout,
		.skip_triage = o->skip_triage,
		.long_context = o->long_context,
		.trace = o->trace };
}

/* The engine that was asked for, or the one that can be had. */
static int
open_engine(struct nlp_engine **en, const struct ctx *ctx, const struct opts *o,
    const struct nlp_openai_how *how, struct err *e)
{
	bool keyed = env_get("OPENAI_API_KEY") != NULL || env_get("OPENAI_BASE_URL") != NULL;
	bool asked = o->engine != NULL || o->model != NULL;
	bool rules = o->engine != NULL ? strcmp(o->engine, "rules") == 0 : !asked && !keyed;

	if (o->model != NULL && strcmp(o->model, "rules") == 0)
		rules = true;
	if (rules && !asked)
		log_note("OPENAI_API_KEY is not set: ideas are found by rules");
	if (rules)
		return rules_engine(en, e);
	return ctx->dry_run ? nlp_openai_estimate(en, how, ctx->out, e)
			    : nlp_openai_open(en, how, e);
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
check(const struct opts *o, char **args, struct err *e)
{
	if (args[0] != NULL)
		return err_set(e, ERR_USAGE, "no operand is taken: '%s'", args[0]);
	if (o->min_confidence > 1000000)
		return err_set(e, ERR_USAGE, "--min-confidence: it is a share of 1");
	if (o->concurrency < 1 || o->concurrency > CONCURRENCY_MAX)
		return err_set(
		    e, ERR_USAGE, "--concurrency is a number from 1 to %d", CONCURRENCY_MAX);
	return 0;
}

static int
parse(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	FILE *nothing = NULL, *out = ctx->out;
	struct nlp_engine *en = NULL;
	struct nlp_openai_how how;
	struct nlp_print print;
	struct nlp_parse p = { .in = ctx->in,
		.name = "standard input",
		.limit = o->limit,
		.least = (int)(o->min_confidence / 1000),
		.messages = o->messages,
		.print = &print };
	int rc = -1;

	ctx->dry_run |= o->estimate;
	make_how(&how, o);
	if (check(o, args, e) || open_engine(&en, ctx, o, &how, e))
		return -1;
	if (ctx->dry_run) { /* nobody stores what was only thought through */
		out = nothing = fopen("/dev/null", "we");
		if (nothing == NULL) {
			en->kind->close(en);
			return err_errno(e, ERR_IO, "/dev/null");
		}
	}
	nlp_print_init(&print, out, ctx->now, ctx->line_buffered);
	rc = nlp_parse(&p, en, e);
	if (rc == 0 && strcmp(en->kind->name, "openai") == 0)
		rc = nlp_openai_verdict(en, e);
	en->kind->close(en);
	say(&print);
	nlp_print_release(&print);
	if (nothing != NULL)
		(void)fclose(nothing); /* nothing was written */
	return rc == 0 && p.bad > 0 ? ERR_DATA : rc;
}

/* --- batches */

static int
check_batch(const struct opts *o, struct err *e)
{
	if (o->min_confidence > 1000000)
		return err_set(e, ERR_USAGE, "--min-confidence: it is a share of 1");
	if (o->max_requests < 1 || o->max_requests > OPENAI_BATCH_REQUESTS)
		return err_set(
		    e, ERR_USAGE, "--max-requests is a number from 1 to %d", OPENAI_BATCH_REQUESTS);
	return 0;
}

static int
batch(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	static const struct {
		const char *name;
		int (*run)(const struct nlp_batch_how *how, struct err *e);
		bool reads, ids;
	} words[] = { { "submit", nlp_batch_submit, true, false },
		{ "collect", nlp_batch_collect, true, true },
		{ "status", nlp_batch_status, false, true },
		{ "cancel", nlp_batch_cancel, false, true } };
	const struct opts *o = arg;
	struct nlp_batch_how how = { .out = ctx->out,
		.now = ctx->now,
		.flush = ctx->line_buffered,
		.limit = o->limit,
		.max_requests = o->max_requests,
		.least = (int)(o->min_confidence / 1000),
		.wait = o->wait,
		.all = o->all,
		.poll_ns = o->poll };
	size_t i;

	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		if (args[0] != NULL && strcmp(args[0], words[i].name) == 0)
			break;
	if (i == sizeof words / sizeof words[0])
		return err_set(e, ERR_USAGE, "batch what? submit, collect, status or cancel");
	if (args[1] != NULL && !words[i].ids)
		return err_set(e, ERR_USAGE, "no operand is taken: '%s'", args[1]);
	if (check_batch(o, e))
		return -1;
	if (ctx->dry_run)
		return err_set(e, ERR_USAGE,
		    "batch has no dry run: pf-nlp parse --estimate-cost --skip-triage tells twice what it costs");
	make_how(&how.openai, o);
	how.ids = args + 1;
	if (words[i].reads && !isatty(fileno(ctx->in)))
		how.in = ctx->in;
	return words[i].run(&how, e);
}

/* clang-format off */
static const struct verb verbs[] = {
	{ "parse", "[-n] [--engine rules|openai] [--limit number] [--min-confidence share] [--messages] [--max-usd usd] [--max-usd-day usd] [option ...]", "print the ideas of messages as they come", parse_opts, parse },
	{ "batch", "submit|collect|status|cancel [--limit number] [--max-usd usd] [--max-usd-day usd] [--wait] [option ...] [batch ...]", "submit messages to be worked on within a day, and collect the ideas", batch_opts, batch },
	{ 0 }
};
/* clang-format on */

const struct cmd cmd = {
	.name = "pf-nlp",
	.help = "find in messages what they say about symbols",
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .concurrency = NLP_OPENAI_CONCURRENCY,
	    .max_attempts = NLP_OPENAI_ATTEMPTS,
	    .max_requests = OPENAI_BATCH_REQUESTS,
	    .poll = 60 * CLOCK_SECOND,
	    .max_usd = -1,
	    .max_usd_day = -1 },
	.verbs = verbs,
	.verb = "parse",
	.flags = CMD_DRY_RUN | CMD_FILTER | CMD_STOPS,
};
