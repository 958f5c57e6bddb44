/*
 * A unit of systemd as a source of lines: what journalctl(1) prints as JSON. A message that is no
 * UTF-8 is an array of its bytes, a field that was logged twice an array of its values (systemd's
 * "Journal JSON Format").
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/proc.h"
#include "io/json.h"
#include "logs/feed.h"
#include "logs/source.h"

#define JSON_MAX (6 * LOG_LINE_MAX) /* a byte is up to five characters */
#define ARGS_MAX 14

struct unit {
	const char *name;
	const struct log_want *want;
	pid_t pid;
	int fd;
	struct feed feed;
	struct buf text;
};

static void
unit_close(void *s)
{
	struct unit *u = s;

	if (u == NULL)
		return;
	if (u->fd >= 0)
		(void)close(u->fd); /* only read */
	if (u->pid > 0)
		proc_end(u->pid, false, SIGTERM, CLOCK_SECOND);
	feed_release(&u->feed);
	buf_release(&u->text);
	free(u);
}

static int
start(struct unit *u, struct err *e)
{
	char since[NUM_TEXT_MAX + 1], lines[NUM_TEXT_MAX];
	const char *argv[ARGS_MAX] = { "journalctl", "-q", "--no-pager", "-a", "-o", "json", "-u",
		u->name, "-n", "all" };
	struct proc p = PROC_INIT;
	size_t n = 10;
	int pipes[2];

	if (u->want->lines >= 0) {
		(void)snprintf(lines, sizeof lines, "%" PRId64, u->want->lines);
		argv[9] = lines;
	}
	if (u->want->since != CLOCK_NONE) {
		(void)snprintf(since, sizeof since, "@%" PRId64, u->want->since / CLOCK_SECOND);
		argv[n++] = "--since";
		argv[n++] = since;
	}
	if (u->want->follow)
		argv[n++] = "-f";
	if (pipe2(pipes, O_CLOEXEC) != 0)
		return err_errno(e, ERR_IO, "pipe");
	p.argv = argv;
	p.out = pipes[1];
	p.parent_death = SIGTERM;
	u->fd = pipes[0];
	u->pid = fcntl(u->fd, F_SETFL, O_NONBLOCK) != 0 ? err_errno(e, ERR_IO, "pipe")
							: proc_start(&p, e);
	(void)close(pipes[1]); /* the program has its own */
	return u->pid < 0 ? -1 : 0;
}

static int
unit_open(void **s, const char *name, const struct log_want *want, struct err *e)
{
	struct unit *u = mem_new(1, sizeof *u);

	u->name = name;
	u->want = want;
	u->feed.max = JSON_MAX;
	u->fd = -1;
	if (start(u, e)) {
		unit_close(u);
		return err_wrap(e, "unit %s", name);
	}
	*s = u;
	return 0;
}

/* A value, of several the last one. */
static void
add_value(const struct json *j, struct buf *out)
{
	const struct json *at = json_first(j), *last = NULL;
	int64_t v;

	if (json_str(j) != NULL)
		buf_str(out, json_str(j));
	if (!json_is_array(j))
		return;
	for (; at != NULL; at = json_next(at)) {
		last = at;
		if (json_str(at) == NULL && json_int(at, &v) == 0 && v >= 0 && v <= 255)
			buf_char(out, (char)v);
	}
	if (out->len == 0 && last != NULL && json_str(last) != NULL)
		buf_str(out, json_str(last));
}

static const char *
level_of(const struct json *j)
{
	static const char *const names[] = { "emergency", "alert", "critical", "error", "warning",
		"notice", "info", "debug" };
	int64_t v;

	return json_int(json_get(j, "PRIORITY"), &v) == 0 && v >= 0 && v <= 7 ? names[v] : NULL;
}

/* What journalctl says in one line; a line of another kind is taken as it is. */
static void
take(struct unit *u, const struct feed_line *l, struct log_line *line)
{
	struct json *j;
	struct err ignored;
	int64_t us;

	*line = (struct log_line){ .at = CLOCK_NONE, .cut = l->cut };
	buf_reset(&u->text);
	j = l->cut ? NULL : json_parse(l->p, l->n, &ignored);
	if (!json_is_object(j)) {
		buf_add(&u->text, l->p, l->n < LOG_LINE_MAX ? l->n : LOG_LINE_MAX);
	} else {
		add_value(json_get(j, "MESSAGE"), &u->text);
		if (json_int(json_get(j, "__REALTIME_TIMESTAMP"), &us) == 0 &&
		    us < INT64_MAX / 1000 && us > INT64_MIN / 1000)
			line->at = us * 1000;
		line->level = level_of(j);
	}
	json_free(j);
	if (u->text.len > LOG_LINE_MAX) {
		u->text.len = LOG_LINE_MAX;
		line->cut = true;
	}
	line->text = u->text.p != NULL ? u->text.p : "";
	line->n = u->text.len;
}

static int
ended(struct unit *u, struct err *e)
{
	char text[64];
	int status = 0, got = proc_wait(u->pid, clock_mono() + CLOCK_SECOND, &status, e);

	if (got == 0)
		return LOG_END; /* it said all that it says */
	u->pid = -1;
	if (got > 0 && (proc_exit(status) != 0 || u->want->follow))
		return err_set(e, proc_exit(status) == 0 ? ERR_TEMP : ERR_IO,
		    "unit %s: journalctl ended: %s", u->name,
		    proc_describe(status, text, sizeof text));
	return got < 0 ? -1 : LOG_END;
}

static int
unit_next(void *s, struct log_line *line, struct err *e)
{
	struct unit *u = s;
	struct feed_line l;
	int got;

	if (u->pid < 0)
		return LOG_END;
	do {
		got = feed_next(&u->feed, u->fd, &l, e);
		if (got == 0 && u->feed.end)
			got = feed_rest(&u->feed, &l);
		if (got < 0)
			return err_wrap(e, "unit %s", u->name);
		if (got == 0)
			return u->feed.end ? ended(u, e) : LOG_NOTHING;
		take(u, &l, line);
	} while (
	    line->at != CLOCK_NONE && u->want->since != CLOCK_NONE && line->at < u->want->since);
	return LOG_LINE;
}

static int
unit_fd(const void *s)
{
	return ((const struct unit *)s)->fd;
}

const struct log_source_type log_unit = { "unit", unit_open, unit_next, unit_fd, unit_close };
