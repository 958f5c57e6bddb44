#include "notify/outlet.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/emit.h"
#include "notify/channel.h"
#include "notify/memory.h"
#include "notify/pack.h"
#include "run/redact.h"

#define TITLE_MAX 200 /* bytes */

/* A batch on its way. */
struct batch {
	const struct note *notes; /* borrowed */
	struct chosen *chosen;    /* owned */
	size_t n, done;           /* those before done are remembered as they went */
	int64_t now;
	struct memory memory;
	bool forgetful; /* it could not be written down what was told; that was noted */
	struct worst *worst;
};

void
outlet_release(struct outlet *o)
{
	if (o->state != NULL)
		o->channel->close(o->state);
	free(o->word);
	*o = (struct outlet){ 0 };
}

static void
note_failure(struct outlet *o, struct worst *worst, const struct err *e)
{
	o->failed = true;
	o->why = *e;
	worst_note(worst, e);
}

/* The title: as it is given, the text itself, or the host and how many of what. Owned. */
static char *
title_of(const struct notify_run *run, const struct batch *b)
{
	struct buf out = { 0 };
	size_t i, first = b->n;
	bool asked = true;
	const char *text;

	for (i = 0; i < b->n; i++) {
		if (b->chosen[i].choice != CHOICE_TELL && b->chosen[i].choice != CHOICE_SUM)
			continue;
		first = first == b->n ? i : first;
		asked = asked && b->notes[i].asked;
	}
	buf_str(&out, "");
	if (run->title != NULL) {
		buf_str(&out, run->title);
	} else if (asked && first < b->n) {
		text = b->notes[first].text;
		buf_add(&out, text, strcspn(text, "\n"));
	} else {
		buf_fmt(&out, "%s: ", run->host);
		notify_count(&out, b->notes, b->chosen, b->n, false);
	}
	redact_text(&out); /* it leaves this host */
	for (i = 0; i < out.len; i++)
		if ((unsigned char)out.p[i] < ' ' || out.p[i] == 0x7f)
			out.p[i] = ' ';
	out.len = fit_cut(FIT_BYTES, out.p, out.len, TITLE_MAX);
	out.p[out.len] = '\0';
	return buf_take(&out);
}

/* Of a channel without subjects the title is the first line, but of a text that is its own. */
static bool
has_head(const struct outlet *o, const struct notify_run *run, const struct batch *b)
{
	size_t i;

	if (o->channel->subjects)
		return false;
	for (i = 0; i < b->n && run->title == NULL; i++)
		if (b->chosen[i].choice != CHOICE_DROP && b->chosen[i].choice != CHOICE_QUIET)
			return !b->notes[i].asked;
	return run->title != NULL;
}

static int
print_plan(const struct outlet *o, struct emit *em, const struct message *m, struct err *e)
{
	char *target = mem_fmt("%s/%s", o->channel->name, o->word);

	emit_begin(em, "plan");
	emit_str(em, "action", "send");
	emit_str(em, "target", target);
	emit_open(em, "after", '{');
	if (o->channel->subjects)
		emit_str(em, "title", m->title);
	emit_str(em, "text", m->text);
	emit_close(em, '}');
	emit_str(em, "risk", "low");
	free(target);
	return emit_end(em, e);
}

static int
send_one(struct outlet *o, const struct notify_run *run, const struct message *m, struct err *e)
{
	if (run->plan != NULL)
		return print_plan(o, run->plan, m, e);
	o->used = true;
	if (!o->opened || o->deadline_ns != run->deadline_ns) { /* each batch has its own end */
		if (o->state != NULL)
			o->channel->close(o->state);
		o->state = NULL;
		o->opened = false;
		if (o->channel->open(&o->state, run->deadline_ns, run->trace, e))
			return -1;
		o->opened = true;
		o->deadline_ns = run->deadline_ns;
	}
	return o->channel->send(o->state, m, e);
}

/* All before end went as they were chosen; the sums, too, when last. */
static void
remember(struct batch *b, const struct notify_rules *rules, size_t end, bool last)
{
	size_t i;

	for (; b->done < end; b->done++)
		if (b->chosen[b->done].choice != CHOICE_SUM)
			notify_told(
			    &b->memory, rules, &b->notes[b->done], &b->chosen[b->done], b->now);
	for (i = 0; last && i < b->n; i++)
		if (b->chosen[i].choice == CHOICE_SUM)
			notify_told(&b->memory, rules, &b->notes[i], &b->chosen[i], b->now);
}

/* What is remembered is written down. Where it cannot be, what is left is told all the same: a full disk is a reason to talk. */
static void
write_down(struct outlet *o, const struct notify_run *run, struct batch *b)
{
	struct err e;

	if (b->forgetful || !notify_remembers(&run->rules) ||
	    memory_save(&b->memory, b->now, &e) == 0)
		return;
	b->forgetful = true;
	note_failure(o, b->worst, &e);
}

static int
send_all(struct outlet *o, const struct notify_run *run, struct batch *b, const char *title,
    struct err *e)
{
	const struct notify_rules *rules = &run->rules;
	struct pack_rules pack = { .unit = o->channel->unit,
		.max = o->channel->max,
		.head = has_head(o, run, b) ? title : NULL,
		.held = rules->limit > 0 ? b->memory.held : 0,
		.until = rules->limit > 0 ? b->memory.from + rules->window : 0 };
	struct packed out[PACK_MESSAGES_MAX];
	size_t count = notify_pack(&pack, b->notes, b->chosen, b->n, out), k;
	struct message m = { .title = title, .at = b->now };
	int rc = 0;

	for (k = 0; rc == 0 && k < count; k++) {
		m.text = out[k].text.p;
		rc = send_one(o, run, &m, e);
		if (rc)
			break;
		remember(b, rules, k + 1 == count ? b->n : out[k].end, k + 1 == count);
		if (k + 1 == count) {
			b->memory.held -= pack.held;
			b->memory.sums += out[k].first == b->n;
		}
		write_down(o, run, b);
	}
	if (count == 0) { /* what was kept quiet counts */
		remember(b, rules, b->n, true);
		if (b->done > 0)
			write_down(o, run, b);
	}
	packed_release(out, count);
	return rc;
}

void
outlet_tell(struct outlet *o, const struct notify_run *run, const struct note *notes, size_t n,
    int64_t now, struct worst *worst)
{
	struct batch b = {
		.notes = notes, .n = n, .now = now, .memory = { .lock = -1 }, .worst = worst
	};
	struct err e;
	char *title;

	if (n == 0)
		return;
	/* who cannot remember tells it once too often rather than not at all */
	if (notify_remembers(&run->rules) &&
	    memory_open(&b.memory, o->channel->name, run->plan == NULL, &e)) {
		note_failure(o, worst, &e);
		memory_close(&b.memory);
	}
	b.chosen = mem_new(n, sizeof *b.chosen);
	notify_choose(&b.memory, &run->rules, notes, n, now, b.chosen);
	if (notify_hold(&b.memory, &run->rules, notes, b.chosen, n, now)) {
		write_down(o, run, &b);
	} else {
		title = title_of(run, &b);
		if (send_all(o, run, &b, title, &e))
			note_failure(o, worst, &e);
		free(title);
	}
	free(b.chosen);
	memory_close(&b.memory);
}
