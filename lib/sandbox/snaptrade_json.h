/* Objects of the data as text: taken apart, and written again with a member changed. All else of
 * them, numbers above all, stays as it was written. */
#ifndef PF_SANDBOX_SNAPTRADE_JSON_H
#define PF_SANDBOX_SNAPTRADE_JSON_H

#include "base/buf.h"
#include "io/rec.h"

struct snap_object {
	struct buf text, names; /* what rec points into */
	struct rec rec;
};

/* Owned by the caller; NULL unless it is a JSON object, such as null. */
struct snap_object *snap_object_new(struct slice json);
void snap_object_free(struct snap_object *o);

/* A member's JSON text, valid as long as the object; "null" where it has none of that name, or where
 * o is NULL. */
struct slice snap_member(const struct snap_object *o, const char *name);

/* What is between the quotes of a member that is a string; else empty. */
struct slice snap_string(const struct snap_object *o, const char *name);

bool snap_is_null(struct slice json);

void snap_add(struct buf *out, struct slice json);

/* "name":json, with a comma in front unless the object begins. */
void snap_put(struct buf *out, const char *name, struct slice json);
void snap_put_text(struct buf *out, const char *name, const char *json);

/* Add the object with that member's value changed; where it has none, it is added. What is no object
 * stays as it is. */
void snap_change(struct buf *out, struct slice object, const char *name, const char *json);

#endif
