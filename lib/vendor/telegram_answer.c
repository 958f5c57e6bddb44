#include "vendor/telegram_answer.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/num.h"
#include "io/pick.h"
#include "io/utf8.h"
#include "io/whole.h"

static void
take_int(const struct rec_field *v, int64_t min, int64_t *to)
{
	if (v->type != REC_NUMBER || num_int(v->text.p, v->text.n, min, INT64_MAX, to))
		*to = 0;
}

void
telegram_answer_read(struct telegram_answer *a, const struct buf *body)
{
	static const char *const paths[] = { "ok", "description", "parameters.retry_after",
		"parameters.migrate_to_chat_id" };
	struct rec_field root, v[4];
	struct buf line = { 0 }, words = { 0 };
	struct err ignored;

	*a = (struct telegram_answer){ 0 };
	if (body->len > 0 && whole_parse(&line, body->p, body->len, &root, &ignored) == 0 &&
	    root.type == REC_OBJECT) {
		pick(root.text, paths, 4, v);
		a->ours = v[0].type == REC_TRUE || v[0].type == REC_FALSE;
		a->ok = v[0].type == REC_TRUE;
		if (v[1].type == REC_STRING && v[1].text.p != NULL) {
			rec_text(&v[1], &words);
			(void)snprintf(a->words, sizeof a->words, "%.*s",
			    words.len > 0 ? utf8_cut(words.p, words.len, TELEGRAM_WORDS_MAX) : 0,
			    words.len > 0 ? words.p : "");
		}
		take_int(&v[2], 0, &a->retry_after);
		take_int(&v[3], INT64_MIN, &a->moved_to);
	}
	buf_release(&words);
	buf_release(&line);
}
