#include "logs/merge.h"

#include <poll.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/stop.h"

#define SETTLE (CLOCK_SECOND / 4)
#define PAUSE (CLOCK_SECOND / 10) /* between two looks at files */

struct head {
	const struct log_source_type *type;
	void *s;
	const char *operand;
	struct log_line line; /* the next one */
	struct buf text;      /* its text */
	bool have, ended;
	int64_t quiet; /* monotonic; since when it has none */
};

struct logs {
	const struct log_want *want;
	struct head *heads;
	struct pollfd *fds;
	size_t n;
	struct buf given; /* the text of the line that is out */
};

void
logs_close(struct logs *logs)
{
	size_t i;

	if (logs == NULL)
		return;
	for (i = 0; i < logs->n; i++) {
		logs->heads[i].type->close(logs->heads[i].s);
		buf_release(&logs->heads[i].text);
	}
	buf_release(&logs->given);
	free(logs->heads);
	free(logs->fds);
	free(logs);
}

int
logs_open(struct logs **logs, char *const *operands, const struct log_want *want, struct err *e)
{
	struct logs *l = mem_new(1, sizeof *l);
	const char *name;
	struct head *h;
	size_t n = 0;

	while (operands[n] != NULL)
		n++;
	l->want = want;
	l->heads = mem_new(n, sizeof *l->heads);
	l->fds = mem_new(n, sizeof *l->fds);
	for (; l->n < n; l->n++) {
		h = &l->heads[l->n];
		h->operand = operands[l->n];
		h->type = log_source_find(h->operand, &name, e);
		if (h->type == NULL || h->type->open(&h->s, name, want, e)) {
			logs_close(l);
			return -1;
		}
		h->quiet = clock_mono();
	}
	*logs = l;
	return 0;
}

static int
fill(struct head *h, int64_t now, struct err *e)
{
	int got;

	if (h->have || h->ended)
		return 0;
	got = h->type->next(h->s, &h->line, e);
	if (got < 0)
		return -1;
	h->ended = got == LOG_END;
	h->have = got == LOG_LINE;
	if (h->have) {
		buf_reset(&h->text);
		buf_add(&h->text, h->line.text, h->line.n);
		h->line.source = h->operand;
		h->quiet = now;
	}
	return 0;
}

/* Whether a line of it may still come that belongs before those of others. */
static bool
is_awaited(const struct logs *l, const struct head *h, int64_t now)
{
	if (h->have || h->ended)
		return false;
	return !l->want->follow || (h->type->fd(h->s) >= 0 && now - h->quiet < SETTLE);
}

static void
pause_until(struct logs *l, int64_t now, int64_t until)
{
	int64_t wait = until - now < PAUSE ? until - now : PAUSE;
	size_t i;
	nfds_t n = 0;

	for (i = 0; i < l->n; i++)
		if (!l->heads[i].have && !l->heads[i].ended &&
		    l->heads[i].type->fd(l->heads[i].s) >= 0)
			l->fds[n++] = (struct pollfd){ .fd = l->heads[i].type->fd(l->heads[i].s),
				.events = POLLIN };
	(void)poll(l->fds, n, (int)(wait / 1000000) + 1); /* whatever it says, we look */
}

static void
give(struct logs *l, struct head *h, struct log_line *line)
{
	struct buf was = l->given;

	*line = h->line;
	l->given = h->text;
	h->text = was;
	line->text = l->given.p;
	h->have = false;
}

int
logs_next(struct logs *l, int64_t until, struct log_line *line, struct err *e)
{
	struct head *first, *h;
	bool awaited, more;
	int64_t now;

	for (;;) {
		first = NULL;
		awaited = more = false;
		now = clock_mono();
		if (stop_asked())
			return 0;
		for (h = l->heads; h < l->heads + l->n; h++) {
			if (fill(h, now, e))
				return -1;
			more |= !h->ended;
			awaited |= is_awaited(l, h, now);
			if (h->have && (first == NULL || h->line.at < first->line.at))
				first = h;
		}
		if (first != NULL && (!awaited || now >= until)) {
			give(l, first, line);
			return 1;
		}
		if (!more || now >= until)
			return 0;
		pause_until(l, now, until);
	}
}
