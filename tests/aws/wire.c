/*
 * wire - what our tables and protocols make of lines on stdin, a line each:
 *
 *	write SERVICE OPERATION JSON       -> method, path with the bucket, headers, body (base64), by tabs
 *	read SERVICE OPERATION HEADERS BODY -> JSON; headers are "name: value" with ^A between, the body is base64
 *	tables                             -> rows as tests/aws/operations.py --check takes them
 *
 * "error MESSAGE" for what is refused. Fields of a line are parted by tabs.
 */
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "aws/message.h"
#include "aws/place.h"
#include "aws/service.h"
#include "aws/shape.h"
#include "base/buf.h"
#include "base/err.h"
#include "net/http.h"

#define FIELDS 5

static void
print_base64(const struct buf *b)
{
	char *text = malloc(4 * (b->len + 2) / 3 + 8);

	if (text == NULL)
		exit(70);
	(void)EVP_EncodeBlock((unsigned char *)(void *)text,
	    (const unsigned char *)(const void *)(b->p == NULL ? "" : b->p), (int)b->len);
	(void)fputs(text, stdout);
	free(text);
}

static void
write_one(const struct aws_service *s, const char *operation, const char *json)
{
	struct aws_place place = { .path = (char[]){ "" } };
	struct aws_message m = { 0 };
	struct buf target = { 0 };
	struct err e;
	size_t i;

	if (aws_message_write(&m, s, aws_operation_find(s, operation), operation, json, &e)) {
		(void)printf("error %s\n", e.msg);
	} else {
		aws_place_target(&place, &m, &target);
		(void)printf("%s\t%s\t", m.method, target.p);
		for (i = 0; i < m.nheaders; i++)
			(void)printf("%s%s", i == 0 ? "" : "\1", m.headers[i]);
		(void)putchar('\t');
		print_base64(&m.body);
		(void)putchar('\n');
	}
	buf_release(&target);
	aws_message_release(&m);
}

static void
read_one(const struct aws_service *s, const char *operation, const char *headers, const char *body)
{
	struct http_reply reply = { .status = 200 };
	struct buf out = { 0 };
	size_t n = strlen(body), pad = 0, i;
	struct err e;

	buf_str(&reply.headers, headers);
	if (headers[0] != '\0')
		buf_char(&reply.headers, '\n');
	for (i = 0; i < reply.headers.len; i++)
		if (reply.headers.p[i] == '\1')
			reply.headers.p[i] = '\n';
	while (pad < 2 && pad < n && body[n - 1 - pad] == '=')
		pad++;
	(void)buf_room(&reply.body, n + 4);
	reply.body.len = (size_t)EVP_DecodeBlock((unsigned char *)(void *)reply.body.p,
			     (const unsigned char *)(const void *)body, (int)n) -
			 pad;
	reply.body.p[reply.body.len] = '\0';
	if (aws_message_read(s, aws_operation_find(s, operation), &reply, false, &out, &e))
		(void)printf("error %s\n", e.msg);
	else
		(void)printf("%s\n", out.p == NULL || out.len == 0 ? "{}" : out.p);
	http_reply_release(&reply);
	buf_release(&out);
}

static const char *
or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

static void
tables(void)
{
	const struct aws_service *s;
	const struct aws_operation *op;
	const struct aws_shape *shape;

	for (s = aws_services; s->name != NULL; s++) {
		for (op = s->operations; op->name != NULL; op++)
			(void)printf("%s\t%s\t%s\t%s\t%s\n", s->name, op->name, or_empty(op->line),
			    or_empty(op->input), or_empty(op->output));
		for (shape = s->shapes; shape != NULL && shape->name != NULL; shape++)
			(void)printf(
			    "%s\t%s\t\t%s\t\n", s->name, shape->name, or_empty(shape->members));
	}
}

int
main(void)
{
	char *line = NULL, *f[FIELDS], *at;
	const struct aws_service *s;
	size_t cap = 0, n;

	while (getline(&line, &cap, stdin) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (strcmp(line, "tables") == 0) {
			tables();
			continue;
		}
		for (n = 0, at = line; n < FIELDS; n++)
			f[n] = at == NULL ? NULL : strsep(&at, "\t");
		s = f[1] == NULL ? NULL : aws_service_find(f[1]);
		if (s == NULL || f[3] == NULL)
			return ERR_USAGE;
		if (strcmp(f[0], "write") == 0)
			write_one(s, f[2], f[3]);
		else
			read_one(s, f[2], f[3], or_empty(f[4]));
	}
	free(line);
	return 0;
}
