#include "text/vader_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/letter.h"
#include "io/tsv.h"

#define COMMENT "# "      /* "#" alone may begin a word */
#define EMOJI_SLOTS 4096u /* over a thousand emoji; a power of two */
#define EMOJI_MAX (EMOJI_SLOTS / 2)
#define WORDS_MAX ((size_t)1 << 20)
#define VALUE_DIGITS 6
#define VALUE_MAX 4000000 /* 4, with those digits */
#define SLOTS 16384       /* for VADER's own lexicon */

/* clang-format off */
static const char *const raising[] = {
	"absolutely", "amazingly", "awfully", "completely", "considerable", "considerably", "decidedly", "deeply",
	"effing", "enormous", "enormously", "entirely", "especially", "exceptional", "exceptionally", "extreme",
	"extremely", "fabulously", "flipping", "flippin", "frackin", "fracking", "fricking", "frickin", "frigging",
	"friggin", "fully", "fuckin", "fucking", "fuggin", "fugging", "greatly", "hella", "highly", "hugely",
	"incredible", "incredibly", "intensely", "major", "majorly", "more", "most", "particularly", "purely",
	"quite", "really", "remarkably", "so", "substantially", "thoroughly", "total", "totally", "tremendous",
	"tremendously", "uber", "unbelievably", "unusually", "utter", "utterly", "very", NULL
};

/* "just enough", "kind of" and "sort of" are rules */
static const char *const lowering[] = {
	"almost", "barely", "hardly", "kinda", "kindof", "kind-of", "less", "little", "marginal", "marginally",
	"occasional", "occasionally", "partly", "scarce", "scarcely", "slight", "slightly", "somewhat", "sorta",
	"sortof", "sort-of", NULL
};

/* any token with n't negates too */
static const char *const negating[] = {
	"aint", "arent", "cannot", "cant", "couldnt", "darent", "didnt", "doesnt", "dont", "hadnt", "hasnt",
	"havent", "isnt", "mightnt", "mustnt", "neednt", "oughtnt", "shant", "shouldnt", "wasnt", "werent", "wont",
	"wouldnt", "neither", "never", "none", "nope", "nor", "not", "nothing", "nowhere", "uhuh", "uh-uh",
	"without", "rarely", "seldom", "despite", NULL
};

static const char *const named[] = {
	[ID_ASS] = "ass", [ID_AT] = "at", [ID_BAD] = "bad", [ID_BEATING] = "beating", [ID_BOMB] = "bomb",
	[ID_BROKEN] = "broken", [ID_BUS] = "bus", [ID_BUT] = "but", [ID_DEATH] = "death", [ID_DIE] = "die",
	[ID_DOUBT] = "doubt", [ID_ENOUGH] = "enough", [ID_FOR] = "for", [ID_HEART] = "heart", [ID_JUST] = "just",
	[ID_KIND] = "kind", [ID_KISS] = "kiss", [ID_LEAST] = "least", [ID_NEVER] = "never", [ID_NO] = "no",
	[ID_NOR] = "nor", [ID_OF] = "of", [ID_OR] = "or", [ID_RIGHT] = "right", [ID_SHIT] = "shit", [ID_SO] = "so",
	[ID_SORT] = "sort", [ID_STOP] = "stop", [ID_THE] = "the", [ID_THIS] = "this", [ID_TO] = "to",
	[ID_VERY] = "very", [ID_WITHOUT] = "without", [ID_YEAH] = "yeah",
};
/* clang-format on */

static inline uint32_t
hash_of(const struct vader_key *key, size_t n)
{
	uint64_t hash = n;
	size_t i;

	for (i = 0; i < n; i += 8) {
		hash = (hash ^ key->part[i / 8]) * UINT64_C(0x9e3779b97f4a7c15);
		hash ^= hash >> 32;
	}
	return (uint32_t)hash;
}

