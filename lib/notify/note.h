/* Something to be told: a check's result, an event, or a text, with what makes it the same as another one. */
#ifndef PF_NOTIFY_NOTE_H
#define PF_NOTIFY_NOTE_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct rec;

enum note_level { NOTE_INFO, NOTE_WARN, NOTE_ERROR };

struct note {
	enum note_level level;
	bool check;  /* it is the state of something, and not something that happened */
	bool asked;  /* a text of the caller's: no level keeps it back */
	bool unseen; /* of a check: it was not looked at, which changes nothing */
	char *
	    key; /* owned; the same for the same thing: a check's name, an event's tool, word, level and subject */
	char *text; /* owned; UTF-8, one line or more, none of them at the end */
};

#define NOTE_TEXT_MAX ((size_t)64 << 10) /* bytes; what is longer is cut */

/* "info", "warn", "error"; the level of such a word, or -1. */
const char *note_level_name(enum note_level level);
int note_level_find(const char *word);

/*
 * The note that a record is. key NULL, or what stands before its own. 1; 0: it is of a kind that is not told; -1
 * ERR_DATA: it lacks what it needs.
 */
int note_of_record(struct note *n, const struct rec *rec, const char *key, struct err *e);

/* The note that a text is; its key is key, or itself. ERR_DATA: it is no UTF-8, or only blanks. */
int note_of_text(
    struct note *n, const char *text, enum note_level level, const char *key, struct err *e);
void note_release(struct note *n);

#endif
