/* pf-notify - send to Telegram, Discord, mail, SNS; off unless configured */
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "base/worst.h"
#include "io/emit.h"
#include "io/jsonl.h"
#include "io/utf8.h"
#include "notify/channel.h"
#include "notify/note.h"
#include "notify/outlet.h"
#include "run/redact.h"
#include "show/checks.h"
#include "rec/check.h"

#define CHANNELS_MAX 8
#define NOTES_MAX 10000 /* of a batch: then it goes out, whoever waits for more */

struct opts {
	const char *to, *severity, *key, *limit, *title, *text, *level, *format;
	int64_t every, gather, timeout;
	bool on_change, pass, heartbeat, trace;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
#define TO      { 0, "to",      OPT_LIST, AT(to),      0, "only these channels, which must be configured (default: all that are)", "channel,..." }
#define TITLE   { 0, "title",   OPT_STR,  AT(title),   0, "the subject, or the first line (default: the host, and how many of what)" }
#define TIMEOUT { 0, "timeout", OPT_SPAN, AT(timeout), 0, "give a message up after that time (default: never)" }
#define TRACE   { 0, "trace",   OPT_FLAG, AT(trace),   0, "show the heads of requests and replies, without secrets" }

static const struct opt send_opts[] = {
	{ 0, "every",     OPT_SPAN, AT(every),     0, "the same is not told again before that time is over (default: it is)" },
	{ 0, "gather",    OPT_SPAN, AT(gather),    0, "what comes within that time goes out together" },
	{ 0, "heartbeat", OPT_FLAG, AT(heartbeat), 0, "print a heartbeat of each channel that was used, for pf-load" },
	{ 0, "key",       OPT_STR,  AT(key),       0, "what a text is known by, to --every; of records what stands before their own (default: the text itself)" },
	{ 0, "level",     OPT_ENUM, AT(level),     0, "how bad a text is", "info|warn|error" },
	{ 0, "limit",     OPT_STR,  AT(limit),     0, "tell at most so many in full, in such a time, 20/1h; the others as a sum (default: all)", "n/time" },
	{ 0, "on-change", OPT_FLAG, AT(on_change), 0, "of checks, tell only what has become worse, better or well again since it was told" },
	{ 0, "pass",      OPT_FLAG, AT(pass),      0, "print what was read, as it was" },
	{ 0, "severity",  OPT_ENUM, AT(severity),  0, "the least that is told of records", "info|warn|error" },
	{ 0, "text",      OPT_STR,  AT(text),      0, "tell this text, and read nothing" },
	TITLE, TO, TIMEOUT, TRACE, { 0 }
};
static const struct opt test_opts[] = {
	{ 'f', "format", OPT_ENUM, AT(format), 0, "how results are printed (default: a table on a terminal)", "json|table" },
	TITLE, TO, TIMEOUT, TRACE, { 0 }
};
static const struct opt channel_opts[] = {
	{ 'f', "format", OPT_ENUM, AT(format), 0, "how results are printed (default: a table on a terminal)", "json|table" },
	TO, { 0 }
};
/* clang-format on */

/* --- channels */

/* A run in hand. */
struct telling {
	struct ctx *ctx;
	const struct opts *o;
	bool wanted[CHANNELS_MAX];
	struct outlet outlets[CHANNELS_MAX]; /* of those that are configured */
	size_t noutlets;
	struct notify_run run;
	struct worst worst;
	char host[256];
	struct emit em;
	struct note *notes; /* owned */
	size_t n, cap;
	size_t read, bad; /* records of ours, lines that are none */
	bool closed;      /* nobody reads what is passed on any more */
};

static int
take_names(struct telling *t, const char *list, struct err *e)
{
	const char *names[CHANNELS_MAX + 1] = { NULL };
	size_t i, n;

	for (i = 0; channels[i] != NULL; i++) {
		names[i] = channels[i]->name;
		t->wanted[i] = list == NULL;
	}
	for (; list != NULL && *list != '\0'; list += n + (list[n] == ',')) {
		n = strcspn(list, ",");
		for (i = 0; names[i] != NULL; i++)
			if (strlen(names[i]) == n && strncmp(names[i], list, n) == 0)
				break;
		if (names[i] == NULL)
			return err_set(e, ERR_USAGE,
			    "--to: '%.*s' is no channel: telegram, discord, mail, sns", (int)n,
			    list);
		t->wanted[i] = true;
	}
	return 0;
}

/* The channels of the run. One that is configured by half, or not though it was named, is told, and the others are used. */
static void
find_outlets(struct telling *t)
{
	struct outlet *o;
	struct err e;
	char *word;
	size_t i;
	int found;

	for (i = 0; channels[i] != NULL; i++) {
		if (!t->wanted[i])
			continue;
		word = NULL;
		found = channels[i]->find(&word, &e);
		if (found == 0 && t->o->to != NULL)
			found = err_set(
			    &e, ERR_CONFIG, "%s is not configured: %s", channels[i]->name, word);
		if (found < 0)
			worst_note(&t->worst, &e);
		if (found > 0) {
			o = &t->outlets[t->noutlets++];
			*o = (struct outlet){ .channel = channels[i], .word = word };
			word = NULL;
		}
		free(word);
	}
}

static int
begin(struct telling *t, struct ctx *ctx, const struct opts *o, struct err *e)
{
	*t = (struct telling){ .ctx = ctx, .o = o };
	emit_init(&t->em, ctx->out, ctx->line_buffered);
	if (o->trace)
		log_show(LOG_DEBUG);
	redact_environment();
	if (gethostname(t->host, sizeof t->host - 1) != 0 || t->host[0] == '\0')
		(void)snprintf(t->host, sizeof t->host, "localhost");
	t->run = (struct notify_run){ .title = o->title,
		.host = t->host,
		.deadline_ns = o->timeout > 0 ? clock_mono() + o->timeout : 0,
		.trace = o->trace,
		.plan = ctx->dry_run ? &t->em : NULL };
	t->run.rules.min = (enum note_level)note_level_find(o->severity);
	t->run.rules.on_change = o->on_change;
	t->run.rules.every = o->every;
	if (o->key != NULL && !utf8_valid(o->key, strlen(o->key)))
		return err_set(e, ERR_USAGE, "--key is no UTF-8: nothing would be known by it");
	if (o->every > 31 * CLOCK_DAY)
		return err_set(e, ERR_USAGE, "--every: at most 31d");
	return notify_limit(&t->run.rules, o->limit, NOTES_MAX, e) || take_names(t, o->to, e) ? -1
											      : 0;
}

static void
end(struct telling *t)
{
	size_t i;

	for (i = 0; i < t->noutlets; i++)
		outlet_release(&t->outlets[i]);
	for (i = 0; i < t->n; i++)
		note_release(&t->notes[i]);
	free(t->notes);
	emit_release(&t->em);
}

/* --- send */

/* What is gathered goes out on all channels. */
static int
flush_notes(struct telling *t, struct err *e)
{
	int64_t now;
	size_t i;

	if (clock_now(&now, e))
		return -1;
	if (t->o->timeout > 0)
		t->run.deadline_ns = clock_mono() + t->o->timeout;
	for (i = 0; i < t->noutlets; i++)
		outlet_tell(&t->outlets[i], &t->run, t->notes, t->n, now, &t->worst);
	for (i = 0; i < t->n; i++)
		note_release(&t->notes[i]);
	t->n = 0;
	return 0;
}

static void
keep(struct telling *t, const struct note *n)
{
	if (t->n == t->cap) {
		t->cap = mem_more(t->cap, t->n + 1);
		t->notes = mem_grow(t->notes, t->cap, sizeof *t->notes);
	}
	t->notes[t->n++] = *n;
}

/* Who reads behind us may go: what was read is told all the same, and then we end as others do. */
static int
pass_line(struct telling *t, const struct jsonl *in, struct err *e)
{
	FILE *out = t->ctx->out;

	if (!t->o->pass || t->closed || in->raw.n == 0)
		return 0;
	if (fwrite(in->raw.p, 1, in->raw.n, out) == in->raw.n && putc('\n', out) != EOF &&
	    (jsonl_ready(in) || fflush(out) == 0))
		return 0;
	t->closed = true;
	return errno == EPIPE ? 0 : err_errno(e, ERR_IO, "standard output");
}

/* A line, good or bad, or the end: 1, 0, -1. What cannot be passed on any more is told all the same. */
static int
take_line(struct telling *t, struct jsonl *in, struct rec *rec, struct err *e)
{
	int got = jsonl_next(in, rec, e);
	struct note n;
	struct err out;

	if (got == 0 || (got < 0 && e->code != ERR_DATA))
		return got;
	if (pass_line(t, in, &out))
		worst_note(&t->worst, &out);
	if (got > 0)
		got = note_of_record(&n, rec, t->o->key, e);
	if (got < 0) {
		log_error("stdin:%zu: %s", in->lineno, e->msg);
		t->bad++;
	} else if (got > 0) {
		t->read++;
		if (t->noutlets > 0)
			keep(t, &n);
		else
			note_release(&n);
	}
	return 1;
}

/* A stream without an end is told as it comes: what comes together goes out together, and where there is a limit once in its
 * time. */
static int
read_notes(struct telling *t, struct err *e)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	int64_t due = 0, not_before = 0, left;
	struct jsonl in;
	int got = 1;

