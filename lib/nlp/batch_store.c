#include "nlp/batch_store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/env.h"
#include "base/err.h"
#include "base/lock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/path.h"
#include "io/emit.h"
#include "io/jsonl.h"
#include "io/rec.h"
#include "nlp/batch_journal.h"
#include "nlp/engine.h"
#include "net/hmac.h"
#include "vendor/openai_batch.h"

#define JOURNAL "journal"
#define NAME_RANDOM 4
#define NAME_MAX_BYTES 64
#define CUSTOM_HASH 4

/* --- names */

char *
store_path(const struct batch_store *s, const char *name, const char *what)
{
	return mem_fmt("%s/%s.%s.jsonl", s->dir, name, what);
}

char *
store_name(int64_t now, struct err *e)
{
	unsigned char chance[NAME_RANDOM];
	char text[CLOCK_TEXT_MAX];
	struct buf name = { 0 };
	size_t i;

	if (getrandom(chance, sizeof chance, 0) != (ssize_t)sizeof chance) {
		(void)err_errno(e, ERR_IO, "getrandom");
		return NULL;
	}
	(void)clock_time_text(text, now - now % CLOCK_SECOND);
	for (i = 0; text[i] != '\0'; i++)
		if (strchr("-:", text[i]) == NULL)
			buf_char(&name, text[i]);
	buf_char(&name, '-');
	for (i = 0; i < sizeof chance; i++)
		buf_fmt(&name, "%02x", chance[i]);
	return buf_take(&name);
}

bool
store_is_name(const char *name)
{
	static const char bytes[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
	size_t n = strlen(name);

	return n > 0 && n <= NAME_MAX_BYTES && name[strspn(name, bytes)] == '\0';
}

void
batch_custom(char out[BATCH_CUSTOM_MAX], const struct nlp_message *m, size_t chunk,
    const char *model, const char *prompt)
{
	unsigned char hash[HMAC_LEN];
	char *what = mem_fmt("%s\n%s", model, prompt);

	hmac_sha256(hash, what, strlen(what), m->content, strlen(m->content));
	(void)snprintf(out, BATCH_CUSTOM_MAX, "msg-%.32s-chunk-%zu-%02x%02x%02x%02x", m->id, chunk,
	    hash[0], hash[1], hash[2], hash[CUSTOM_HASH - 1]);
	free(what);
}

/* --- reading */

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct submission *)a)->name, ((const struct submission *)b)->name);
}

/* Of one custom id the newest submission comes last. */
static int
by_custom(const void *a, const void *b)
{
	const struct batch_key *x = a, *y = b;
	int c = strcmp(x->custom, y->custom);

	return c != 0 ? c : (x->of > y->of) - (x->of < y->of);
}

static void
submission_release(struct submission *sub)
{
	free(sub->name);
	free(sub->model);
	free(sub->prompt);
	free(sub->file_id);
	free(sub->batch_id);
	free(sub->state);
	while (sub->nagain > 0)
		free(sub->again[--sub->nagain]);
	free(sub->again);
}

static struct submission *
push(struct batch_store *s, const struct submission *sub)
{
	if (s->n == s->cap) {
		s->cap = mem_more(s->cap, s->n + 1);
		s->all = mem_grow(s->all, s->cap, sizeof *s->all);
	}
	s->all[s->n] = *sub;
	return &s->all[s->n++];
}

static int
read_dir(struct batch_store *s, struct err *e)
{
	const char *suffix = "." JOURNAL ".jsonl";
	struct submission sub;
	struct dirent *d;
	DIR *dp = opendir(s->dir);
	char *path;
	size_t n;
	int rc = 0;

	if (dp == NULL)
		return err_errno(e, ERR_IO, "%s", s->dir);
	while (rc == 0 && (d = readdir(dp)) != NULL) {
		n = strlen(d->d_name);
		if (n <= strlen(suffix) || strcmp(d->d_name + n - strlen(suffix), suffix) != 0)
			continue;
		path = mem_fmt("%s/%s", s->dir, d->d_name);
		sub = (struct submission){ .expires_at = CLOCK_NONE };
		rc = batch_journal_read(&sub, path, e);
		if (rc == 0 && sub.name != NULL)
			(void)push(s, &sub);
		else
			submission_release(
			    &sub); /* cut off before its first line: nothing was sent */
		free(path);
	}
	(void)closedir(dp); /* only read */
	if (rc == 0 && s->n > 0)
		qsort(s->all, s->n, sizeof *s->all, by_name);
	return rc;
}

