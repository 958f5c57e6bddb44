/* The text of a secret with some keys changed: a JSON object, whose other members stay as they are. */
#ifndef PF_SECRET_EDIT_H
#define PF_SECRET_EDIT_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct err;

enum edit_did { EDIT_SAME, EDIT_ADDED, EDIT_CHANGED, EDIT_REMOVED };

struct edit {
	const char *name;
	const char *value; /* NULL: the key is taken out */
	bool only_new;     /* a value that is there already stays */
	enum edit_did did; /* filled */
};

/*
 * Add the text, n bytes, with the edits made, to *out; the names of the edits differ. A value that is there
 * already, in any form of JSON, is left alone. ERR_CONFIG: it is no JSON object; ERR_DATA: a value is no
 * UTF-8, or the text is longer than a secret may be.
 */
int edit_text(
    const char *text, size_t n, struct edit *edits, size_t count, struct buf *out, struct err *e);

#define EDIT_TEXT_MAX 65536 /* AWS Secrets Manager, quotas */

/* "add", "change", "remove", "keep". */
const char *edit_word(enum edit_did did);

#endif
