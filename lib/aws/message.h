/*
 * An operation on the wire, by its service's protocol: a JSON object becomes a request that is not
 * signed yet, a reply becomes JSON as the AWS CLI prints it (AWS's Smithy documents, "AWS protocols";
 * names and places are those of the tables). Times of XML and of headers become RFC 3339 text; what
 * is JSON already stays as it came.
 */
#ifndef PF_AWS_MESSAGE_H
#define PF_AWS_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct aws_operation;
struct aws_service;
struct err;
struct http_reply;

#define AWS_HEADERS_MAX 96 /* of a request, before it is signed */

struct aws_message {
	const char *method;
	char *bucket;    /* owned: S3's, which is in the host or in front of the path; NULL: none */
	struct buf path; /* encoded as it is signed, with its query; "/..." */
	struct buf body;
	char *headers[AWS_HEADERS_MAX + 1]; /* owned: "Name: value", NULL-terminated */
	size_t nheaders;
	bool raw;     /* the body is bytes that the input did not hold: who sends it has them */
	bool streams; /* the answer's body is bytes */
	bool once;    /* it has a token that makes it happen once */
};

/*
 * Make the request of an operation; op may be NULL, then operation is the name alone, of a JSON
 * service. json: an object, NULL: {}. A token of the kind that makes an operation happen once is made
 * when it is missing. ERR_DATA naming the field that is missing, unknown or of the wrong type; no
 * value is in a message.
 */
int aws_message_write(struct aws_message *m, const struct aws_service *s,
    const struct aws_operation *op, const char *operation, const char *json, struct err *e);

/* An input as one line, as the reader of objects wants it; owned, for aws_wipe(). */
char *aws_input_line(const char *json);

/* Wipes it; *m is empty again. */
void aws_message_release(struct aws_message *m);

/* Add what a reply of status 2xx says to *out: a JSON object without line ends, or nothing. ERR_DATA.
 * The reply's body is changed where it is JSON with line ends. streamed: its bytes went elsewhere. */
int aws_message_read(const struct aws_service *s, const struct aws_operation *op,
    struct http_reply *reply, bool streamed, struct buf *out, struct err *e);

#endif
