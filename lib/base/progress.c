#include "base/progress.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"

#define SOON (CLOCK_SECOND / 2)    /* work that is done by then shows nothing */
#define AGAIN (CLOCK_SECOND / 5)   /* how often the line changes */
#define RARELY (CLOCK_SECOND * 10) /* how often a message comes */
#define LOOK 255                   /* of what is counted every so many look at the clock */
#define MEGA 1000000.0

static struct {
	bool on, terminal, running, drawn;
	const char *tool;
	struct progress_plan plan;
	uint64_t count, done;
	int64_t began, next;
} state;

void
progress_open(const char *tool, bool terminal)
{
	state.on = true;
	state.terminal = terminal;
	state.tool = tool;
}

void
progress_begin(const struct progress_plan *plan)
{
	if (!state.on)
		return;
	state.plan = *plan;
	state.count = state.done = 0;
	state.running = true;
	state.began = clock_mono();
	state.next = state.began + (state.terminal ? SOON : RARELY);
}

static void
compose(struct buf *line, int64_t now)
{
	const struct progress_plan *p = &state.plan;
	double seconds = (double)(now - state.began) / (double)CLOCK_SECOND;
	double part = p->total > 0 ? (double)state.done / (double)p->total : 0;

	buf_str(line, "");
	if (p->what != NULL)
		buf_fmt(line, "%" PRIu64 " %s, %.0f/s, ", state.count, p->what,
		    seconds > 0 ? (double)state.count / seconds : 0);
	if (p->of != NULL)
		buf_fmt(line, "%" PRIu64 " of %" PRIu64 " %s, ", state.done, p->total, p->of);
	else if (p->total > 0)
		buf_fmt(
		    line, "%.1f of %.1f MB, ", (double)state.done / MEGA, (double)p->total / MEGA);
	else if (state.done > 0)
		buf_fmt(line, "%.1f MB, ", (double)state.done / MEGA);
	if (part > 0 && part < 1)
		buf_fmt(line, "%.0f %%, %.0f s left", part * 100, seconds / part - seconds);
	else
		buf_fmt(line, "%.1f s", seconds);
}

static void
show(int64_t now)
{
	struct buf line = { 0 };

	compose(&line, now);
	if (state.terminal) { /* a broken stderr is nobody's to report */
		(void)fprintf(stderr, "\r\033[K%s: %s", state.tool, line.p);
		(void)fflush(stderr);
		state.drawn = true;
	} else {
		log_note("%s", line.p);
	}
	buf_release(&line);
}

static void
look(void)
{
	int64_t now = clock_mono();

	if (now < state.next)
		return;
	show(now);
	state.next = now + (state.terminal ? AGAIN : RARELY);
}

void
progress_add(uint64_t n)
{
	if (!state.running)
		return;
	state.count += n;
	if ((state.count & LOOK) == 0 || n > LOOK)
		look();
}

void
progress_done(uint64_t n)
{
	if (!state.running)
		return;
	state.done += n;
	look();
}

void
progress_bytes(uint64_t n)
{
	if (state.running && state.plan.of == NULL)
		progress_done(n);
}

void
progress_hide(void)
{
	if (!state.drawn)
		return;
	state.drawn = false;
	(void)fputs("\r\033[K", stderr);
	(void)fflush(stderr);
}

void
progress_end(void)
{
	if (!state.running)
		return;
	state.running = false;
	progress_hide();
	if (!state.terminal)
		show(clock_mono());
}