static inline bool
same(const struct vader_words *w, const struct word *word, const struct vader_key *key, size_t n)
{
	const size_t head = sizeof word->head;

	return word->len == n && word->head[0] == key->part[0] && word->head[1] == key->part[1] &&
	       (n <= head || memcmp(w->text.p + word->at, key->part + WORD_PARTS, n - head) == 0);
}

/* Where it is, or the empty slot that it goes into. */
static inline struct word_slot *
place(const struct vader_words *w, const struct vader_key *key, size_t n, uint32_t hash)
{
	size_t i = hash & (w->slots - 1);

	for (; w->slot[i].word != 0; i = (i + 1) & (w->slots - 1))
		if (w->slot[i].hash == hash && same(w, &w->word[w->slot[i].word], key, n))
			break;
	return &w->slot[i];
}

uint32_t
vader_words_find(const struct vader_words *w, const struct vader_key *key, size_t n)
{
	return place(w, key, n, hash_of(key, n))->word;
}

/* Twice as many slots. */
static void
widen(struct vader_words *w)
{
	struct word_slot *old = w->slot;
	size_t i, to, n = w->slots;

	w->slots = n == 0 ? SLOTS : 2 * n;
	w->slot = mem_new(w->slots, sizeof *w->slot);
	for (i = 0; i < n; i++) {
		if (old[i].word == 0)
			continue;
		to = old[i].hash & (w->slots - 1);
		while (w->slot[to].word != 0)
			to = (to + 1) & (w->slots - 1);
		w->slot[to] = old[i];
	}
	free(old);
}

/* The word of n bytes, at most VADER_WORD_MAX; a new one does nothing yet. */
static struct word *
add(struct vader_words *w, const char *p, size_t n)
{
	struct vader_key key = { 0 };
	struct word_slot *slot;
	struct word *word;
	uint32_t hash;

	memcpy(key.part, p, n);
	hash = hash_of(&key, n);
	if (w->slots < 2 * (w->n + 1))
		widen(w);
	slot = place(w, &key, n, hash);
	if (slot->word != 0)
		return &w->word[slot->word];
	if (w->n == w->cap) {
		w->cap = mem_more(w->cap, w->n + 1);
		w->word = mem_grow(w->word, w->cap, sizeof *w->word);
	}
	*slot = (struct word_slot){ hash, (uint32_t)w->n };
	word = &w->word[w->n++];
	*word = (struct word){ .at = (uint32_t)w->text.len, .len = (uint8_t)n };
	memcpy(word->head, key.part, sizeof word->head);
	if (n > sizeof word->head)
		buf_add(&w->text, p + sizeof word->head, n - sizeof word->head);
	return word;
}

/* A list of fixed words: what they do. */
static void
add_all(struct vader_words *w, const char *const *list, unsigned flag, int boost)
{
	struct word *word;

	for (; *list != NULL; list++) {
		word = add(w, *list, strlen(*list));
		word->flags |= (uint8_t)flag;
		word->boost = (int8_t)(boost != 0 ? boost : word->boost);
	}
}

void
vader_words_init(struct vader_words *w)
{
	size_t i;

	*w = (struct vader_words){ .n = 1, .cap = 8192 };
	w->word = mem_new(w->cap, sizeof *w->word);
	add_all(w, raising, WORD_BOOSTER, 1);
	add_all(w, lowering, WORD_BOOSTER, -1);
	add_all(w, negating, WORD_NEGATES, 0);
	for (i = ID_NONE + 1; i < sizeof named / sizeof *named; i++)
		add(w, named[i], strlen(named[i]))->id = (uint8_t)i;
	w->emoji = mem_new(EMOJI_SLOTS, sizeof *w->emoji);
}

void
vader_words_release(struct vader_words *w)
{
	free(w->word);
	free(w->slot);
	free(w->emoji);
	buf_release(&w->text);
	buf_release(&w->names);
	*w = (struct vader_words){ 0 };
}