	jsonl_init(&in, t->ctx->in, "stdin");
	while (got > 0) {
		left = due - clock_mono();
		if (t->n == NOTES_MAX ||
		    (t->n > 0 && !jsonl_is_file(&in) &&
			(left <= 0 || (!jsonl_ready(&in) && !jsonl_wait(&in, left))))) {
			if (flush_notes(t, e)) {
				got = -1;
				break;
			}
			not_before = clock_mono() + t->run.rules.window;
		}
		got = take_line(t, &in, rec, e);
		if (t->n <= 1) /* the first of a batch, or none */
			due = clock_mono() + t->o->gather > not_before ? clock_mono() + t->o->gather
								       : not_before;
	}
	jsonl_release(&in);
	free(rec);
	return got;
}

static int
take_text(struct telling *t, char **words, struct err *e)
{
	enum note_level level = (enum note_level)note_level_find(t->o->level);
	struct buf text = { 0 };
	struct note n;
	int rc;

	if (t->o->text != NULL && words[0] != NULL)
		return err_set(e, ERR_USAGE, "the text is either --text or operands");
	if (t->o->text != NULL)
		buf_str(&text, t->o->text);
	for (; *words != NULL; words++)
		buf_fmt(&text, "%s%s", text.len > 0 ? " " : "", *words);
	buf_str(&text, "");
	rc = note_of_text(&n, text.p, level, t->o->key, e);
	if (rc == 0)
		keep(t, &n);
	else
		note_release(&n);
	t->read += rc == 0;
	buf_release(&text);
	return rc;
}

