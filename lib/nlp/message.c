#include "nlp/message.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/num.h"
#include "io/array.h"
#include "io/letter.h"
#include "io/member.h"
#include "io/rec.h"
#include "nlp/engine.h"
#include "nlp/small_word.h"
#include "text/plain.h"
#include "text/rune.h"
#include "text/skip.h"

void
nlp_message_free(struct nlp_message *m)
{
	size_t i;

	if (m == NULL)
		return;
	for (i = 0; i < m->ncandidates; i++)
		free(m->candidates[i].text);
	free(m->candidates);
	free(m->id);
	free(m->content);
	free(m->author);
	free(m->channel);
	free(m->channel_type);
	free(m->hash);
	free(m->reply);
	chunks_release(&m->chunks);
	free(m);
}

/* --- words in a text */

/* clang-format off */
static const char *const reserved[] = { "ADD", "ATH", "ATL", "ATM", "BE", "BREAKDOWN", "BREAKOUT", "BTFD", "BUY", "CALL",
	"CALLS", "CLOSE", "DCA", "DD", "DTE", "EMA", "ENTRY", "EOD", "EOM", "EOW", "EPS", "ER", "EXIT", "EXP", "FA", "FOMO",
	"FWIW", "HIGH", "HODL", "HOLD", "IMHO", "IMO", "ITM", "LIMIT", "LONG", "LOW", "MACD", "OPEN", "OTM", "PB", "PE",
	"PIVOT", "PS", "PT", "PUT", "PUTS", "R1", "R2", "R3", "RANGE", "RESISTANCE", "RSI", "S1", "S2", "S3", "SELL",
	"SHORT", "SL", "SMA", "STOP", "STRIKE", "SUPPORT", "TA", "TARGET", "TBH", "TGT", "TP", "TRIM", "VWAP", "YOLO" };
/* clang-format on */

static int
by_text(const void *a, const void *b)
{
	return strcmp(a, *(const char *const *)b);
}

bool
nlp_is_reserved(const char *symbol)
{
	return bsearch(symbol, reserved, sizeof reserved / sizeof *reserved, sizeof *reserved,
		   by_text) != NULL;
}

/* The byte before is of a letter or digit. */
static bool
follows_word(const char *s, size_t at)
{
	size_t back = 1, len;

	if (at == 0)
		return false;
	while (back < 4 && back < at && ((unsigned char)s[at - back] & 0xc0) == 0x80)
		back++;
	return rune_is_alnum(letter_at(s + at - back, back, &len));
}

const char *
nlp_find_word(const char *s, size_t n, const char *word)
{
	size_t len = strlen(word), i, after;

	for (i = 0; len > 0 && i + len <= n; i++)
		if (strncasecmp(s + i, word, len) == 0 && !follows_word(s, i) &&
		    (i + len == n || !rune_is_alnum(letter_at(s + i + len, n - i - len, &after))))
			return s + i;
	return NULL;
}

/* In capitals, or with a '$': "at" is no symbol, "AT" and "$at" may be. */
static bool
is_written(const char *s, const char *symbol)
{
	size_t len = strlen(symbol);
	const char *at = s;

	while ((at = nlp_find_word(at, strlen(at), symbol)) != NULL) {
		if (memcmp(at, symbol, len) == 0 || (at > s && at[-1] == '$'))
			return true;
		at += len;
	}
	return false;
}

bool
nlp_message_names(const struct nlp_message *m, const char *symbol)
{
	size_t i;

	for (i = 0; i < m->ncandidates; i++)
		if (strcmp(m->candidates[i].symbol, symbol) == 0)
			return true;
	return nlp_is_small_word(symbol)
		   ? is_written(m->content, symbol)
		   : nlp_find_word(m->content, strlen(m->content), symbol) != NULL;
}

/* --- candidates */

