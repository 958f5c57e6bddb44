#include "sandbox/discord_gateway.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/json.h"
#include "sandbox/discord_call.h"
#include "sandbox/discord_connection.h"
#include "sandbox/discord_session.h"
#include "sandbox/fault.h"
#include "sandbox/websock.h"

#define PAYLOAD_MAX 4096
#define SENDS_MAX 120
#define SENDS_WINDOW (60 * CLOCK_SECOND)
#define PRIVILEGED_MEMBERS ((1u << 1) | (1u << 8)) /* nobody has these here */
#define INTENTS_MAX ((1 << 26) - 1)

struct disc_gateway *
disc_gateway_new(struct disc *d)
{
	struct disc_gateway *g = mem_new(1, sizeof *g);

	g->d = d;
	return g;
}

void
disc_gateway_free(struct disc_gateway *g)
{
	struct disc_session *s;

	while ((s = g->sessions) != NULL) {
		g->sessions = s->next;
		disc_session_free(s);
	}
	free(g);
}

int64_t
disc_gateway_left(const struct disc_gateway *g)
{
	int64_t total = g->d->store.settings.identifies;

	return g->identified < total ? total - g->identified : 0;
}

static bool
is(const struct fault *f, const char *kind)
{
	return f != NULL && strcmp(f->kind->name, kind) == 0;
}

void
disc_forget_session(struct disc_gateway *g, struct disc_session *s)
{
	struct disc_session **at = &g->sessions;

	while (*at != s)
		at = &(*at)->next;
	*at = s->next;
	if (s->connection != NULL)
		s->connection->session = NULL;
	disc_session_free(s);
}

void
disc_put(struct disc_connection *c, const char *text, const struct fault *f)
{
	if (!c->zombie)
		websock_send(c->ws, text, strlen(text),
		    is(f, "pieces") ? (size_t)f->value + (f->value == 0) : 0);
}

void
disc_bye(struct disc_connection *c, unsigned code, const char *reason)
{
	if ((code == 4004 || code == 4007 || code >= 4009) && c->session != NULL)
		disc_forget_session(c->gateway, c->session);
	websock_close(c->ws, code, reason);
}

bool
disc_goes_wrong(struct disc_connection *c, const struct fault *f)
{
	if (is(f, "close"))
		disc_bye(c, (unsigned)f->value, "on purpose");
	else if (is(f, "drop"))
		websock_drop(c->ws);
	else if (is(f, "zombie"))
		c->zombie = true;
	else if (is(f, "invalid"))
		disc_put(c,
		    f->value != 0 ? "{\"t\":null,\"s\":null,\"op\":9,\"d\":true}"
				  : "{\"t\":null,\"s\":null,\"op\":9,\"d\":false}",
		    NULL);
	else
		return false;
	if (is(f, "invalid") && f->value == 0 && c->session != NULL)
		disc_forget_session(c->gateway, c->session);
	return true;
}

void
disc_comes_too(struct disc_connection *c, const struct fault *f)
{
	if (is(f, "junk"))
		disc_put(c, "{\"op\":0,\"t\":\"MESSAGE_CRE", NULL);
	else if (is(f, "reconnect"))
		disc_put(c, "{\"t\":null,\"s\":null,\"op\":7,\"d\":null}", NULL);
	else if (is(f, "request"))
		disc_put(c, "{\"t\":null,\"s\":null,\"op\":1,\"d\":null}", NULL);
}

/* The close code for an identify; 0: it is good. */
static unsigned
judge(struct disc_gateway *g, const struct json *d, const struct disc_user **user, int64_t *intents)
{
	const char *token = json_str(json_get(d, "token"));
	const struct json *shard = json_get(d, "shard");
	int64_t n = 1, i = 0;

	if (token == NULL || json_get(d, "properties") == NULL)
		return 4002;
	*user = disc_store_token(&g->d->store, token);
	if (*user == NULL)
		return 4004;
	if (shard != NULL && (json_int(json_at(shard, 0), &i) || json_int(json_at(shard, 1), &n) ||
				 i < 0 || n < 1 || i >= n))
		return 4010;
	if (json_int(json_get(d, "intents"), intents) || *intents < 0 || *intents > INTENTS_MAX)
		return 4013;
	if ((*intents & PRIVILEGED_MEMBERS) != 0 ||
	    ((*intents & MESSAGE_CONTENT) != 0 && (*user)->no_content))
		return 4014;
	return 0;
}