/* The custom ids of a file of requests. */
static int
read_keys(struct batch_store *s, size_t of, struct err *e)
{
	char *path = store_path(s, s->all[of].name, "requests");
	struct rec *rec = mem_new(1, sizeof *rec);
	FILE *fp = fopen(path, "re");
	struct jsonl in = { 0 };
	char *custom;
	int got = 0;

	if (fp == NULL) {
		if (errno != ENOENT)
			got = err_errno(e, ERR_IO, "%s", path);
		goto out;
	}
	jsonl_init(&in, fp, path);
	while ((got = jsonl_next(&in, rec, e)) > 0) {
		custom = rec_take_text(rec_get(rec, "custom_id"));
		if (custom == NULL)
			continue;
		if (s->nkeys == s->cap_keys) {
			s->cap_keys = mem_more(s->cap_keys, s->nkeys + 1);
			s->keys = mem_grow(s->keys, s->cap_keys, sizeof *s->keys);
		}
		s->keys[s->nkeys++] = (struct batch_key){ custom, of };
	}
	if (got < 0)
		(void)err_wrap(e, "%s:%zu", path, in.lineno);
	jsonl_release(&in);
	(void)fclose(fp); /* only read */
out:
	free(rec);
	free(path);
	return got < 0 ? -1 : 0;
}

int
store_keys(struct batch_store *s, const struct submission *sub, struct err *e)
{
	int rc = read_keys(s, (size_t)(sub - s->all), e);

	if (s->nkeys > 0)
		qsort(s->keys, s->nkeys, sizeof *s->keys, by_custom);
	return rc;
}

int
store_open(struct batch_store *s, bool keys, struct err *e)
{
	const char *dir = env_get("BATCH_OUTPUT_DIR");
	char *lock;
	size_t i;

	*s = (struct batch_store){ .lock = -1 };
	s->dir = dir != NULL ? mem_str(dir) : path_state("nlp/batches", e);
	if (s->dir == NULL || path_make(s->dir, 0700, e))
		return -1;
	lock = mem_fmt("%s/lock", s->dir);
	s->lock = lock_take(lock, 0, e);
	free(lock);
	if (s->lock < 0 || read_dir(s, e))
		return -1;
	for (i = 0; keys && i < s->n; i++)
		if (!s->all[i].dropped && read_keys(s, i, e))
			return -1;
	if (s->nkeys > 0)
		qsort(s->keys, s->nkeys, sizeof *s->keys, by_custom);
	return 0;
}

void
store_release(struct batch_store *s)
{
	while (s->n > 0)
		submission_release(&s->all[--s->n]);
	while (s->nkeys > 0)
		free(s->keys[--s->nkeys].custom);
	free(s->all);
	free(s->keys);
	batch_set_release(&s->ids);
	if (s->messages != NULL)
		(void)fclose(s->messages); /* a failure is told already */
	free(s->dir);
	lock_release(s->lock);
	*s = (struct batch_store){ .lock = -1 };
}

struct submission *
store_find_request(struct batch_store *s, const char *custom)
{
	size_t low = 0, high = s->nkeys, mid;

	while (low < high) { /* the first one behind it */
		mid = low + (high - low) / 2;
		if (strcmp(s->keys[mid].custom, custom) <= 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low > 0 && strcmp(s->keys[low - 1].custom, custom) == 0
		   ? &s->all[s->keys[low - 1].of]
		   : NULL;
}

struct submission *
store_find(struct batch_store *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (strcmp(s->all[i].name, name) == 0)
			return &s->all[i];
	return NULL;
}

struct submission *
store_find_batch(struct batch_store *s, const char *batch_id)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (s->all[i].batch_id != NULL && strcmp(s->all[i].batch_id, batch_id) == 0)
			return &s->all[i];
	return NULL;
}

bool
store_is_open(const struct submission *sub)
{
	return sub->batch_id != NULL && !sub->collected && !sub->dropped;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(a, *(char *const *)b);
}

bool
store_gave_back(const struct submission *sub, const char *message_id)
{
	return sub->nagain > 0 &&
	       bsearch(message_id, sub->again, sub->nagain, sizeof *sub->again, by_text) != NULL;
}
