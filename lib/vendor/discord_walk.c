/* A channel's walk: page after page, each printed in the order in which it was written */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/progress.h"
#include "base/stop.h"
#include "io/array.h"
#include "io/pick.h"
#include "vendor/discord_channel.h"
#include "vendor/discord_id.h"
#include "vendor/discord_plan.h"
#include "vendor/discord_report.h"

#define PAGE 100 /* messages: the most there are */
#define WINDOW_PAGES                                                                               \
	100 /* a window is told after so many: what it holds is in the loader's memory until then */

#define INTENT                                                                                     \
	"message content is kept from the bot: switch on the Message Content Intent in the "       \
	"developer portal (Bot, Privileged Gateway Intents); nothing of this page was kept"
#define NO_HISTORY                                                                                 \
	"nothing is shown of a channel that has had messages: the bot needs Read Message History " \
	"there, unless all of them are deleted"

struct entry {
	struct discord_look look;
	struct slice object;
};

/* --- what is told of it */

static int
tell_state(struct channel *ch, const char *status, const char *why, struct err *e)
{
	const struct discord_state s = { .channel_id = ch->id,
		.name = ch->name,
		.last = ch->cursor,
		.last_at = ch->cursor_at,
		.fresh = ch->fresh,
		.status = status,
		.error = why,
		.at = ch->asked_at };

	return discord_report_state(ch->of->report, &s, e);
}

/* The window in hand ends at the last message that was read; open: there are none behind it. */
static int
window_end(struct channel *ch, bool open, struct err *e)
{
	const struct discord_window w = { .channel_id = ch->id,
		.first = ch->first,
		.last = open ? 0 : ch->after,
		.count = ch->printed,
		.at = ch->window_at };
	bool tell = ch->any && !ch->doubt && (open || ch->after >= ch->first);

	ch->doubt = false;
	ch->first = ch->after == UINT64_MAX ? UINT64_MAX : ch->after + 1;
	ch->window_pages = 0;
	if (!tell)
		return 0;
	ch->printed = 0;
	return discord_report_window(ch->of->report, &w, e);
}

static void
walk_over(struct channel *ch)
{
	discord_call_release(&ch->call);
	ch->busy = false;
	progress_done(1);
}

int
walk_fail(struct channel *ch, const struct err *why, struct err *e)
{
	bool begun = ch->busy && ch->any;

	ch->failed = true;
	walk_over(ch);
	if (begun && window_end(ch, false, e))
		return -1;
	if (discord_report_failure(ch->of->report, ch->id, why, e))
		return -1;
	return tell_state(ch, "error", why->msg, e);
}

static int
walk_end(struct channel *ch, bool open, struct err *e)
{
	if (window_end(ch, open, e))
		return -1;
	ch->live = open;
	walk_over(ch);
	return tell_state(ch, "idle", NULL, e);
}

/* --- pages */

static discord_done page_done;

static int
ask(struct channel *ch, const char *where)
{
	char *path = mem_fmt("/channels/%s/messages?%s", ch->id, where);

	discord_call_release(&ch->call);
	discord_call_init(&ch->call, "GET messages", ch->id, path);
	free(path);
	ch->call.done = page_done;
	ch->call.arg = ch;
	ch->asked_at = discord_report_now(ch->of->report);
	if (ch->window_pages++ == 0)
		ch->window_at = ch->asked_at;
	discord_add(ch->of->d, &ch->call);
	return 0;
}

static int
ask_page(struct channel *ch)
{
	char *where = mem_fmt("limit=%d&after=%" PRIu64, PAGE, ch->after);
	int rc = ask(ch, where);

	free(where);
	return rc;
}

/* Before which message a walk begins that reads so much of what is known again. */
static uint64_t
before(uint64_t cursor, int64_t reread)
{
	int64_t at;
	uint64_t id;

	if (reread == 0 || __builtin_sub_overflow(discord_id_time(cursor), reread, &at))
		return reread == 0 ? cursor : 0;
	id = discord_id_at(at);
	return id == 0 ? 0 : id - 1;
}

static uint64_t
beginning(const struct channel *ch)
{
	const struct discord_plan *plan = ch->of->plan;
	uint64_t id;

	if (ch->has_cursor && ch->cursor != 0)
		return before(ch->cursor, plan->reread);
	if (ch->has_cursor || plan->since == CLOCK_NONE)
		return 0;
	id = discord_id_at(plan->since);
	return id == 0 ? 0 : id - 1;
}

int
walk_begin(struct channel *ch, struct err *e)
{
	(void)e; /* nothing here fails */
	ch->walked = true;
	if (ch->of->plan->live_only && !ch->has_cursor) { /* it begins now */
		ch->has_cursor = ch->live = true;
		ch->cursor = ch->hint;
		return 0;
	}
	ch->busy = true;
	ch->failed = ch->probing = ch->any = ch->doubt = false;
	ch->known = ch->has_cursor ? ch->cursor : 0;
	ch->fresh = 0;
	ch->pages = ch->window_pages = 0;
	ch->after = ch->began = beginning(ch);
	ch->first = ch->after == 0 ? 0 : ch->after + 1;
	return ask_page(ch);
}