static void
identify(struct disc_connection *c, const struct json *d)
{
	static const struct {
		unsigned code;
		const char *reason;
	} reasons[] = { { 4002, "Error while decoding payload." },
		{ 4004, "Authentication failed." }, { 4010, "Invalid shard." },
		{ 4013, "Invalid intent(s)." }, { 4014, "Disallowed intent(s)." } };
	struct disc_gateway *g = c->gateway;
	const struct disc_user *user;
	struct disc_session *s;
	int64_t intents = 0;
	unsigned code = judge(g, d, &user, &intents);
	size_t i;

	for (i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
		if (reasons[i].code == code)
			disc_bye(c, code, reasons[i].reason);
	if (code == 0 && disc_gateway_left(g) == 0)
		disc_bye(c, 4004, "Authentication failed."); /* the token is reset then */
	else if (code == 0) {
		g->identified++;
		s = disc_session_new(user, (uint64_t)intents);
		s->next = g->sessions;
		g->sessions = s;
		s->connection = c;
		c->session = s;
		disc_tell_ready(g, s);
		for (i = 0; i < g->d->store.nguilds && (intents & GUILDS) != 0 && c->session == s;
		     i++)
			disc_tell_guild(g, s, g->d->store.guilds[i]);
	}
}

static void
resume(struct disc_connection *c, const struct json *d)
{
	const char *token = json_str(json_get(d, "token")),
		   *id = json_str(json_get(d, "session_id"));
	struct buf resumed = { 0 };
	struct disc_session *s;
	int64_t seq;
	uint64_t i;

	if (token == NULL || id == NULL || json_int(json_get(d, "seq"), &seq) || seq < 0) {
		disc_bye(c, 4002, "Error while decoding payload.");
		return;
	}
	for (s = c->gateway->sessions; s != NULL; s = s->next)
		if (strcmp(s->id, id) == 0 && s->user->token != NULL &&
		    strcmp(s->user->token, token) == 0)
			break;
	if (s != NULL && (uint64_t)seq > s->seq) {
		disc_forget_session(c->gateway, s);
		disc_bye(c, 4007, "Invalid seq.");
		return;
	}
	if (s == NULL || (uint64_t)seq + s->nevents < s->seq) {
		disc_put(c, "{\"t\":null,\"s\":null,\"op\":9,\"d\":false}", NULL);
		return;
	}
	if (s->connection != NULL) {
		s->connection->session = NULL;
		websock_drop(s->connection->ws); /* the client has given it up */
	}
	s->connection = c;
	c->session = s;
	for (i = (uint64_t)seq + 1; i <= s->seq; i++)
		disc_put(c, disc_session_again(s, i), NULL);
	buf_str(&resumed, "{\"_trace\":[]}");
	disc_tell(s, "RESUMED", &resumed);
	buf_release(&resumed);
}

static void
begin(struct disc_connection *c, int64_t op, const struct json *d)
{
	if (c->session != NULL)
		disc_bye(c, 4005, "Already authenticated.");
	else if (op == 2)
		identify(c, d);
	else
		resume(c, d);
}

static void
take_op(struct disc_connection *c, int64_t op, const struct json *d)
{
	static const char *const words[] = {
		[1] = "discord.heartbeat", [2] = "discord.identify", [6] = "discord.resume"
	};
	const struct fault *f =
	    op >= 1 && op <= 6 && words[op] != NULL ? websock_fault(c->ws, words[op]) : NULL;

	if (op == 1)
		c->beat = clock_mono();
	if (disc_goes_wrong(c, f))
		return;
	disc_comes_too(c, f);
	if (op == 1)
		disc_put(c, "{\"t\":null,\"s\":null,\"op\":11,\"d\":null}", f);
	else if (op == 2 || op == 6)
		begin(c, op, d);
	else if (op != 3 && op != 4 && op != 8)
		disc_bye(c, 4001, "Unknown opcode.");
	else if (c->session == NULL)
		disc_bye(c, 4003, "Not authenticated.");
}

static void
message(void *arg, const char *text, size_t n)
{
	struct disc_connection *c = arg;
	int64_t now = clock_mono(), op;
	struct json *root;
	struct err e;

	if (now - c->window >= SENDS_WINDOW) {
		c->window = now;
		c->sends = 0;
	}
	if (++c->sends > SENDS_MAX) {
		disc_bye(c, 4008, "Rate limited.");
		return;
	}
	root = n > PAYLOAD_MAX ? NULL : json_parse(text, n, &e);
	if (root == NULL || json_int(json_get(root, "op"), &op))
		disc_bye(c, 4002, "Error while decoding payload.");
	else
		take_op(c, op, json_get(root, "d"));
	json_free(root);
}

static void *
opened(void *arg, struct websock *ws)
{
	struct disc *d = arg;
	struct disc_connection *c = mem_new(1, sizeof *c);
	const struct fault *f;
	char *hello;

	*c = (struct disc_connection){ .gateway = d->gateway, .ws = ws, .beat = clock_mono() };
	c->window = c->beat;
	c->next = d->gateway->connections;
	d->gateway->connections = c;
	f = websock_fault(ws, "discord.hello");
	if (disc_goes_wrong(c, f))
		return c;
	disc_comes_too(c, f);
	hello = mem_fmt("{\"t\":null,\"s\":null,\"op\":10,\"d\":{\"heartbeat_interval\":%" PRId64
			",\"_trace\":[]}}",
	    d->store.settings.heartbeat_ms);
	disc_put(c, hello, f);
	free(hello);
	return c;
}

/* 1000 and 1001 end the session; else it waits for its client. */
static void
gone(void *arg, unsigned code)
{
	struct disc_connection *c = arg, **at = &c->gateway->connections;

	while (*at != c)
		at = &(*at)->next;
	*at = c->next;
	if (c->session != NULL && (code == 1000 || code == 1001)) {
		disc_forget_session(c->gateway, c->session);
	} else if (c->session != NULL) {
		c->session->connection = NULL;
		c->session->lost = clock_mono();
	}
	free(c);
}

void
disc_connect(struct disc_call *c)
{
	static const struct websock_calls calls = { opened, message, gone };
	const char *v = disc_param(c, "v"), *encoding = disc_param(c, "encoding");

	if (v == NULL || strcmp(v, "10") != 0 || encoding == NULL ||
	    strcmp(encoding, "json") != 0 || disc_param(c, "compress") != NULL) {
		reply_detail(c->reply, 400, "v=10 and encoding=json, without compress");
		return;
	}
	websock_accept(c->r, c->reply, &calls, c->d);
}

static void
tell_due(struct disc *d, int64_t now)
{
	struct disc_store *s = &d->store;
	const struct disc_due *due;

	for (; s->next_due < s->ndue && s->due[s->next_due].at <= now; s->next_due++) {
		due = &s->due[s->next_due];
		if (due->what == DISC_CREATED && due->message->id > s->last_id)
			s->last_id = due->message->id;
		if (due->what == DISC_DELETED || disc_message_is(due->message, now))
			disc_gateway_tell(d->gateway, (int)due->what, due->message);
	}
}

int64_t
disc_tick(void *state)
{
	struct disc *d = state;
	int64_t now = clock_mono(), next = INT64_MAX, limit, wait;
	struct disc_session *s, *after;
	struct disc_connection *c;

	tell_due(d, disc_now(d));
	if (d->store.next_due < d->store.ndue) {
		wait = d->store.due[d->store.next_due].at - disc_now(d);
		next = wait < INT64_MAX - now ? now + (wait > 0 ? wait : 0) : INT64_MAX;
	}
	limit = d->store.settings.heartbeat_ms * 3 / 2 * 1000000 + CLOCK_SECOND;
	for (c = d->gateway->connections; c != NULL; c = c->next) {
		if (now - c->beat >= limit)
			disc_bye(c, 4009, "Session timed out.");
		else if (c->beat + limit < next)
			next = c->beat + limit;
	}
	for (s = d->gateway->sessions; s != NULL; s = after) {
		after = s->next;
		if (s->connection == NULL && now - s->lost > DISC_SESSION_LIFE_S * CLOCK_SECOND)
			disc_forget_session(d->gateway, s);
	}
	return next;
}
