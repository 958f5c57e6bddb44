/* pf-discord - collect the messages of Discord's channels */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/env.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "io/file.h"
#include "show/checks.h"
#include "vendor/discord.h"
#include "vendor/discord_collect.h"
#include "vendor/discord_follow.h"
#include "vendor/discord_id.h"
#include "vendor/discord_plan.h"
#include "vendor/discord_post.h"
#include "vendor/discord_report.h"
#include "vendor/discord_survey.h"

struct opts {
	const char *channel, *embed, *file, *format, *reply_to, *text;
	bool cursors, dry_run, full, offline, silent, threads, trace;
	int64_t since, timeout, reread, pages, span;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
#define CHANNEL  { 'c', "channel",   OPT_LIST, AT(channel), 0, "these channels, their ids with commas between, beside the operands (default: $LOG_CHANNEL_IDS)", "id", "LOG_CHANNEL_IDS" }
#define TIMEOUT  { 0,   "timeout",   OPT_SPAN, AT(timeout), 0, "give up after that time (default: never)" }
#define TRACE    { 0,   "trace",     OPT_FLAG, AT(trace),   0, "show the heads of requests and replies, without secrets" }
#define CURSORS  { 0,   "cursors",   OPT_FLAG, AT(cursors), 0, "read cursor records on standard input: a channel's messages from there on, all of one without" }
#define REREAD   { 0,   "reread",    OPT_SPAN, AT(reread),  0, "how much before a cursor is read again, for edits and deletions (default: 24h)" }
#define THREADS  { 0,   "threads",   OPT_FLAG, AT(threads), 0, "the threads of the channels, too; --no-threads: not (default: they are)" }

static const struct opt collect_opts[] = {
	CHANNEL, CURSORS,
	{ 0,   "full",      OPT_FLAG, AT(full),    0, "all messages there are" },
	{ 0,   "max-pages", OPT_INT,  AT(pages),   0, "at most so many pages of 100 of a channel beyond its cursor (default: all)", "n" },
	REREAD,
	{ 's', "since",     OPT_TIME, AT(since),   0, "messages from that time on" },
	THREADS, TIMEOUT, TRACE, { 0 }
};
static const struct opt follow_opts[] = {
	CHANNEL, CURSORS,
	{ 0,   "for",       OPT_SPAN, AT(span),    0, "end after that time (default: never)" },
	{ 0,   "full",      OPT_FLAG, AT(full),    0, "all messages there are, to begin with" },
	REREAD,
	{ 's', "since",     OPT_TIME, AT(since),   0, "messages from that time on, to begin with" },
	THREADS, TRACE, { 0 }
};
static const struct opt channel_opts[] = { CHANNEL, TIMEOUT, TRACE, { 0 } };
static const struct opt send_opts[] = {
	{ 'n', "dry-run",  OPT_FLAG, AT(dry_run),  0, "send nothing: print what would be sent" },
	{ 0,   "embed",    OPT_STR,  AT(embed),    0, "file with an embed, or a list of them, in JSON", "file" },
	{ 0,   "file",     OPT_LIST, AT(file),     0, "files to be attached, with commas between", "file" },
	{ 0,   "reply-to", OPT_STR,  AT(reply_to), 0, "the message that it answers", "id" },
	{ 0,   "silent",   OPT_FLAG, AT(silent),   0, "nobody's device makes a noise" },
	{ 0,   "text",     OPT_STR,  AT(text),     0, "the text (default: standard input)" },
	TIMEOUT, TRACE, { 0 }
};
static const struct opt check_opts[] = {
	CHANNEL,
	{ 'f', "format",  OPT_ENUM, AT(format),  0, "how results are printed (default: a table on a terminal)", "json|table" },
	{ 0,   "offline", OPT_FLAG, AT(offline), 0, "only which variables are set: nothing is asked" },
	TIMEOUT, TRACE, { 0 }
};
/* clang-format on */

static int64_t
deadline_of(const struct opts *o)
{
	return o->timeout == 0 ? 0 : clock_mono() + o->timeout;
}

/* The channels that are named; by the environment when nothing else names one. */
static int
take_channels(struct discord_plan *p, const struct opts *o, char **args, struct err *e)
{
	bool operands = args[0] != NULL;
	const char *env = env_get("LOG_CHANNEL_IDS");
	bool chosen = o->channel != NULL && (env == NULL || o->channel != env);

	for (; *args != NULL; args++)
		if (discord_plan_add(p, *args, "channel", e))
			return -1;
	if (o->channel == NULL || (!chosen && operands))
		return 0;
	if (discord_plan_add(p, o->channel, chosen ? "--channel" : "LOG_CHANNEL_IDS", e) == 0)
		return 0;
	if (!chosen)
		e->code = ERR_CONFIG;
	return -1;
}

static int
need_channels(const struct discord_plan *p, struct err *e)
{
	return p->nchannels > 0
		   ? 0
		   : err_set(e, ERR_CONFIG,
			 "no channel is named: set LOG_CHANNEL_IDS, or name ids as operands");
}

/* --- collect */

/* A run in hand. */
struct reading {
	struct ctx *ctx;
	const struct opts *o;
	struct discord *d;
	struct discord_report report;
	struct discord_plan plan;
	size_t bad_lines;
};

static int
reading_open(struct reading *g, char **args, struct err *e)
{
	const char *token;

	if (take_channels(&g->plan, g->o, args, e) || need_channels(&g->plan, e))
		return -1;
	token = discord_token(e);
	if (token == NULL || discord_open(&g->d, token, deadline_of(g->o), g->o->trace, e))
		return -1;
	if (!g->o->cursors)
		return 0;
	return discord_plan_read(&g->plan, g->ctx->in, &g->report.em, &g->bad_lines, e);
}

static void
reading_begin(struct reading *g, struct ctx *ctx, const struct opts *o)
{
	*g = (struct reading){ .ctx = ctx, .o = o };
	g->plan = (struct discord_plan){ .since = o->since != 0 ? o->since : CLOCK_NONE,
		.reread = o->reread,
		.pages = o->pages,
		.threads = o->threads };
	discord_report_init(&g->report, ctx);
	if (o->trace)
		log_show(LOG_DEBUG);
}

static void
reading_end(struct reading *g)
{
	discord_close(g->d);
	discord_plan_release(&g->plan);
	discord_report_release(&g->report);
}

static int
collect(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct discord_collect *c = NULL;
	struct reading g;
	int rc = -1;

	if ((o->since != 0) + o->full + o->cursors != 1)
		return err_set(
		    e, ERR_USAGE, "say from where on: one of --cursors, --since and --full");
	reading_begin(&g, ctx, o);
	if (reading_open(&g, args, e) == 0) {
		c = discord_collect_new(g.d, &g.report, &g.plan);
		rc = discord_collect_run(c, e);
		if (rc == 0)
			rc = worst_end(&g.report.worst, e);
		discord_collect_free(c);
	}
	reading_end(&g);
	return rc == 0 && g.bad_lines > 0 ? ERR_DATA : rc;
}

/* --- follow */

static int
follow(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	int64_t until = o->span == 0 ? 0 : clock_mono() + o->span;
	struct reading g;
	int ways = (o->since != 0) + o->full + o->cursors, rc = -1;

	if (ways > 1)
		return err_set(e, ERR_USAGE, "--cursors, --since and --full exclude each other");
	reading_begin(&g, ctx, o);
	g.plan.live_only = ways == 0;
	if (reading_open(&g, args, e) == 0)
		rc = discord_follow(g.d, &g.report, &g.plan, discord_token(e), until, e);
	if (rc == 0)
		stop_obeyed();
	if (rc == 0 && o->span != 0)
		rc = worst_end(&g.report.worst, e);
	reading_end(&g);
	return rc == 0 && g.bad_lines > 0 ? ERR_DATA : rc;
}

/* --- channels, check */

static int
channels(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	bool alone = env_get("DISCORD_BOT_TOKEN") == NULL, readable;
	size_t i, unread = 0;
	struct reading g;
	const char *token;
	int rc = -1;

	reading_begin(&g, ctx, arg);
	if (take_channels(&g.plan, g.o, args, e) || need_channels(&g.plan, e))
		goto out;
	if (alone)
		log_note("DISCORD_BOT_TOKEN is not set: the ids alone, nobody is asked");
	token = alone ? NULL : discord_token(e);
	if (!alone && (token == NULL || discord_open(&g.d, token, deadline_of(g.o), g.o->trace, e)))
		goto out;
	for (rc = 0, i = 0; rc == 0 && i < g.plan.nchannels; i++) {
		rc = alone ? discord_survey_id(&g.report.em, g.plan.channels[i], e)
			   : discord_survey_channel(
				 g.d, &g.report.em, g.plan.channels[i], &readable, e);
		unread += rc == 0 && !alone && !readable;
	}
out:
	reading_end(&g);
	return rc == 0 && unread > 0 ? 1 : rc;
}

static int
check(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct discord_survey how = { .offline = o->offline, .trace = o->trace };
	bool table = o->format != NULL ? strcmp(o->format, "table") == 0 : ctx->out_tty;
	struct discord_plan plan = { 0 };
	struct checks out;
	struct err later;
	int rc = -1;

	if (o->trace)
		log_show(LOG_DEBUG);
	if (take_channels(&plan, o, args, e)) {
		discord_plan_release(&plan);
		return -1;
	}
	how.channels = plan.channels;
	how.deadline_ns = deadline_of(o);
	if (checks_begin(&out, ctx->out, table, ctx->now, e) == 0) {
		rc = discord_survey_check(&how, plan.nchannels, checks_take, &out, e);
		if (checks_end(&out, rc == 0 ? e : &later))
			rc = -1;
		if (rc == 0 && out.failed > 0)
			rc = 1;
	}
	checks_release(&out);
	discord_plan_release(&plan);
	return rc;
}

/* --- send */

static int
read_embeds(struct discord_post *p, const char *name, struct err *e)
{
	struct buf json = { 0 };
	int rc = file_read(name, DISCORD_REQUEST_MAX, &json, e);

	if (rc == 0 && discord_post_embeds(p, json.p, json.len, e))
		rc = err_wrap(e, "%s", name);
	buf_release(&json);
	return rc;
}

static int
read_files(struct discord_post *p, const char *list, struct err *e)
{
	char *name;
	size_t n;
	int rc = 0;

	for (; rc == 0 && *list != '\0'; list += n + (list[n] == ',')) {
		n = strcspn(list, ",");
		name = mem_copy(list, n);
		rc = discord_post_file(p, name, e);
		free(name);
	}
	return rc;
}

/* Text from standard input, without the end of its last line, unless there is another one or nobody types. */
static int
read_post(
    struct ctx *ctx, const struct opts *o, struct discord_post *p, struct buf *text, struct err *e)
{
	bool other = o->embed != NULL || o->file != NULL;
	uint64_t id;