static int
print_heartbeats(struct telling *t, struct err *e)
{
	const struct outlet *o;
	size_t i;

	for (i = 0; t->o->heartbeat && i < t->noutlets; i++) {
		o = &t->outlets[i];
		if (!o->used)
			continue;
		emit_begin(&t->em, "heartbeat");
		emit_str(&t->em, "name", o->channel->name);
		emit_time(&t->em, "at", t->ctx->now);
		emit_bool(&t->em, "ok", !o->failed);
		if (o->failed)
			emit_str(&t->em, "message", o->why.msg);
		if (emit_end(&t->em, e))
			return -1;
	}
	return 0;
}

static int
verb_send(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	const struct opts *o = arg;
	struct telling t;
	int rc = begin(&t, ctx, o, e), stopped = 0;

	if (o->pass)
		(void)signal(SIGPIPE, SIG_IGN);
	if (rc == 0) {
		find_outlets(&t);
		rc =
		    o->text != NULL || args[0] != NULL ? take_text(&t, args, e) : read_notes(&t, e);
		stopped = stop_suspend(); /* what was read before is told */
		if (rc < 0 && stopped == 0 && t.n > 0)
			worst_note(&t.worst, e);
		if (rc < 0 && t.n > 0)
			rc = 0;
	}
	if (rc == 0)
		rc = flush_notes(&t, e);
	stop_resume(stopped);
	if (rc == 0 && t.noutlets == 0 && !t.worst.failed)
		log_note(
		    "no channel is configured (pf-notify channels says why): %zu record%s read, none told",
		    t.read, t.read == 1 ? "" : "s");
	if (rc == 0)
		rc = print_heartbeats(&t, e);
	if (rc == 0)
		rc = worst_end(&t.worst, e);
	if (rc == 0 && t.bad > 0)
		rc = ERR_DATA;
	if (rc == 0 && t.closed) {
		(void)signal(SIGPIPE, SIG_DFL);
		(void)raise(SIGPIPE);
	}
	end(&t);
	return rc;
}

/* --- test, channels */

