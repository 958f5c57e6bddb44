/*
 * A vendor's nested reply as a tree: the one place that sees cJSON. Not for records (io/jsonl) and
 * not for numbers that must be exact: a number is handed out as its text only where it is an
 * integer of up to 15 digits; vendors send the others as strings or we read the text.
 */
#ifndef PF_IO_JSON_H
#define PF_IO_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct json; /* a node; borrowed from the tree it is in */

/* Parse a whole text of n bytes (depth and size limited, no bytes behind it, no NUL); NULL with
 * ERR_DATA. Free the root only. */
struct json *json_parse(const char *text, size_t n, struct err *e);
void json_free(struct json *root);
void json_wipe(struct json *root); /* the same, and no string of it stays in memory */

/* Member, element, count; all take NULL and give NULL or 0. Names are matched exactly. */
const struct json *json_get(const struct json *j, const char *name);
const struct json *json_path(
    const struct json *j, const char *dotted); /* "detail.payload.available_end" */
const struct json *json_at(const struct json *j, size_t i);
size_t json_count(const struct json *j);
const struct json *json_next(const struct json *j); /* next member or element */
const struct json *json_first(const struct json *j);

const char *json_name(const struct json *j); /* of a member, else NULL */
const char *json_str(const struct json *j);  /* a string's text, else NULL */
int json_int(
    const struct json *j, int64_t *v); /* an integral number or a string of digits; 0 or -1 */
bool json_is_array(const struct json *j);
bool json_is_object(const struct json *j);
bool json_is_true(const struct json *j);
bool json_is_false(const struct json *j);
bool json_is_null(const struct json *j); /* also for NULL */

#endif