/* A new one, or NULL: there is no room, it is there, reserved, or no symbol. */
static struct nlp_candidate *
add_candidate(struct nlp_message *m, const char *s, size_t n)
{
	struct nlp_candidate new = { .confidence = 0 };
	size_t k;

	if (m->ncandidates == NLP_CANDIDATES_MAX || idea_symbol(new.symbol, s, n) ||
	    nlp_is_reserved(new.symbol))
		return NULL;
	for (k = 0; k < m->ncandidates; k++)
		if (strcmp(m->candidates[k].symbol, new.symbol) == 0)
			return NULL;
	m->candidates = mem_grow(m->candidates, m->ncandidates + 1, sizeof *m->candidates);
	m->candidates[m->ncandidates] = new;
	return &m->candidates[m->ncandidates++];
}

/* "$" and one to six letters, a '.' with up to two more. */
static size_t
cashtag(const char *s, size_t n)
{
	size_t i = 1, dot, len;

	while (i < n && i < 7 && rune_is_alnum((unsigned char)s[i]) &&
	       !rune_is_digit((unsigned char)s[i]))
		i++;
	if (i == 1 || (i < n && rune_is_alnum(letter_at(s + i, n - i, &len))))
		return 0;
	dot = i + 1;
	while (i < n && s[i] == '.' && dot < n && dot < i + 3 &&
	       rune_is_alnum((unsigned char)s[dot]) && !rune_is_digit((unsigned char)s[dot]))
		dot++;
	return i < n && s[i] == '.' && dot > i + 1 &&
		       (dot == n || !rune_is_alnum(letter_at(s + dot, n - dot, &len)))
		   ? dot
		   : i;
}

static void
find_cashtags(struct nlp_message *m)
{
	const char *s = m->content;
	size_t n = strlen(s), i, len;
	struct nlp_candidate *c;

	for (i = 0; i<n; i += len> 0 ? len : 1) {
		len = s[i] == '$' && !follows_word(s, i) ? cashtag(s + i, n - i) : 0;
		c = len > 0 ? add_candidate(m, s + i, len) : NULL;
		if (c == NULL)
			continue;
		c->text = mem_copy(s + i, len);
		c->cashtag = true;
		c->confidence = 1000;
	}
}

/* A share of 1 with that many digits behind the point; what is finer is cut. one: 1 in them. 0 or -1. */
static int
read_share(struct slice s, unsigned digits, int64_t one, int64_t *v)
{
	return num_fixed_cut(s.p, s.n, digits, v) || *v < -one || *v > one ? -1 : 0;
}

static int
read_symbol(struct nlp_message *m, struct slice element, struct err *e)
{
	struct buf text = { 0 }, symbol = { 0 };
	struct rec_field member;
	struct nlp_candidate *c;
	bool crypto = false, tag = false;
	int64_t confidence = 0;
	int rc = -1;

	while (member_next(&element, &member)) {
		if (slice_is(member.name, "symbol") && member.type == REC_STRING)
			rec_text(&member, &symbol);
		else if (slice_is(member.name, "text") && member.type == REC_STRING)
			rec_text(&member, &text);
		else if (slice_is(member.name, "how")) {
			crypto = slice_is(member.text, "crypto");
			tag = slice_is(member.text, "cashtag");
		} else if (slice_is(member.name, "confidence") &&
			   read_share(member.text, 3, 1000, &confidence)) {
			(void)err_set(
			    e, ERR_DATA, "symbols: a confidence is no number of at most 1");
			goto out;
		}
	}
	if (symbol.len == 0) {
		(void)err_set(e, ERR_DATA, "symbols: one of them has no symbol");
		goto out;
	}
	c = add_candidate(m, symbol.p, symbol.len);
	if (c != NULL) {
		c->text = text.len > 0 ? buf_take(&text) : NULL;
		c->known = true;
		c->crypto = crypto;
		c->cashtag = tag;
		c->confidence = (int)confidence;
	}
	rc = 0;
out:
	buf_release(&text);
	buf_release(&symbol);
	return rc;
}

static int
read_symbols(struct nlp_message *m, const struct rec *rec, struct err *e)
{
	const struct rec_field *f = rec_get(rec, "symbols");
	struct slice rest, element;

	if (f == NULL || f->type == REC_NULL) {
		find_cashtags(m);
		return 0;
	}
	if (f->type != REC_ARRAY)
		return err_set(e, ERR_DATA, "symbols is no list");
	m->linked = true;
	for (rest = f->text; array_next(&rest, &element);)
		if (read_symbol(m, element, e))
			return -1;
	return 0;
}

