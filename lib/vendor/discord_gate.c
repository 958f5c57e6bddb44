#include "vendor/discord_gate.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/num.h"
#include "io/emit.h"
#include "io/pick.h"
#include "vendor/discord_mend.h"

#define MS_NS INT64_C(1000000)
#define INTERVAL_MAX_MS 86400000
#define TEXT_MAX 512 /* bytes of a session's name or address */

enum {
	DISPATCH = 0,
	HEARTBEAT = 1,
	IDENTIFY = 2,
	RESUME = 6,
	RECONNECT = 7,
	INVALID = 9,
	HELLO = 10,
	ACK = 11
};

/* clang-format off */
/* What is not here: the session is resumed. */
static const struct {
	int code;
	enum err_code err; /* 0: a new session */
	const char *why;
} endings[] = {
	{ 1000, 0,          NULL },
	{ 1001, 0,          NULL },
	{ 4007, 0,          NULL },
	{ 4009, 0,          NULL },
	{ 4004, ERR_PERM,   "the token is not taken: reset it in the developer portal (Bot) and put the new one into DISCORD_BOT_TOKEN" },
	{ 4010, ERR_BUG,    "the shard is none" },
	{ 4011, ERR_REMOTE, "the bot is in so many guilds that it has to be split in shards" },
	{ 4012, ERR_REMOTE, "version 10 of the gateway is retired" },
	{ 4013, ERR_BUG,    "the intents are none" },
	{ 4014, ERR_PERM,   "an intent is not switched on for the bot: switch on the Message Content Intent in the developer portal (Bot, Privileged Gateway Intents)" },
};
/* clang-format on */

void
discord_gate_init(struct discord_gate *g, const char *token)
{
	*g = (struct discord_gate){ .token = token, .seq = -1, .out.secret = true };
	/* only to spread clients: any seed will do where there is none */
	if (getrandom(&g->rng, sizeof g->rng, GRND_NONBLOCK) != (ssize_t)sizeof g->rng)
		g->rng = (uint64_t)clock_mono();
	g->rng |= 1;
}

void
discord_gate_release(struct discord_gate *g)
{
	free(g->session);
	free(g->resume_url);
	buf_release(&g->out);
	buf_release(&g->line);
	*g = (struct discord_gate){ 0 };
}

int64_t
discord_gate_random(struct discord_gate *g, int64_t most)
{
	g->rng ^= g->rng << 13;
	g->rng ^= g->rng >> 7;
	g->rng ^= g->rng << 17;
	return most <= 0 ? 0 : (int64_t)(g->rng % (uint64_t)most);
}

const char *
discord_gate_resume_url(const struct discord_gate *g)
{
	return g->session != NULL && g->seq >= 0 ? g->resume_url : NULL;
}

void
discord_gate_opened(struct discord_gate *g)
{
	g->hello = g->ready = false;
	g->acked = true;
	g->beat_at = INT64_MAX;
	buf_reset(&g->out);
}

void
discord_gate_forget(struct discord_gate *g)
{
	free(g->session);
	free(g->resume_url);
	g->session = g->resume_url = NULL;
	g->seq = -1;
	g->ready = false;
}

/* --- what is said */

static void
say_beat(struct discord_gate *g)
{
	if (g->seq < 0)
		buf_fmt(&g->out, "{\"op\":%d,\"d\":null}\n", HEARTBEAT);
	else
		buf_fmt(&g->out, "{\"op\":%d,\"d\":%" PRId64 "}\n", HEARTBEAT, g->seq);
}

static void
say_who(struct discord_gate *g)
{
	bool again = discord_gate_resume_url(g) != NULL;

	buf_fmt(&g->out, "{\"op\":%d,\"d\":{\"token\":", again ? RESUME : IDENTIFY);
	emit_quote(&g->out, g->token, strlen(g->token));
	if (again) {
		buf_str(&g->out, ",\"session_id\":");
		emit_quote(&g->out, g->session, strlen(g->session));
		buf_fmt(&g->out, ",\"seq\":%" PRId64 "}}\n", g->seq);
		return;
	}
	g->seq = -1;
	buf_fmt(&g->out,
	    ",\"intents\":%d,\"properties\":{\"os\":\"linux\",\"browser\":\"pf\",\"device\":\"pf\"},\"compress\":false}}\n",
	    DISCORD_GATE_INTENTS);
}

/* --- what comes */

