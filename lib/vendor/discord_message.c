#include "vendor/discord_message.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/num.h"
#include "io/array.h"
#include "io/emit.h"
#include "rec/words.h"
#include "vendor/discord_embed.h"
#include "vendor/discord_id.h"
#include "vendor/discord_words.h"

#define COMMAND '!' /* what commands begin with */
#define REPLY 19
#define SUPPRESS_EMBEDS (1u << 2)
#define LOADING (1u << 7) /* somebody will fill it in */

/* clang-format off */
static const struct map_row rows[] = {
	{ "message_id",   "id" },
	{ "author",       "author.username" },
	{ "author_id",    "author.id" },
	{ "display_name", "author.global_name" },
	{ "edited_at",    "edited_timestamp" },
	{ "message_type", "type" },
	{ "webhook_id",   "webhook_id" },
	/* not printed as they are */
	{ ".content",     "content" },
	{ ".timestamp",   "timestamp" },
	{ ".bot",         "author.bot" },
	{ ".reply",       "message_reference.message_id" },
	{ ".mentions",    "mentions" },
	{ ".attachments", "attachments" },
	{ ".embeds",      "embeds" },
	{ ".snapshots",   "message_snapshots" },
	{ ".guild",       "guild_id" },
	{ 0 }
};
/* clang-format on */

void
discord_messages_init(struct discord_messages *m, struct emit *em)
{
	*m = (struct discord_messages){ .em = em };
	map_init(&m->map, &message_kind, rows);
}

static bool
is_text(const struct rec_field *v)
{
	return v->type == REC_STRING && v->text.p != NULL && v->text.n > 0;
}

static bool
has_elements(const struct rec_field *v)
{
	struct slice rest = v->text, one;

	return v->type == REC_ARRAY && array_next(&rest, &one);
}

/* The parts of a message that hold what it shows: its own, or those of the message that it forwards. */
struct shown {
	struct rec_field content, attachments, embeds;
};

static struct shown
shown_of(const struct map *m, const struct rec_field *v)
{
	static const char *const paths[] = { "message.content", "message.attachments",
		"message.embeds" };
	struct shown s = { *map_get(m, v, ".content"), *map_get(m, v, ".attachments"),
		*map_get(m, v, ".embeds") };
	struct slice rest = map_get(m, v, ".snapshots")->text, one;
	struct rec_field of[3];

	if (is_text(&s.content) || map_get(m, v, ".snapshots")->type != REC_ARRAY ||
	    !array_next(&rest, &one) || *one.p != '{')
		return s;
	pick(one, paths, 3, of);
	s.content = of[0];
	if (!has_elements(&s.attachments))
		s.attachments = of[1];
	if (!has_elements(&s.embeds))
		s.embeds = of[2];
	return s;
}

/* --- its text */

static void
put_text(struct emit *em, const struct shown *s)
{
	struct buf text = { 0 }, posts = { 0 };
	char hash[DISCORD_HASH_LEN + 1];
	const char *p;

	if (is_text(&s->content))
		rec_text(&s->content, &text);
	else if (s->embeds.type == REC_ARRAY)
		discord_embeds_text(&text, s->embeds.text);
	p = text.p != NULL ? text.p : "";
	emit_strn(em, "content", p, text.len);
	emit_bool(em, "is_command", text.len > 0 && *p == COMMAND);
	emit_uint(em, "num_chars", discord_chars(p, text.len));
	emit_uint(em, "num_words", discord_words(p, text.len));
	discord_hash(hash, p, text.len);
	emit_str(em, "content_hash", hash);
	discord_posts(&posts, p, text.len);
	emit_str(em, "tweet_urls", posts.len > 0 ? posts.p : NULL);
	buf_release(&posts);
	buf_release(&text);
}

static void
put_mentions(struct emit *em, const struct rec_field *list)
{
	struct slice rest = list->text, one;
	struct rec_field name;
	struct buf names = { 0 };

	while (list->type == REC_ARRAY && array_next(&rest, &one)) {
		if (*one.p != '{')
			continue;
		name = pick_one(one, "username");
		if (!is_text(&name))
			continue;
		if (names.len > 0)
			buf_char(&names, ',');
		rec_text(&name, &names);
	}
	emit_str(em, "mentions", names.len > 0 ? names.p : NULL);
	buf_release(&names);
}

static void
put_files(struct emit *em, const struct shown *s)
{
	struct buf text = { 0 };

	discord_attachments(
	    &text, s->attachments.type == REC_ARRAY ? s->attachments.text : (struct slice){ 0 });
	emit_str(em, "attachments", text.len > 0 ? text.p : NULL);
	buf_reset(&text);
	if (has_elements(&s->embeds))
		discord_unsigned(&text, s->embeds.text);
	emit_str(em, "embeds", text.len > 0 ? text.p : NULL);
	buf_release(&text);
}

/* --- the record */

static int64_t
type_of(const struct rec_field *v)
{
	int64_t n;

	return v->type == REC_NUMBER && num_int(v->text.p, v->text.n, 0, INT32_MAX, &n) == 0 ? n
											     : -1;
}

static void
put_place(struct emit *em, const struct discord_place *p, const struct rec_field *guild)
{
	emit_str(em, "channel_id", p->id);
	emit_str(em, "channel", p->name != NULL ? p->name : p->id);
	if (p->type != NULL)
		emit_str(em, "channel_type", p->type);
	if (p->parent_id != NULL)
		emit_str(em, "parent_id", p->parent_id);
	if (p->guild_id != NULL)
		emit_str(em, "guild_id", p->guild_id);
	else if (is_text(guild))
		emit_strn(em, "guild_id", guild->text.p, guild->text.n);
}