static int
by_id(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return x->look.id < y->look.id ? -1 : x->look.id > y->look.id;
}

/* The messages of the reply, oldest first; their number, or -1. */
static int
read_page(struct channel *ch, struct entry page[PAGE], struct err *e)
{
	struct rec_field root;
	struct slice rest, one;
	int n = 0;

	if (discord_reply(&ch->call, &ch->of->line, &root, e))
		return -1;
	if (root.type != REC_ARRAY)
		return err_set(e, ERR_DATA, "the reply is no list of messages");
	for (rest = root.text; array_next(&rest, &one); n++) {
		if (n == PAGE)
			return err_set(e, ERR_DATA, "a page of more than %d messages", PAGE);
		if (discord_message_look(&page[n].look, one, ch->of->me, e))
			return -1;
		page[n].object = one;
		if (!ch->probing && page[n].look.id <= ch->after)
			return err_set(e, ERR_DATA,
			    "a page behind message %" PRIu64 " has one that is before it",
			    ch->after);
	}
	qsort(page, (size_t)n, sizeof *page, by_id);
	return n;
}

/* Whether contents are kept from us: there are messages that would show something, and none does. */
static bool
is_kept(const struct entry *page, int n)
{
	int hidden = 0, told = 0, i;

	for (i = 0; i < n; i++) {
		hidden += page[i].look.hidden;
		told += page[i].look.told;
	}
	return hidden > 0 && told == 0;
}

int
channel_put(struct channel *ch, struct slice message, struct err *e)
{
	const struct discord_place place = channel_place(ch);
	struct err why;

	if (discord_message_put(&ch->of->messages, &place, message, ch->asked_at, e) == 0) {
		ch->printed++;
		progress_add(1);
		return 0;
	}
	if (e->code != ERR_DATA)
		return -1;
	ch->doubt = true;
	why = *e;
	return discord_report_failure(ch->of->report, ch->id, &why, e) ? -1 : 1;
}

static int
put_page(struct channel *ch, const struct entry *page, int n, struct err *e)
{
	int i, rc;

	for (i = 0; i < n; i++) {
		rc = channel_put(ch, page[i].object, e);
		if (rc < 0)
			return -1;
		ch->fresh += rc == 0 && page[i].look.id > ch->known;
	}
	if (n > 0) {
		ch->any = true;
		ch->after = page[n - 1].look.id;
	}
	if (n > 0 && ch->after > ch->cursor) {
		ch->cursor = ch->after;
		ch->cursor_at = page[n - 1].look.at;
		ch->has_cursor = true;
	}
	return 0;
}

/* Nothing came: is that because nothing is shown? The last message that the vendor knows of may be deleted. */
static int
nothing(struct channel *ch, struct err *e)
{
	bool more = ch->hint > ch->began;
	struct err why;

	if (!more && ch->known <= ch->began) /* and nothing was there before */
		return walk_end(ch, true, e);
	if (ch->began != 0 && !ch->probing) {
		ch->probing = true;
		return ask(ch, "limit=1");
	}
	if (!more)
		return walk_end(ch, true, e);
	(void)err_set(&why, ERR_PERM, "%s: %s", ch->id, NO_HISTORY);
	return walk_fail(ch, &why, e);
}

static int
take_page(struct channel *ch, struct err *e)
{
	struct entry page[PAGE];
	int n = read_page(ch, page, e);

	if (n < 0)
		return err_wrap(e, "%s", ch->id);
	if (ch->probing) {
		ch->any = n > 0; /* there is a history, so what was read is empty indeed */
		return n > 0 ? walk_end(ch, true, e) : nothing(ch, e);
	}
	if (is_kept(page, n))
		return err_set(e, ERR_PERM, "%s: %s", ch->id, INTENT);
	if (put_page(ch, page, n, e))
		return -1;
	ch->pages += ch->after > ch->known; /* what is read again is no step forward */
	if (n < PAGE)
		return ch->any ? walk_end(ch, true, e) : nothing(ch, e);
	if (ch->of->plan->pages > 0 && ch->pages >= ch->of->plan->pages)
		return walk_end(ch, false, e);
	if (ch->window_pages >= WINDOW_PAGES && window_end(ch, false, e))
		return -1;
	return tell_state(ch, NULL, NULL, e) ? -1 : ask_page(ch);
}

static int
page_done(struct discord_call *c, int rc, struct err *e)
{
	struct channel *ch = c->arg;
	struct err why;

	if (rc == 0)
		rc = take_page(ch, e);
	if (rc == 0)
		return 0;
	if (e->code == ERR_IO || stop_asked() || (ch->busy && ch->call.why == DISCORD_TOKEN))
		return -1; /* nothing can be told any more, or nothing more be asked */
	why = *e;
	return walk_fail(ch, &why, e);
}
