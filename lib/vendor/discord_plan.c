#include "vendor/discord_plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/filter.h"
#include "io/rec.h"
#include "vendor/discord_id.h"

void
discord_plan_release(struct discord_plan *p)
{
	size_t i;

	for (i = 0; i < p->nchannels; i++)
		free(p->channels[i]);
	for (i = 0; i < p->ncursors; i++)
		free(p->cursors[i].channel);
	free(p->channels);
	free(p->cursors);
	*p = (struct discord_plan){ 0 };
}

static bool
has(const struct discord_plan *p, const char *id, size_t n)
{
	size_t i;

	for (i = 0; i < p->nchannels; i++)
		if (strlen(p->channels[i]) == n && memcmp(p->channels[i], id, n) == 0)
			return true;
	return false;
}

int
discord_plan_add(struct discord_plan *p, const char *list, const char *from, struct err *e)
{
	uint64_t id;
	size_t n, len;

	for (;; list += n + (list[n] == ',')) {
		list += strspn(list, " \t");
		n = len = strcspn(list, ",");
		while (len > 0 && (list[len - 1] == ' ' || list[len - 1] == '\t'))
			len--;
		if (len > 0 && discord_id_read(list, len, &id))
			return err_set(e, ERR_USAGE,
			    "%s: '%.*s' is no channel's id (a number of digits)", from,
			    len < 40 ? (int)len : 40, list);
		if (len > 0 && !has(p, list, len)) {
			p->channels = mem_grow(p->channels, p->nchannels + 1, sizeof *p->channels);
			p->channels[p->nchannels++] = mem_copy(list, len);
		}
		if (list[n] == '\0')
			return 0;
	}
}

static int
take_cursor(void *arg, const struct rec *rec, struct err *e)
{
	struct discord_plan *p = arg;
	const struct rec_field *of = rec_get(rec, "of"), *channel = rec_get(rec, "channel_id"),
			       *after = rec_get(rec, "after");
	uint64_t id = 0, last = 0;

	if (of == NULL || !slice_is(of->text, "message"))
		return 0; /* of something that is not read here */
	if (channel == NULL || discord_id_of(channel, &id))
		return err_set(e, ERR_DATA, "a cursor without channel_id");
	if (after != NULL && after->type != REC_NULL && discord_id_of(after, &last))
		return err_set(e, ERR_DATA, "a cursor whose after is no message's id");
	p->cursors = mem_grow(p->cursors, p->ncursors + 1, sizeof *p->cursors);
	p->cursors[p->ncursors].channel = mem_copy(channel->text.p, channel->text.n);
	p->cursors[p->ncursors++].after = last;
	return 0;
}

static int
by_channel(const void *a, const void *b)
{
	const struct discord_cursor *x = a, *y = b;

	return strcmp(x->channel, y->channel);
}

int
discord_plan_read(struct discord_plan *p, FILE *fp, struct emit *out, size_t *bad, struct err *e)
{
	if (filter_read(fp, "stdin", "cursor", take_cursor, p, out, bad, e))
		return -1;
	if (p->ncursors > 0)
		qsort(p->cursors, p->ncursors, sizeof *p->cursors, by_channel);
	return 0;
}

const struct discord_cursor *
discord_plan_cursor(const struct discord_plan *p, const char *channel)
{
	size_t low = 0, high = p->ncursors, mid;
	int cmp;

	while (low < high) {
		mid = low + (high - low) / 2;
		cmp = strcmp(channel, p->cursors[mid].channel);
		if (cmp == 0)
			return &p->cursors[mid];
		if (cmp < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return NULL;
}