/* What a record cannot do without. */
static int
check(const struct map *m, const struct rec_field *v, int64_t *when, struct err *e)
{
	const struct rec_field *t = map_get(m, v, ".timestamp");
	uint64_t id;

	if (discord_id_of(map_get(m, v, "message_id"), &id))
		return err_set(e, ERR_DATA, "a message without an id");
	if (!is_text(map_get(m, v, "author")))
		return err_set(e, ERR_DATA, "message %llu has no author", (unsigned long long)id);
	if (map_get(m, v, ".content")->type != REC_STRING)
		return err_set(e, ERR_DATA, "message %llu has no content", (unsigned long long)id);
	if (t->type != REC_STRING || clock_parse_time(t->text.p, t->text.n, when))
		return err_set(e, ERR_DATA, "message %llu has no time", (unsigned long long)id);
	return 0;
}

int
discord_message_put(struct discord_messages *m, const struct discord_place *p, struct slice object,
    int64_t at, struct err *e)
{
	struct rec_field v[PICK_MAX];
	const struct rec_field *reply;
	struct emit *em = m->em;
	const char *odd = NULL;
	struct shown s;
	int64_t when;
	bool answers;

	map_pick(&m->map, object, v);
	if (check(&m->map, v, &when, e))
		return -1;
	s = shown_of(&m->map, v);
	reply = map_get(&m->map, v, ".reply");
	answers = type_of(map_get(&m->map, v, "message_type")) == REPLY && is_text(reply);
	emit_begin(em, "message");
	if (map_emit(&m->map, v, em, &odd, e))
		return -1;
	put_place(em, p, map_get(&m->map, v, ".guild"));
	emit_time(em, "timestamp", when);
	put_text(em, &s);
	emit_bool(em, "is_bot",
	    map_get(&m->map, v, ".bot")->type == REC_TRUE ||
		is_text(map_get(&m->map, v, "webhook_id")));
	emit_bool(em, "is_reply", answers);
	if (answers)
		emit_strn(em, "reply_to_id", reply->text.p, reply->text.n);
	put_mentions(em, map_get(&m->map, v, ".mentions"));
	put_files(em, &s);
	emit_null(em, "deleted_at"); /* it is there, whatever was thought before */
	emit_time(em, "collected_at", at);
	return emit_end(em, e);
}

/* --- before it is printed */

static bool
mentions(const struct rec_field *list, uint64_t me)
{
	struct slice rest = list->text, one;
	struct rec_field id;
	uint64_t who;

	while (list->type == REC_ARRAY && array_next(&rest, &one)) {
		if (*one.p != '{')
			continue;
		id = pick_one(one, "id");
		if (discord_id_of(&id, &who) == 0 && who == me)
			return true;
	}
	return false;
}

/* The types that people's words come in: ordinary, reply, slash command, context menu. What a thread begins
 * with (21) only points at the message that it hangs on, and never has a content of its own. */
static bool
carries_text(int64_t type)
{
	return type == 0 || type == REPLY || type == 20 || type == 23;
}

int
discord_message_look(struct discord_look *look, struct slice object, uint64_t me, struct err *e)
{
	enum {
		ID,
		TYPE,
		CONTENT,
		EMBEDS,
		FILES,
		SNAPSHOTS,
		STICKERS,
		PARTS,
		POLL,
		ACTIVITY,
		AUTHOR,
		MENTIONS,
		FLAGS,
		TIME,
		N
	};
	static const char *const paths[N] = { "id", "type", "content", "embeds", "attachments",
		"message_snapshots", "sticker_items", "components", "poll", "activity", "author.id",
		"mentions", "flags", "timestamp" };
	struct rec_field v[N];
	uint64_t author = 0, flags = 0;
	bool ours;

	*look = (struct discord_look){ .at = CLOCK_NONE };
	if (object.n == 0 || *object.p != '{')
		return err_set(e, ERR_DATA, "a message that is no object");
	pick(object, paths, N, v);
	if (discord_id_of(&v[ID], &look->id))
		return err_set(e, ERR_DATA, "a message without an id");
	if (v[TIME].type != REC_STRING ||
	    clock_parse_time(v[TIME].text.p, v[TIME].text.n, &look->at))
		look->at = CLOCK_NONE;
	if (discord_id_of(&v[AUTHOR], &author))
		author = 0;
	if (v[FLAGS].type == REC_NUMBER &&
	    num_uint(v[FLAGS].text.p, v[FLAGS].text.n, UINT64_MAX, &flags))
		flags = 0;
	ours = me != 0 && (author == me || mentions(&v[MENTIONS], me));
	if (ours || !carries_text(type_of(&v[TYPE])) || (flags & (SUPPRESS_EMBEDS | LOADING)) != 0)
		return 0; /* it says nothing about what is kept from us */
	look->told = is_text(&v[CONTENT]) || has_elements(&v[EMBEDS]) || has_elements(&v[FILES]);
	look->hidden = !look->told && !has_elements(&v[SNAPSHOTS]) && !has_elements(&v[STICKERS]) &&
		       !has_elements(&v[PARTS]) && !pick_has(&v[POLL]) && !pick_has(&v[ACTIVITY]);
	return 0;
}
