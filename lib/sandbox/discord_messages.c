/* What was written (resources/message.mdx: Get Channel Messages, Get Channel Message). */
#include <inttypes.h>

#include "sandbox/discord_call.h"
#include "sandbox/discord_show.h"

#define LIMIT_MAX 100

struct page {
	int64_t limit;
	uint64_t before, after, around; /* UINT64_MAX: not asked for */
};

static struct disc_view
view(const struct disc_call *c)
{
	return (struct disc_view){ .store = &c->d->store,
		.me = c->me,
		.host = c->host,
		.now = c->now,
		.no_content = disc_fault(c, "no-content") };
}

static bool
take_page(const struct disc_call *c, struct page *p)
{
	struct disc_form form = { 0 };
	bool good;

	*p = (struct page){ 50, UINT64_MAX, UINT64_MAX, UINT64_MAX };
	disc_param_int(c, "limit", 1, LIMIT_MAX, &p->limit, &form);
	disc_param_id(c, "before", &p->before, &form);
	disc_param_id(c, "after", &p->after, &form);
	disc_param_id(c, "around", &p->around, &form);
	if ((p->before != UINT64_MAX) + (p->after != UINT64_MAX) + (p->around != UINT64_MAX) > 1)
		disc_form_bad(&form, "before", "BASE_TYPE_CHOICES",
		    "At most one of before, after and around may be given.");
	good = form.n == 0;
	if (!good)
		disc_refuse_form(c->reply, &form);
	disc_form_release(&form);
	return good;
}

/* The bounds [*first, *end) of at most n messages that are there: those up to index *end, or with forward
 * those from *first on. */
static void
bounds(const struct disc_call *c, size_t *first, size_t *end, int64_t n, bool forward)
{
	const struct disc_channel *ch = c->channel;
	size_t i;

	if (forward) {
		for (i = *first; i < ch->n && n > 0; i++)
			n -= disc_message_is(ch->message[i], c->now);
		*end = i;
		return;
	}
	for (i = *end; i > 0 && n > 0; i--)
		n -= disc_message_is(ch->message[i - 1], c->now);
	*first = i;
}

void
disc_list_messages(struct disc_call *c)
{
	const struct disc_channel *ch = c->channel;
	size_t first = 0, end = ch->n, i, mid;
	struct disc_view v = view(c);
	struct buf *out;
	struct page p;

	if (ch->type == DISC_CATEGORY) {
		disc_refuse(c->reply, DISC_NOT_TEXT);
		return;
	}
	if (!take_page(c, &p))
		return;
	out = disc_ok(c);
	buf_char(out, '[');
	if (p.after != UINT64_MAX) {
		first = disc_channel_place(ch, p.after + 1);
		bounds(c, &first, &end, p.limit, true);
	} else if (p.around != UINT64_MAX) {
		mid = disc_channel_place(ch, p.around);
		i = mid;
		bounds(c, &first, &i, p.limit / 2, false);
		i = mid;
		bounds(c, &i, &end, p.limit - p.limit / 2, true);
	} else {
		if (p.before != UINT64_MAX)
			end = disc_channel_place(ch, p.before);
		bounds(c, &first, &end, p.limit, false);
	}
	if (!disc_may(&c->d->store, c->me, ch, DISC_READ_HISTORY))
		end = first; /* nothing, and no error */
	for (i = end; i > first; i--) {
		if (!disc_message_is(ch->message[i - 1], c->now))
			continue;
		disc_next(out);
		disc_show_message(out, &v, ch->message[i - 1]);
	}
	buf_char(out, ']');
}

void
disc_get_message(struct disc_call *c)
{
	const struct disc_message *m = disc_channel_message(c->channel, c->ids[1], c->now);
	struct disc_view v = view(c);

	if (!disc_may(&c->d->store, c->me, c->channel, DISC_READ_HISTORY))
		disc_refuse(c->reply, DISC_NO_PERMISSION);
	else if (m == NULL)
		disc_refuse(c->reply, DISC_NO_MESSAGE);
	else
		disc_show_message(disc_ok(c), &v, m);
}