/* Whether a token of n bytes can be one of a text, in small letters. */
static bool
may_match(const char *p, size_t n)
{
	size_t len;
	uint32_t c;

	for (; n > 0; p += len, n -= len) {
		c = letter_at(p, n, &len);
		if (letter_is_space(c) || letter_small(c) != c)
			return false;
	}
	return true;
}

/* What a file's rows go to. */
struct reading {
	struct vader_words *w;
	bool emoji, strict;
	size_t n; /* emoji so far */
};

static int
take_word(struct reading *r, struct slice key, const char *is, struct err *e)
{
	struct vader_words *w = r->w;
	bool gone = strcmp(is, "-") == 0;
	int64_t value = 0;
	struct word *word;

	if (key.n > VADER_WORD_MAX)
		return err_set(e, ERR_DATA, "a token of more than %d bytes", VADER_WORD_MAX);
	if (r->strict && !may_match(key.p, key.n))
		return err_set(e, ERR_DATA, "a token with blanks or capitals never matches");
	if (!gone && (num_fixed(is, strlen(is), VALUE_DIGITS, &value) || value < -VALUE_MAX ||
			 value > VALUE_MAX))
		return err_set(e, ERR_DATA, "the value is no number between -4 and 4");
	if (w->n == WORDS_MAX)
		return err_set(e, ERR_DATA, "more than %zu words", WORDS_MAX);
	word = add(w, key.p, key.n);
	word->flags = (uint8_t)((word->flags & ~WORD_VALUED) | (gone ? 0 : WORD_VALUED));
	word->value = (double)value / 1e6; /* both exact, so it is the nearest double */
	return 0;
}

static struct emoji *
emoji_place(const struct vader_words *w, uint32_t code)
{
	size_t i = (code * 2654435761u) >> 20; /* the upper bits, as many as EMOJI_SLOTS has */

	while (w->emoji[i].len != 0 && w->emoji[i].code != code)
		i = (i + 1) & (EMOJI_SLOTS - 1);
	return &w->emoji[i];
}

struct slice
vader_words_emoji(const struct vader_words *w, uint32_t code)
{
	const struct emoji *em = emoji_place(w, code);

	if (em->len == 0)
		return (struct slice){ "", 0 };
	return (struct slice){ w->names.p + em->at, em->len };
}

static int
take_emoji(struct reading *r, struct slice key, const char *name, struct err *e)
{
	struct vader_words *w = r->w;
	size_t len, n = strlen(name);
	uint32_t code = letter_at(key.p, key.n, &len);
	struct emoji *em;

	if (len != key.n || code < 0x80)
		return err_set(e, ERR_DATA, "no emoji of one code point with a name");
	if (r->n == EMOJI_MAX)
		return err_set(e, ERR_DATA, "more than %u emoji", EMOJI_MAX);
	em = emoji_place(w, code);
	r->n += em->len == 0;
	*em = (struct emoji){ code, (uint32_t)w->names.len, (uint32_t)n };
	buf_add(&w->names, name, n);
	return 0;
}

static int
take_row(void *arg, char *const field[TSV_FIELDS_MAX], struct err *e)
{
	struct reading *r = arg;
	const struct slice key = { field[0], strlen(field[0]) };

	if (field[0][0] == '\0' || field[1][0] == '\0')
		return err_set(e, ERR_DATA, "a line is a word, a tab and what it stands for");
	return r->emoji ? take_emoji(r, key, field[1], e) : take_word(r, key, field[1], e);
}

int
vader_words_read(struct vader_words *w, const char *file, bool strict, struct err *e)
{
	struct reading r = { .w = w, .strict = strict };

	return tsv_read(file, COMMENT, take_row, &r, e);
}

int
vader_words_read_emoji(struct vader_words *w, const char *file, struct err *e)
{
	struct reading r = { .w = w, .emoji = true };

	return tsv_read(file, COMMENT, take_row, &r, e);
}
