/* What stands in a preview of a request. */
#ifndef PF_AWS_SHOW_H
#define PF_AWS_SHOW_H

struct aws_message;
struct aws_operation;
struct buf;
struct err;

/* Add an input with "***" for what is secret: by the operation's table, without one by the names that
 * secrets have. ERR_DATA: it is no object. */
int aws_mask(const struct aws_operation *op, const char *json, struct buf *out, struct err *e);

/* Add an object of method, url, headers and body. */
void aws_show(const struct aws_message *m, const char *base, const char *target, struct buf *out);

#endif
