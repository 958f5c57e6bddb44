/* Fields of an operation as they stand on a command line. */
#ifndef PF_AWS_FIELDS_H
#define PF_AWS_FIELDS_H

#include <stddef.h>
#include <stdio.h>

struct aws_operation;
struct aws_service;
struct buf;
struct err;

#define AWS_FIELD_NAME_MAX 120

struct aws_field {
	char name[AWS_FIELD_NAME_MAX]; /* "secret-id", "SecretId"; "tags:" when the value is JSON */
	const char *value;             /* borrowed; NULL: none was given */
};

/*
 * Add the fields to a JSON object (*json; empty: there is none yet). Text, numbers, booleans and lists
 * by the operation's row: a list is its field several times, or a JSON array; structures are JSON. An
 * operation without a row takes text, several times a list of it. "file://PATH" is what is in a file,
 * "fileb://PATH" the same as base64. ERR_USAGE naming the option: not known (with the nearest), of the
 * wrong kind, a secret that everybody could read in the command line; ERR_NOINPUT, ERR_IO: its file.
 */
int aws_fields_add(const struct aws_service *s, const struct aws_operation *op,
    const struct aws_field *f, size_t n, struct buf *json, struct err *e);

/* Print what an operation takes, an option a line. */
void aws_fields_help(const struct aws_operation *op, FILE *fp);

/* "list-secrets" of "ListSecrets", "describe-vpcs", "enable-dns64" ...; added to *out. */
void aws_dashed(struct buf *out, const char *name, size_t n);

#endif
