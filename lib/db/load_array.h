/* A JSON array as PostgreSQL's array literal (manual 8.15): {"a","b\"c",NULL,{1,2}}. */
#ifndef PF_DB_LOAD_ARRAY_H
#define PF_DB_LOAD_ARRAY_H

struct buf;
struct err;
struct load_type;
struct rec_field;
struct slice;

/* Add the literal to *out; type says what the elements are; tmp is for the elements' texts.
 * ERR_DATA: f is no array, or an element is no such value. */
int load_array(const struct load_type *type, const struct rec_field *f, struct buf *out,
    struct buf *tmp, struct err *e);

/* One value that is no array, as plain text: *s is f's own or in *tmp. */
int load_scalar(const struct load_type *type, const struct rec_field *f, struct slice *s,
    struct buf *tmp, struct err *e);

#endif