/* The compound of sentiment, or sentiment_score. */
static int
read_sentiment(struct nlp_message *m, const struct rec *rec, struct err *e)
{
	const struct rec_field *f = rec_get(rec, "sentiment");
	struct slice rest = f != NULL ? f->text : (struct slice){ "", 0 }, score = { NULL, 0 };
	struct rec_field member;
	int64_t v;

	while (member_next(&rest, &member))
		if (slice_is(member.name, "compound"))
			score = member.text;
	f = rec_get(rec, "sentiment_score");
	if (score.p == NULL && f != NULL && f->type != REC_NULL)
		score = f->text;
	if (score.p == NULL)
		return 0;
	if (read_share(score, 4, 10000, &v))
		return err_set(e, ERR_DATA, "the sentiment is no number from -1 to 1");
	m->scored = true;
	m->compound = (int)v;
	return 0;
}

/* --- the record */

static int
needed(char **to, const struct rec *rec, const char *name, bool may_be_empty, struct err *e)
{
	const struct rec_field *f = rec_get(rec, name);
	struct buf text = { 0 };

	if (f == NULL || f->type == REC_NULL || (f->type != REC_STRING && f->type != REC_NUMBER))
		return err_set(e, ERR_DATA, "%s is missing or no text", name);
	rec_text(f, &text);
	if ((text.len == 0 && !may_be_empty) || text.len > NLP_CONTENT_MAX) {
		buf_release(&text);
		return err_set(e, ERR_DATA, "%s is %s", name, text.len == 0 ? "empty" : "too long");
	}
	*to = buf_take(&text);
	return 0;
}

static void
read_rest(struct nlp_message *m, const struct rec *rec)
{
	const struct rec_field *f = rec_get(rec, "attempts");
	char *at = rec_take_text(rec_get(rec, "timestamp"));

	m->author = rec_take_text(rec_get(rec, "author"));
	m->channel = rec_take_text(rec_get(rec, "channel"));
	m->channel_type = rec_take_text(rec_get(rec, "channel_type"));
	m->hash = rec_take_text(rec_get(rec, "content_hash"));
	m->reply = rec_take_text(rec_get(rec, "reply_content"));
	if (at == NULL || clock_parse_time(at, strlen(at), &m->written_at))
		m->written_at = CLOCK_NONE;
	if (f == NULL || num_int(f->text.p, f->text.n, 0, INT32_MAX, &m->attempts))
		m->attempts = 0;
	free(at);
}

int
nlp_message_read(struct nlp_message **to, const struct rec *rec, struct err *e)
{
	struct nlp_message *m = mem_new(1, sizeof *m);

	*to = NULL;
	if (needed(&m->id, rec, "message_id", false, e) ||
	    needed(&m->content, rec, "content", true, e) || read_symbols(m, rec, e) ||
	    read_sentiment(m, rec, e)) {
		if (m->id != NULL)
			(void)err_wrap(e, "message %s", m->id);
		nlp_message_free(m);
		return -1;
	}
	read_rest(m, rec);
	*to = m;
	return 0;
}

/* --- without one */

struct nlp_message *
nlp_message_of(const char *id, const char *content, size_t n)
{
	struct nlp_message *m = mem_new(1, sizeof *m);

	m->id = mem_str(id);
	m->content = mem_copy(content, n);
	m->written_at = CLOCK_NONE;
	find_cashtags(m);
	return m;
}

void
nlp_message_add(struct nlp_message *m, const char *symbol, size_t n)
{
	struct nlp_candidate *c = add_candidate(m, symbol, n);

	if (c == NULL)
		return;
	c->known = true;
	c->confidence = 1000;
}

const char *
nlp_message_prepare(struct nlp_message *m)
{
	const char *reason = skip_reason(m->content, strlen(m->content), m->author);
	struct buf text = { 0 };

	if (reason == NULL) {
		plain_text(&text, m->content, strlen(m->content));
		if (plain_is_noise(text.p, text.len))
			reason = SKIP_EMPTY_AFTER_CLEAN;
		else
			chunks_make(&m->chunks, text.p, text.len);
	}
	buf_release(&text);
	return reason;
}
