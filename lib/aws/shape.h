/*
 * What the fields of an operation are, as text, so that a table of them can be read by people and
 * costs nothing until it is asked. Members stand with blanks between:
 *
 *	NAME[:TYPE][=WIRE][@PLACE][FLAGS]
 *
 * TYPE  nothing or s: text; i: integer; f: fraction; b: boolean; t: time (t8 as ISO 8601, t2 as RFC
 *       1123, tu as seconds wherever it is); x: bytes, base64 in JSON; d: a policy, which
 *       answers have percent-encoded and the AWS CLI prints as JSON; j: any JSON; [TYPE: a list;
 *       *TYPE: a list without an element around it; {TYPE: a map of texts; NAME: a structure.
 *       "[<Tag>Tag": its elements are called so, not "member"; "{<Name,Value>TYPE" likewise.
 * WIRE  how it is called on the wire (for EC2: in answers; a request begins it upper case)
 * PLACE @p path, @q query, @h header, @H headers that begin so, @b the body is it,
 *       @r the root element's own text; else a member of the body
 * FLAGS ! a secret: never an option; + needed; ~ a token that makes it happen once, made when it is
 *       missing; % percent-encoded where the answer has EncodingType "url", of a request: it is
 *       "url" when it is missing
 */
#ifndef PF_AWS_SHAPE_H
#define PF_AWS_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "io/rec.h"

struct aws_shape {
	const char *name, *members;
};

struct aws_member {
	struct slice name, wire;
	struct slice type; /* "s" where nothing is said */
	char place;        /* 'p', 'q', 'h', 'H', 'b', 'r'; 0: in the body */
	bool secret, needed, token, encoded;
};

/* A type's outermost layer. */
struct aws_type {
	char kind;          /* s i f b t x d j; [ or * list; { map; 'S' structure */
	char time;          /* of a 't': '8', '2', 'u'; 0: as the place has it */
	struct slice of;    /* of a list or map: the type within; of a structure: its name */
	struct slice names; /* "Tag" of [<Tag>; "Name,Value" of {<Name,Value>; empty: the usual */
};

/* The next member of a text that *members moves along; false at its end. members may point to NULL. */
bool aws_member_next(const char **members, struct aws_member *m);

/* The member of exactly that name. */
bool aws_member_find(const char *members, const char *name, size_t n, struct aws_member *m);

/* The member that somebody means who writes "kms-key-id", "KmsKeyId" or "kmsKeyId". */
bool aws_member_meant(const char *members, const char *word, struct aws_member *m);

/* Whether a field that no table knows is a secret, by what such fields are called. */
bool aws_member_hides(struct slice name);

/* Whether one member is the whole body and no structure. */
bool aws_members_bytes(const char *members);

void aws_type_read(struct slice text, struct aws_type *t);

/* The members of a structure; "" if there is none of that name. shapes may be NULL. */
const char *aws_shape_members(const struct aws_shape *shapes, struct slice name);

#endif