static bool
as_table(const struct ctx *ctx, const struct opts *o)
{
	return o->format != NULL ? strcmp(o->format, "table") == 0 : ctx->out_tty;
}

/* What a channel is like: not configured, by half, or configured and, when tried, whether a message went out. */
static int
look(struct telling *t, const struct channel *channel, bool try, struct checks *out, struct err *e)
{
	struct outlet o = { .channel = channel };
	struct check c = { .name = channel->name, .status = CHECK_OK };
	struct buf text = { 0 };
	struct note n = { 0 };
	struct err why;
	int found = channel->find(&o.word, &why), rc;

	if (found > 0 && try) {
		buf_fmt(&text, "test message of pf-notify on %s", t->host);
		if (note_of_text(&n, text.p, NOTE_INFO, NULL, &why) == 0)
			outlet_tell(&o, &t->run, &n, 1, t->ctx->now, &t->worst);
		why = o.why;
		buf_reset(&text);
	} else if (found < 0 && try) {
		worst_note(&t->worst, &why);
	}
	if (found == 0 && t->o->to != NULL && try) {
		(void)err_set(&why, ERR_CONFIG, "%s is not configured: %s", channel->name, o.word);
		worst_note(&t->worst, &why);
	}
	if (found < 0 || o.failed) {
		c.status = CHECK_FAILED;
		buf_str(&text, why.msg);
	} else if (found == 0) {
		c.status = CHECK_UNKNOWN;
		buf_fmt(&text, "off: %s", o.word);
	} else {
		buf_fmt(&text, "%s to %s",
		    try ? t->run.plan != NULL ? "a message would go" : "a message went" : "goes",
		    o.word);
	}
	c.text = text.p;
	rc = checks_take(out, &c, e);
	note_release(&n);
	buf_release(&text);
	outlet_release(&o);
	return rc;
}

static int
look_at_all(struct telling *t, bool try, struct err *e)
{
	struct checks out;
	struct err later;
	size_t i;
	int rc = checks_begin(&out, t->ctx->out, as_table(t->ctx, t->o), t->ctx->now, e);

	for (i = 0; rc == 0 && channels[i] != NULL; i++)
		if (t->wanted[i])
			rc = look(t, channels[i], try, &out, e);
	if (checks_end(&out, rc == 0 ? e : &later))
		rc = -1;
	if (rc == 0 && !try && out.failed > 0)
		rc = 1;
	checks_release(&out);
	return rc;
}

static int
verb_test(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	struct telling t;
	int rc = begin(&t, ctx, arg, e);

	if (rc == 0 && args[0] != NULL)
		rc = err_set(e, ERR_USAGE, "test takes no operand: '%s'", args[0]);
	if (rc == 0)
		rc = look_at_all(&t, true, e);
	if (rc == 0)
		rc = worst_end(&t.worst, e);
	end(&t);
	return rc;
}

static int
verb_channels(struct ctx *ctx, const void *arg, char **args, struct err *e)
{
	struct telling t;
	int rc = begin(&t, ctx, arg, e);

	if (rc == 0 && args[0] != NULL)
		rc = err_set(e, ERR_USAGE, "channels takes no operand: '%s'", args[0]);
	if (rc == 0)
		rc = look_at_all(&t, false, e);
	end(&t);
	return rc;
}

/* clang-format off */
static const struct verb verbs[] = {
	{ "send",     "[-n] [--to channel,...] [--severity level] [--on-change] [--every time] [--limit n/time] [--key key] [--title title] [--level level] [--gather time] [--timeout time] [--pass] [--heartbeat] [--text text | word ...]", "tell records of standard input, or a text", send_opts, verb_send },
	{ "test",     "[-f format] [--to channel,...] [--title title] [--timeout time]", "send a message to each channel that is configured", test_opts, verb_test },
	{ "channels", "[-f format] [--to channel,...]", "print which channels are configured, and which not and why; 1 when one is by half", channel_opts, verb_channels },
	{ 0 }
};
/* clang-format on */

const struct cmd cmd = {
	.name = "pf-notify",
	.help = "send to Telegram, Discord, mail, SNS; off unless configured",
	.opts_size = sizeof(struct opts),
	.defaults =
	    &(const struct opts){ .severity = "warn", .level = "info", .gather = 2 * CLOCK_SECOND },
	.verbs = verbs,
	.verb = "send",
	.flags = CMD_DRY_RUN | CMD_FILTER | CMD_STOPS | CMD_TACIT,
};