	p->silent = o->silent;
	p->reply_to = o->reply_to;
	if (o->reply_to != NULL && discord_id_read(o->reply_to, strlen(o->reply_to), &id))
		return err_set(e, ERR_USAGE, "--reply-to: '%s' is no message's id", o->reply_to);
	if (o->embed != NULL && read_embeds(p, o->embed, e))
		return -1;
	if (o->file != NULL && read_files(p, o->file, e))
		return -1;
	if (o->text == NULL && !(other && isatty(fileno(ctx->in)))) {
		if (file_rest(ctx->in, "standard input", 4 * DISCORD_TEXT_MAX + 2, text, e))
			return -1;
		if (strlen(text->p) != text->len)
			return err_set(e, ERR_DATA, "standard input: there is a NUL in it");
		while (text->len > 0 && strchr("\r\n", text->p[text->len - 1]) != NULL)
			text->p[--text->len] = '\0';
	}
	p->text = o->text != NULL ? o->text : text->p;
	return discord_post_check(p, e);
}

/* The channel of the operand, else the webhook of the environment. */
static int
take_target(struct discord_to *to, char **args, struct err *e)
{
	const char *webhook = env_get("DISCORD_WEBHOOK_URL");
	uint64_t id;

	*to = (struct discord_to){ .channel = args[0] };
	if (args[0] != NULL && args[1] != NULL)
		return err_set(e, ERR_USAGE, "one channel is taken");
	if (args[0] != NULL && discord_id_read(args[0], strlen(args[0]), &id))
		return err_set(
		    e, ERR_USAGE, "'%s' is no channel's id (a number of digits)", args[0]);
	if (args[0] != NULL)
		return 0;
	if (webhook == NULL)
		return err_set(e, ERR_CONFIG, "name a channel's id, or set DISCORD_WEBHOOK_URL");
	return discord_to_webhook(to, webhook, e);
}

static int
send_post(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct discord_post p = { 0 };
	struct discord_to to = { 0 };
	struct buf text = { 0 };
	struct reading g;
	const char *token = NULL;
	int rc = -1;

	reading_begin(&g, ctx, o);
	if (take_target(&to, args, e) || read_post(ctx, o, &p, &text, e))
		goto out;
	if (o->dry_run) {
		rc = discord_post_plan(&p, &to, &g.report.em, e);
		goto out;
	}
	if (to.channel != NULL && (token = discord_token(e)) == NULL)
		goto out;
	if (discord_open(&g.d, token, deadline_of(o), o->trace, e) == 0)
		rc = discord_post_send(g.d, &p, &to, &g.report.em, e);
out:
	discord_to_release(&to);
	discord_post_release(&p);
	buf_release(&text);
	reading_end(&g);
	return rc;
}

/* clang-format off */
static const struct verb verbs[] = {
	{ "collect",  "[-c id,...] --cursors | -s time | --full [--max-pages n] [--reread time] [--no-threads] [id ...]", "print the messages of channels and their threads", collect_opts, collect },
	{ "follow",   "[-c id,...] [--cursors | -s time | --full] [--for time] [--reread time] [--no-threads] [id ...]", "print messages as they come, for as long as it runs", follow_opts, follow },
	{ "channels", "[-c id,...] [id ...]", "print what the channels are, and whether they can be read; 1 when one cannot", channel_opts, channels },
	{ "send",     "[-n] [--text text] [--embed file] [--file file,...] [--reply-to id] [--silent] [id]", "send a message to a channel, or to a webhook", send_opts, send_post },
	{ "check",    "[-c id,...] [-f format] [--offline] [id ...]", "find out whether the token works, and where; 1 when a channel cannot be read", check_opts, check },
	{ 0 }
};
/* clang-format on */

const struct cmd cmd = {
	.name = "pf-discord",
	.help = "collect the messages of Discord's channels",
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .threads = true, .reread = CLOCK_DAY },
	.verbs = verbs,
	.flags = CMD_FILTER | CMD_PROGRESS | CMD_STOPS,
};
