/* Parts of aws/message: each protocol's requests and replies. */
#ifndef PF_AWS_WIRE_H
#define PF_AWS_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "io/rec.h"

struct aws_member;
struct aws_message;
struct aws_operation;
struct aws_service;
struct aws_shape;
struct aws_type;
struct buf;
struct err;
struct http_reply;
struct json;
struct rec;

/* Add "Name: value"; ERR_DATA when the value has the end of a line in it, or there are too many. */
int aws_wire_header(
    struct aws_message *m, const char *name, size_t n, const char *value, struct err *e);

/*
 * Add a scalar as text: numbers, "true", times as usual says ('8', '2' or 'u', unless the type says
 * it). name is for the message. ERR_DATA.
 */
int aws_wire_scalar(struct buf *out, const struct json *value, const struct aws_type *type,
    char usual, struct slice name, struct err *e);

/* Whether all fields of an input are known and none that is needed is missing. ERR_DATA with the
 * nearest name. */
int aws_wire_known(const char *members, const struct json *in, struct err *e);

/* A form: "Action=...&Version=...". */
int aws_form_write(struct aws_message *m, const struct aws_service *s,
    const struct aws_operation *op, const struct json *in, struct err *e);

/* Method, path, query, headers; the body of what is left. */
int aws_rest_write(struct aws_message *m, const struct aws_service *s,
    const struct aws_operation *op, const struct json *in, const struct rec *rec, struct err *e);

/* Add an element called name with what value has, by its type. */
int aws_element_write(struct buf *out, const struct aws_shape *shapes, struct slice name,
    struct slice type, const struct json *value, const char *space, struct err *e);

/* An XML reply, or one of headers, as JSON. */
int aws_answer_read(const struct aws_service *s, const struct aws_operation *op,
    const struct http_reply *reply, bool streamed, struct buf *out, struct err *e);

#endif
