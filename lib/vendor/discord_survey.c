#include "vendor/discord_survey.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/env.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/array.h"
#include "io/emit.h"
#include "io/pick.h"
#include "vendor/discord.h"
#include "vendor/discord_words.h"

#define OBSERVED_MAX 64
#define CONTENT_FLAGS (1 << 18 | 1 << 19)

/* A channel as it was found. */
struct found {
	char *name, *guild, *parent; /* owned, or NULL */
	int64_t kind;                /* -1: not known */
	bool readable, empty;
	bool forum;            /* only its threads have messages */
	char why[ERR_MSG_MAX]; /* when it cannot be read; "" */
};

static void
found_release(struct found *f)
{
	free(f->name);
	free(f->guild);
	free(f->parent);
}

/* --- asking */

/* A GET: its checked reply in *line and *root. */
static int
get(struct discord *d, const char *route, const char *place, const char *path, struct buf *line,
    struct rec_field *root, enum discord_why *why, struct err *e)
{
	struct discord_call c;
	int rc;

	discord_call_init(&c, route, place, path);
	rc = discord_once(d, &c, e);
	*why = c.why;
	if (rc == 0)
		rc = discord_reply(&c, line, root, e);
	discord_call_release(&c);
	return rc;
}

/* What only concerns this channel; of anything else -1 is the answer. */
static int
refused(struct found *f, enum discord_why why, struct err *e)
{
	if (why != DISCORD_FORBIDDEN && why != DISCORD_UNKNOWN && why != DISCORD_INVALID)
		return -1;
	(void)snprintf(f->why, sizeof f->why, "%s", e->msg);
	return 0;
}

static void
describe(struct found *f, struct slice object)
{
	static const char *const paths[] = { "name", "guild_id", "parent_id", "type" };
	struct rec_field v[4];

	pick(object, paths, 4, v);
	f->name = rec_take_text(&v[0]);
	f->guild = rec_take_text(&v[1]);
	f->parent = rec_take_text(&v[2]);
	if (v[3].type != REC_NUMBER || num_int(v[3].text.p, v[3].text.n, 0, INT32_MAX, &f->kind))
		f->kind = -1;
	f->forum = f->kind == 15 || f->kind == 16;
}

static int
look(struct discord *d, const char *id, struct found *f, struct err *e)
{
	struct buf line = { 0 };
	struct rec_field root;
	struct slice rest, one;
	enum discord_why why;
	char *path = mem_fmt("/channels/%s", id);
	int rc;

	*f = (struct found){ .kind = -1 };
	rc = get(d, "GET channel", id, path, &line, &root, &why, e);
	free(path);
	if (rc) {
		rc = refused(f, why, e);
		goto out;
	}
	if (root.type == REC_OBJECT)
		describe(f, root.text);
	f->readable = f->forum;
	if (f->forum)
		goto out;
	path = mem_fmt("/channels/%s/messages?limit=1", id);
	buf_reset(&line);
	rc = get(d, "GET messages", id, path, &line, &root, &why, e);
	free(path);
	if (rc) {
		rc = refused(f, why, e);
		goto out;
	}
	rest = root.text;
	f->readable = root.type == REC_ARRAY;
	f->empty = !array_next(&rest, &one);
	if (f->empty)
		(void)snprintf(f->why, sizeof f->why,
		    "no message is shown: it is empty, or the bot lacks Read Message History");
out:
	buf_release(&line);
	return rc;
}

/* --- records */

int
discord_survey_id(struct emit *em, const char *id, struct err *e)
{
	emit_begin(em, "channel");
	emit_str(em, "id", id);
	emit_str(em, "channel_id", id);
	return emit_end(em, e);
}

int
discord_survey_channel(
    struct discord *d, struct emit *em, const char *id, bool *readable, struct err *e)
{
	struct found f;
	int rc = look(d, id, &f, e);

	*readable = rc == 0 && f.readable;
	if (rc == 0) {
		emit_begin(em, "channel");
		emit_str(em, "id", id);
		emit_str(em, "channel_id", id);
		if (f.name != NULL) {
			emit_str(em, "channel_name", f.name);
			emit_str(em, "channel_type", discord_channel_type(f.name));
		}
		emit_str(em, "guild_id", f.guild);
		emit_str(em, "parent_id", f.parent);
		if (f.kind >= 0)
			emit_int(em, "type", f.kind);
		emit_bool(em, "readable", f.readable);
		if (f.why[0] != '\0')
			emit_str(em, "error_message", f.why);
		rc = emit_end(em, e);
	}
	found_release(&f);
	return rc;
}

/* --- check */

struct checker {
	check_fn *take;
	void *arg;
};

/* clang-format off */
static const struct {
	const char *name, *what;
} vars[] = {
	{ "DISCORD_BOT_TOKEN",   "who asks" },
	{ "LOG_CHANNEL_IDS",     "the channels that are read" },
	{ "DISCORD_WEBHOOK_URL", "where send goes without a token; nothing else needs it" },
};
/* clang-format on */

