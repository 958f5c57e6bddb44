/* Any bytes as the records that pf-notify is given, and as Telegram's answer: what becomes a message is UTF-8, is within the channel's limit, and no
 * note is neither told nor counted */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "fuzz.h"
#include "io/jsonl.h"
#include "io/utf8.h"
#include "notify/memory.h"
#include "notify/note.h"
#include "notify/pack.h"
#include "vendor/telegram_answer.h"

#define NOTES_MAX 200

static size_t
read_all(const uint8_t *bytes, size_t n, struct note notes[NOTES_MAX])
{
	FILE *fp = fuzz_stream(bytes, n);
	struct rec *rec = malloc(sizeof *rec);
	struct jsonl in;
	struct err e;
	size_t count = 0;
	int got;

	HOLDS(rec != NULL);
	jsonl_init(&in, fp, "in");
	while ((got = jsonl_next(&in, rec, &e)) != 0 && count < NOTES_MAX) {
		if (got < 0 || note_of_record(&notes[count], rec, n % 2 ? "key" : NULL, &e) <= 0)
			continue;
		HOLDS(notes[count].key != NULL && notes[count].text[0] != '\0');
		HOLDS(strchr(notes[count].text, '\r') == NULL &&
		      strlen(notes[count].text) <= NOTE_TEXT_MAX);
		count++;
	}
	jsonl_release(&in);
	free(rec);
	(void)fclose(fp);
	return count;
}

static void
pack_all(const struct note *notes, size_t n, enum fit unit, size_t max)
{
	const struct notify_rules rules = {
		.min = NOTE_WARN, .on_change = true, .every = 5, .limit = 7, .window = 9
	};
	const struct pack_rules pack = { unit, max, "the head" };
	struct chosen *chosen = calloc(n + 1, sizeof *chosen);
	struct packed out[PACK_MESSAGES_MAX];
	struct memory m = { .lock = -1 };
	size_t count, i, told = 0, wanted = 0;

	HOLDS(chosen != NULL);
	notify_choose(&m, &rules, notes, n, 1000, chosen);
	HOLDS(m.n == 0);
	count = notify_pack(&pack, notes, chosen, n, out);
	for (i = 0; i < n; i++)
		wanted += chosen[i].choice == CHOICE_TELL || chosen[i].choice == CHOICE_SUM;
	for (i = 0; i < n; i++)
		told += chosen[i].choice == CHOICE_TELL;
	HOLDS((count > 0) == (wanted > 0) && told <= 7);
	for (i = 0; i < count; i++) {
		HOLDS(utf8_valid(out[i].text.p, out[i].text.len));
		HOLDS(fit_length(unit, out[i].text.p, out[i].text.len) <= max);
	}
	packed_release(out, count);
	memory_close(&m);
	free(chosen);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct note notes[NOTES_MAX];
	struct telegram_answer a;
	struct buf body = { 0 };
	size_t count = read_all(bytes, n, notes), i;

	pack_all(notes, count, FIT_UTF16, 4096);
	pack_all(notes, count, FIT_POINTS, 300);
	pack_all(notes, count, FIT_BYTES, 1000);
	for (i = 0; i < count; i++)
		note_release(&notes[i]);
	buf_add(&body, (const char *)bytes, n);
	telegram_answer_read(&a, &body);
	HOLDS(strlen(a.words) <= TELEGRAM_WORDS_MAX && utf8_valid(a.words, strlen(a.words)) &&
	      a.retry_after >= 0);
	buf_release(&body);
	return 0;
}
