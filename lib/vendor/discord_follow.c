#include "vendor/discord_follow.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/stop.h"
#include "io/pick.h"
#include "net/ws.h"
#include "vendor/discord.h"
#include "vendor/discord_collect.h"
#include "vendor/discord_events.h"
#include "vendor/discord_gate.h"
#include "vendor/discord_report.h"

#define POLL_MS 200                   /* how soon a signal is seen */
#define STEP_NS (CLOCK_SECOND / 5)    /* between two looks at what is pending */
#define STATE_NS (10 * CLOCK_SECOND)  /* between two records of how far channels were read */
#define RETRY_NS (300 * CLOCK_SECOND) /* until channels that could not be read are tried again */
#define BACKOFF_NS CLOCK_SECOND       /* before the second try to connect at most; it doubles */
#define BACKOFF_MAX (60 * CLOCK_SECOND)
#define HELLO_NS (30 * CLOCK_SECOND)  /* for a connection to get going */
#define AGAIN_NS (5 * CLOCK_SECOND)   /* until they are, when none could be asked about */
#define LASTED_NS (60 * CLOCK_SECOND) /* so long has a connection to stand to count as one */
#define RESUMES_MAX 3                 /* tries to resume before a new session is begun */

struct follow {
	struct discord *d;               /* borrowed */
	struct discord_report *report;   /* borrowed */
	struct discord_collect *collect; /* owned */
	struct discord_events events;
	struct discord_gate gate;
	struct ws *ws; /* owned */
	int64_t until, states_at, retry_at, began_at, catch_at;
	int64_t wait_ns; /* before the next connection; -1: as fails says */
	unsigned fails;  /* connections in a row that came to nothing */
	unsigned brief;  /* those in a row that did not last */
	bool lost;       /* the connection is of no use any more */
	bool missing;    /* the channels are to be read */
	bool begun;      /* they were */
	int code;        /* that the peer closed with */
};

static bool
over(const struct follow *f)
{
	return stop_asked() || (f->until != 0 && clock_mono() >= f->until);
}

/* Whether trying again is of no use; *e says why not. What stands before the API may answer anything. */
static bool
is_final(const struct follow *f, const struct err *e)
{
	return discord_token_refused(f->d) || e->code == ERR_IO || e->code == ERR_CONFIG ||
	       e->code == ERR_BUG;
}

static void
pause_for(const struct follow *f, int64_t ns)
{
	int64_t end = clock_mono() + ns, left;

	while (!over(f) && (left = end - clock_mono()) > 0)
		(void)poll(NULL, 0, left / 1000000 < POLL_MS ? (int)(left / 1000000) + 1 : POLL_MS);
}

/* --- a connection */

/* Where a new session begins, and whether there may be one. */
static int
ask_gateway(struct follow *f, char **url, struct err *e)
{
	static const char *const paths[] = { "url", "session_start_limit.remaining",
		"session_start_limit.reset_after" };
	struct rec_field v[3] = { 0 };
	struct slice object;
	struct discord_call c;
	struct buf line = { 0 };
	int64_t left = 1, reset = 0;
	int rc;

	*url = NULL;
	discord_call_init(&c, "GET gateway", "", "/gateway/bot");
	rc = discord_once(f->d, &c, e);
	if (rc == 0)
		rc = discord_reply_object(&c, &line, &object, e);
	if (rc)
		goto out;
	pick(object, paths, 3, v);
	*url = v[0].type == REC_STRING ? rec_take_text(&v[0]) : NULL;
	if (*url == NULL)
		rc = err_set(e, ERR_DATA, "discord: /gateway/bot: the reply has no url");
	if (v[1].type == REC_NUMBER &&
	    num_int(v[1].text.p, v[1].text.n, INT32_MIN, INT32_MAX, &left) == 0 && left <= 0) {
		if (v[2].type != REC_NUMBER ||
		    num_int(v[2].text.p, v[2].text.n, 0, 86400000, &reset))
			reset = 86400000;
		f->wait_ns = reset * 1000000;
		rc = err_set(e, ERR_TEMP,
		    "discord: all sessions of the day are used up: again in %lld s",
		    (long long)(reset / 1000));
	}
out:
	buf_release(&line);
	discord_call_release(&c);
	return rc;
}

