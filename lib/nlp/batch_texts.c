/* The messages of submissions that were found at the vendor's, as they come again: see nlp/batch_store.h */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/jsonl.h"
#include "io/rec.h"
#include "nlp/batch_store.h"

static bool
note(struct batch_store *s, const struct submission *sub, const char *id)
{
	char *word = mem_fmt("%s/%s", sub->name, id);
	bool is_new = batch_set_add(&s->ids, word);

	free(word);
	return is_new;
}

/* Which of its messages are there, once. */
static int
read_ids(struct batch_store *s, struct submission *sub, struct err *e)
{
	char *path = store_path(s, sub->name, "messages"), *id;
	struct rec *rec = mem_new(1, sizeof *rec);
	FILE *fp = sub->read ? NULL : fopen(path, "re");
	struct jsonl in;
	int got = 0;

	if (fp != NULL) {
		jsonl_init(&in, fp, path);
		while ((got = jsonl_next(&in, rec, e)) > 0) {
			id = rec_take_text(rec_get(rec, "message_id"));
			if (id != NULL)
				(void)note(s, sub, id);
			free(id);
		}
		if (got < 0)
			(void)err_wrap(e, "%s:%zu", path, in.lineno);
		jsonl_release(&in);
		(void)fclose(fp); /* only read */
	} else if (!sub->read && errno != ENOENT) {
		got = err_errno(e, ERR_IO, "%s", path);
	}
	sub->read = got == 0;
	free(path);
	free(rec);
	return got;
}

int
store_messages_end(struct batch_store *s, struct err *e)
{
	FILE *fp = s->messages;

	s->messages = NULL;
	return store_close_file(fp, "the messages", e);
}

static int
open_messages(struct batch_store *s, struct submission *sub, struct err *e)
{
	size_t at = (size_t)(sub - s->all);
	char *path;
	int rc = 0;

	if (s->messages != NULL && s->written == at)
		return 0;
	if (store_messages_end(s, e))
		return -1;
	path = store_path(s, sub->name, "messages");
	s->messages = fopen(path, "ae");
	s->written = at;
	if (s->messages == NULL)
		rc = err_errno(e, ERR_CREATE, "%s", path);
	free(path);
	return rc;
}

int
store_message(struct batch_store *s, struct submission *sub, const char *id, const struct rec *rec,
    struct err *e)
{
	if (read_ids(s, sub, e))
		return -1;
	if (!note(s, sub, id))
		return 0;
	if (open_messages(s, sub, e))
		return -1;
	if (fwrite(rec->line.p, 1, rec->line.n, s->messages) != rec->line.n ||
	    fputc('\n', s->messages) == EOF)
		return err_errno(e, ERR_IO, "the messages of %s", sub->name);
	sub->messages++;
	return 0;
}