static int
take_hello(struct discord_gate *g, const struct rec_field *d, int64_t now, struct err *e)
{
	struct rec_field interval = { 0 };
	int64_t ms;

	if (d->type == REC_OBJECT)
		interval = pick_one(d->text, "heartbeat_interval");
	if (interval.type != REC_NUMBER ||
	    num_int(interval.text.p, interval.text.n, 1, INTERVAL_MAX_MS, &ms))
		return err_set(e, ERR_DATA, "the gateway says hello without a heartbeat_interval");
	if (g->hello)
		return 0;
	g->hello = true;
	g->interval_ns = ms * MS_NS;
	g->beat_at = now + discord_gate_random(g, g->interval_ns);
	say_who(g);
	return 0;
}

static int
take_ready(struct discord_gate *g, const struct rec_field *d, struct err *e)
{
	static const char *const paths[] = { "session_id", "resume_gateway_url" };
	struct rec_field v[2] = { 0 };

	if (d->type == REC_OBJECT)
		pick(d->text, paths, 2, v);
	if (v[0].type != REC_STRING || v[0].text.n == 0 || v[0].text.n > TEXT_MAX ||
	    v[1].text.n > TEXT_MAX)
		return err_set(e, ERR_DATA, "the gateway is ready without a session_id");
	free(g->session);
	free(g->resume_url);
	g->session = rec_take_text(&v[0]);
	g->resume_url = v[1].type == REC_STRING ? rec_take_text(&v[1]) : NULL;
	g->ready = true;
	return 0;
}

static int
take_event(struct discord_gate *g, const struct rec_field v[4], struct gate_got *got, struct err *e)
{
	int64_t s;

	if (v[3].type != REC_STRING || v[3].text.p == NULL)
		return err_set(e, ERR_DATA, "the gateway sent an event without a name");
	if (v[2].type == REC_NUMBER && num_int(v[2].text.p, v[2].text.n, 0, INT64_MAX, &s) == 0)
		g->seq = s;
	got->what = GATE_EVENT;
	got->name = v[3].text;
	got->data = v[1].type == REC_OBJECT ? v[1].text : (struct slice){ "{}", 2 };
	if (slice_is(got->name, "READY")) {
		got->what = GATE_READY;
		return take_ready(g, &v[1], e);
	}
	if (slice_is(got->name, "RESUMED")) {
		got->what = GATE_RESUMED;
		g->ready = true;
	}
	return 0;
}

int
discord_gate_take(struct discord_gate *g, const char *text, size_t n, int64_t now,
    struct gate_got *got, struct err *e)
{
	static const char *const paths[] = { "op", "d", "s", "t" };
	struct rec_field root, v[4];
	int64_t op;

	*got = (struct gate_got){ .what = GATE_NOTHING };
	if (discord_mend(&g->line, text, n, &root, e))
		return err_wrap(e, "the gateway sent no JSON");
	if (root.type == REC_OBJECT)
		pick(root.text, paths, 4, v);
	if (root.type != REC_OBJECT || v[0].type != REC_NUMBER ||
	    num_int(v[0].text.p, v[0].text.n, 0, INT32_MAX, &op))
		return err_set(e, ERR_DATA, "the gateway sent a frame without op");
	switch (op) {
	case DISPATCH:
		return take_event(g, v, got, e);
	case HEARTBEAT:
		say_beat(g);
		return 0;
	case RECONNECT:
		got->what = GATE_RECONNECT;
		return 0;
	case INVALID:
		got->what = v[1].type == REC_TRUE ? GATE_RECONNECT : GATE_RENEW;
		got->wait_ns = CLOCK_SECOND + discord_gate_random(g, 4 * CLOCK_SECOND);
		if (got->what == GATE_RENEW)
			discord_gate_forget(g);
		return 0;
	case HELLO:
		return take_hello(g, &v[1], now, e);
	case ACK:
		g->acked = true;
		return 0;
	default:
		return 0; /* what is new does not concern us */
	}
}

/* --- the pulse */

int64_t
discord_gate_due(const struct discord_gate *g)
{
	return g->hello ? g->beat_at : INT64_MAX;
}

int
discord_gate_beat(struct discord_gate *g, int64_t now)
{
	if (now < discord_gate_due(g))
		return 0;
	if (!g->acked)
		return -1;
	g->acked = false;
	g->beat_at = now + g->interval_ns;
	say_beat(g);
	return 0;
}

int
discord_gate_closed(struct discord_gate *g, int code, struct err *e)
{
	size_t i;

	g->hello = g->ready = false;
	for (i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		if (endings[i].code != code)
			continue;
		discord_gate_forget(g);
		return endings[i].why == NULL
			   ? 0
			   : err_set(e, endings[i].err, "discord: the gateway closed with %d: %s",
				 code, endings[i].why);
	}
	return 0;
}