static int
connect_to(struct follow *f, struct err *e)
{
	const char *resume = discord_gate_resume_url(&f->gate);
	char *url = NULL, *whole;
	int rc;

	if (resume != NULL && f->fails >= RESUMES_MAX) {
		discord_gate_forget(&f->gate);
		resume = NULL;
	}
	if (resume != NULL)
		url = mem_str(resume);
	else if (ask_gateway(f, &url, e)) {
		free(url);
		return -1;
	}
	whole = mem_fmt("%s%s", url, &DISCORD_GATE_QUERY[url[strlen(url) - 1] == '/']);
	rc = ws_open(&f->ws, whole, DISCORD_GATE_FRAME_MAX, e);
	free(whole);
	free(url);
	f->lost = false;
	f->code = 0;
	f->began_at = clock_mono();
	discord_gate_opened(&f->gate);
	return rc;
}

/* Frames that wait to be sent. */
static void
send_out(struct follow *f)
{
	struct buf *out = &f->gate.out;
	const char *p = out->p, *end;
	size_t left = out->len;

	while (left > 0 && (end = memchr(p, '\n', left)) != NULL) {
		ws_send(f->ws, p, (size_t)(end - p));
		left -= (size_t)(end + 1 - p);
		p = end + 1;
	}
	buf_reset(out);
}

static int
began(struct follow *f, const char *how, struct err *e)
{
	f->fails = 0;
	log_info("gateway: %s", how);
	if (strcmp(how, "resumed") == 0)
		return 0;
	if (f->begun &&
	    discord_report_event(f->report, "gap", "warning", NULL, e,
		"the gateway's session could not be resumed: the channels are read from where they were read to"))
		return -1;
	discord_events_gap(&f->events);
	f->missing = true;
	return 0;
}

static int
take_frame(struct follow *f, const struct ws_got *got, struct err *e)
{
	struct gate_got g;
	struct err why;

	if (discord_gate_take(&f->gate, got->text, got->n, clock_mono(), &g, &why)) {
		log_warn("%s", why.msg);
		f->lost = true;
		return 0;
	}
	switch (g.what) {
	case GATE_READY:
		return began(f, "a new session", e);
	case GATE_RESUMED:
		return began(f, "resumed", e);
	case GATE_EVENT:
		return discord_events_take(&f->events, g.name, g.data, &f->missing, e);
	case GATE_RENEW:
	case GATE_RECONNECT:
		f->lost = true;
		f->wait_ns = g.what == GATE_RENEW ? g.wait_ns : 0;
		return 0;
	case GATE_NOTHING:
	default:
		return 0;
	}
}

/* What the connection has, waited for so long at most. */
static int
pump(struct follow *f, int64_t wait_ns, struct err *e)
{
	int64_t now = clock_mono(), due = discord_gate_due(&f->gate);
	struct ws_got got;

	if (due != INT64_MAX && due - now < wait_ns)
		wait_ns = due > now ? due - now : 0;
	send_out(f);
	do {
		ws_next(f->ws, wait_ns, &got);
		wait_ns = 0; /* what is there already comes at once */
		if (got.what == WS_TEXT && take_frame(f, &got, e))
			return -1;
		if (got.what == WS_ENDED) {
			log_info("gateway: closed with %d: %s", got.code, got.why);
			f->code = got.code;
			f->lost = true;
		}
	} while (got.what != WS_NOTHING && !f->lost);
	now = clock_mono();
	if (!f->lost && discord_gate_beat(&f->gate, now)) {
		log_info("gateway: a heartbeat was not answered");
		f->lost = true;
	}
	if (!f->gate.ready && now - f->began_at > HELLO_NS)
		f->lost = true;
	if (!f->lost)
		send_out(f);
	return 0;
}

/* While channels are read. */
static int
tick(void *arg, struct err *e)
{
	struct follow *f = arg;

	return f->lost ? 0 : pump(f, 0, e);
}

/* --- channels */