static int
say(const struct checker *k, const char *name, enum check_status status, const char *observed,
    const char *text, struct err *e)
{
	struct buf shown = { 0 };
	struct check c = { .name = name, .status = status, .observed = observed };
	int rc;

	buf_str(&shown, text);
	log_redact(&shown); /* a vendor may repeat what it was sent */
	c.text = shown.p;
	rc = k->take(k->arg, &c, e);
	buf_release(&shown);
	return rc;
}

static int
check_vars(const struct checker *k, struct err *e)
{
	char seen[OBSERVED_MAX];
	const char *v;
	size_t i;

	for (i = 0; i < sizeof vars / sizeof vars[0]; i++) {
		v = env_get(vars[i].name);
		if (v == NULL)
			(void)snprintf(seen, sizeof seen, "not set");
		else
			(void)snprintf(seen, sizeof seen, "set, %zu bytes", strlen(v));
		if (say(k, vars[i].name, v != NULL ? CHECK_OK : CHECK_UNKNOWN, seen, vars[i].what,
			e))
			return -1;
	}
	return 0;
}

/* A failed check, which ends all: *e is kept, unless it cannot even be told. */
static int
fail(const struct checker *k, const char *name, struct err *e)
{
	const struct err why = *e;

	if (say(k, name, why.code == ERR_TEMP ? CHECK_UNKNOWN : CHECK_FAILED, NULL, why.msg, e) ==
	    0)
		*e = why;
	return -1;
}

static int
check_token(const struct checker *k, struct discord *d, struct err *e)
{
	struct buf line = { 0 };
	struct rec_field root, name = { 0 };
	enum discord_why why;
	char *text = NULL;
	int rc = get(d, "GET me", "", "/users/@me", &line, &root, &why, e);

	if (rc == 0 && root.type == REC_OBJECT)
		name = pick_one(root.text, "username");
	if (rc == 0 && (text = rec_take_text(&name)) == NULL)
		rc = err_set(e, ERR_DATA,
		    "discord: /users/@me: the answer names nobody: is there a proxy in between?");
	rc = rc ? fail(k, "token", e)
		: say(k, "token", CHECK_OK, text, "the token is taken: that is who we are", e);
	free(text);
	buf_release(&line);
	return rc;
}

/* The application says of itself what it may see: flags GATEWAY_MESSAGE_CONTENT and ..._LIMITED. */
static int
check_intent(const struct checker *k, struct discord *d, struct err *e)
{
	struct buf line = { 0 };
	struct rec_field root, flags = { 0 };
	enum discord_why why;
	int64_t bits = 0;
	int rc = get(d, "GET application", "", "/applications/@me", &line, &root, &why, e);

	if (rc) {
		rc = fail(k, "message content", e);
		goto out;
	}
	if (root.type == REC_OBJECT)
		flags = pick_one(root.text, "flags");
	if (flags.type != REC_NUMBER || num_int(flags.text.p, flags.text.n, 0, INT64_MAX, &bits))
		rc = say(k, "message content", CHECK_UNKNOWN, NULL,
		    "the application does not say whether contents are shown to it", e);
	else if ((bits & CONTENT_FLAGS) != 0)
		rc = say(k, "message content", CHECK_OK, "shown", "the intent is switched on", e);
	else
		rc = say(k, "message content", CHECK_FAILED, "kept from us",
		    "switch on the Message Content Intent in the developer portal (Bot, Privileged Gateway Intents)",
		    e);
out:
	buf_release(&line);
	return rc;
}

static int
check_channel(const struct checker *k, struct discord *d, const char *id, struct err *e)
{
	struct found f;
	struct buf text = { 0 };
	int rc;

	if (look(d, id, &f, e)) {
		found_release(&f);
		return fail(k, "channel", e);
	}
	buf_str(&text, id);
	if (f.why[0] != '\0')
		buf_fmt(&text, ": %s", f.why);
	rc = say(k, "channel",
	    !f.readable ? CHECK_FAILED
	    : f.empty   ? CHECK_WARNING
			: CHECK_OK,
	    f.name, text.p, e);
	buf_release(&text);
	found_release(&f);
	return rc;
}

int
discord_survey_check(
    const struct discord_survey *how, size_t nchannels, check_fn *take, void *arg, struct err *e)
{
	const struct checker k = { take, arg };
	struct discord *d = NULL;
	const char *token;
	size_t i;
	int rc = -1;

	if (check_vars(&k, e))
		return -1;
	if (how->offline)
		return 0;
	token = discord_token(e);
	if (token == NULL)
		return fail(&k, "token", e);
	if (discord_open(&d, token, how->deadline_ns, how->trace, e) == 0)
		rc = check_token(&k, d, e);
	if (rc == 0)
		rc = check_intent(&k, d, e);
	for (i = 0; rc == 0 && i < nchannels; i++)
		rc = check_channel(&k, d, how->channels[i], e);
	discord_close(d);
	return rc;
}
