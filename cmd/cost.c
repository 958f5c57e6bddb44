/* pf-cost - say what hosts and services cost, from dated tables */
#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "cost/estimate.h"
#include "cost/show.h"

#define OLD_DAYS 180

struct opts {
	const char *profile, *state, *prices, *set, *format;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
static const struct opt estimate_opts[] = {
	{ 'f', "format",  OPT_ENUM, AT(format),  0, "how it is printed (default: table on a terminal, else jsonl)", "jsonl|table" },
	{ 0,   "prices",  OPT_STR,  AT(prices),  0, "another table of prices than the profile names, by name or path", "name" },
	{ 'p', "profile", OPT_STR,  AT(profile), 0, "what is estimated, by name or path", "name" },
	{ 0,   "set",     OPT_LIST, AT(set),     0, "another quantity of an item", "item=quantity" },
	{ 0,   "state",   OPT_STR,  AT(state),   0, "a state of the profile (default: its first)", "name" },
	{ 0 }
};
/* clang-format on */

static void
warn_if_old(const struct cost_table *t, int64_t now)
{
	int64_t age = t->root != NULL ? cost_table_age(t, now) : 0;

	if (age > OLD_DAYS)
		log_warn("%s is of %s, %" PRId64
			 " days old: compare its figures with those of today (%s)",
		    t->path, t->as_of, age, t->source);
}

static int
run_estimate(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	const struct estimate_want want = {
		.profile = o->profile, .prices = o->prices, .state = o->state, .set = o->set
	};
	bool table = o->format != NULL ? strcmp(o->format, "table") == 0 : ctx->out_tty;
	struct estimate est = { 0 };
	int rc;

	if (args[0] != NULL)
		return err_set(e, ERR_USAGE, "%s: name a profile with --profile", args[0]);
	rc = estimate_make(&est, &want, e);
	if (rc == 0) {
		warn_if_old(&est.profile, ctx->now);
		warn_if_old(&est.prices, ctx->now);
		rc = table ? cost_table_show(&est, ctx->out, e) : cost_records(&est, ctx->out, e);
	}
	estimate_release(&est);
	return rc;
}

static const struct verb verbs[] = {
	{ "estimate",
	    "[-p profile] [--state name] [--set item=quantity] [--prices name] [-f format]",
	    "what it costs a month and a year", estimate_opts, run_estimate, false },
	{ 0 }
};

static const struct opt opts[] = { { 0 } };

const struct cmd cmd = {
	.name = "pf-cost",
	.help = "say what hosts and services cost, from dated tables",
	.opts = opts,
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .profile = "portfolio-ec2" },
	.verbs = verbs,
};