/* Who we are is asked first: without an answer to that no channel was asked about. */
static int
catch_up(struct follow *f, struct err *e)
{
	bool begun = f->begun;
	int rc;

	f->missing = false;
	discord_beside(f->d, tick, f);
	rc = f->begun ? discord_collect_again(f->collect, e) : discord_collect_run(f->collect, e);
	discord_beside(f->d, NULL, NULL);
	f->begun = true;
	f->retry_at = clock_mono() + RETRY_NS;
	if (rc == 0 || begun || stop_asked() || is_final(f, e))
		return rc;
	log_warn("%s", e->msg);
	f->begun = false;
	f->missing = true;
	f->catch_at = clock_mono() + AGAIN_NS;
	return 0;
}

static int
settle(struct follow *f, struct err *e)
{
	int rc;

	discord_beside(f->d, tick, f);
	rc = discord_events_settle(&f->events, e);
	discord_beside(f->d, NULL, NULL);
	return rc;
}

static int
work(struct follow *f, struct err *e)
{
	int64_t now = clock_mono();

	if (f->gate.ready && f->begun && now >= f->retry_at) {
		f->retry_at = now + RETRY_NS;
		f->missing |= discord_events_behind(&f->events);
	}
	if (f->gate.ready && f->missing && now >= f->catch_at && catch_up(f, e))
		return -1;
	if (settle(f, e))
		return -1;
	if (now < f->states_at)
		return 0;
	f->states_at = now + STATE_NS;
	return discord_events_states(&f->events, e);
}

static int
stay(struct follow *f, struct err *e)
{
	while (!f->lost && !over(f))
		if (pump(f, STEP_NS, e) || work(f, e))
			return -1;
	return 0;
}

/* How long to wait after connections that came to nothing, or did not last: sessions of a day are counted. */
static int64_t
backoff(struct follow *f)
{
	int64_t most = BACKOFF_NS, wait;
	unsigned n = f->fails > f->brief ? f->fails : f->brief, i;

	for (i = 1; i < n && most < BACKOFF_MAX; i++)
		most *= 2;
	if (most > BACKOFF_MAX)
		most = BACKOFF_MAX;
	wait = f->fails == 0 && n <= 1 ? 0 : most / 2 + discord_gate_random(&f->gate, most / 2);
	return f->wait_ns > wait ? f->wait_ns : wait;
}

/* One connection, from its beginning to its end; -1: no other one is to be tried. */
static int
attempt(struct follow *f, struct err *e)
{
	int rc;

	f->wait_ns = -1;
	if (connect_to(f, e)) {
		ws_close(f->ws, 0);
		f->ws = NULL;
		if (is_final(f, e))
			return -1;
		if (!over(f))
			log_warn("%s", e->msg);
		f->fails++;
		return 0;
	}
	f->fails++; /* until it got somewhere */
	rc = stay(f, e);
	f->brief = clock_mono() - f->began_at < LASTED_NS ? f->brief + 1 : 0;
	ws_close(f->ws, over(f) || rc ? 1000 : DISCORD_GATE_ZOMBIE);
	f->ws = NULL;
	return rc || over(f) ? rc : discord_gate_closed(&f->gate, f->code, e);
}

int
discord_follow(struct discord *d, struct discord_report *r, const struct discord_plan *plan,
    const char *token, int64_t until_ns, struct err *e)
{
	struct follow *f = mem_new(1, sizeof *f);
	struct err later;
	int rc = 0;

	*f = (struct follow){ .d = d, .report = r, .until = until_ns };
	r->em.flush = true;
	f->collect = discord_collect_new(d, r, plan);
	discord_events_init(&f->events, f->collect);
	discord_gate_init(&f->gate, token);
	while (rc == 0 && !over(f)) {
		rc = attempt(f, e);
		if (rc == 0)
			pause_for(f, backoff(f));
	}
	if (rc && stop_asked() && e->code == ERR_TEMP)
		rc = 0;
	if ((discord_events_settle(&f->events, &later) ||
		discord_events_states(&f->events, &later)) &&
	    rc == 0) {
		*e = later;
		rc = -1;
	}
	discord_gate_release(&f->gate);
	discord_events_release(&f->events);
	discord_collect_free(f->collect);
	free(f);
	return rc;
}
