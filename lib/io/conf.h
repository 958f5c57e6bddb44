/*
 * YAML as a tree that knows where each node stands, for pf.yaml, pipelines and deploy files: the
 * one place that sees libyaml. The whole of YAML 1.1 is not wanted from people: one document, no
 * tags, no merge keys, no repeated key; aliases are refused (they multiply). Scalars stay text.
 */
#ifndef PF_IO_CONF_H
#define PF_IO_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct err;

enum conf_type { CONF_SCALAR, CONF_LIST, CONF_MAP };

struct conf {
	enum conf_type type;
	size_t line, column; /* 1-based */
	char *key;           /* owned; of a map's member, else NULL */
	char *text;          /* owned; of a scalar */
	bool quoted;         /* the scalar was quoted: "null" and "true" are then words */
	struct conf *child;  /* owned; first member or element */
	struct conf *next;   /* owned by the parent */
};

#define CONF_SIZE_MAX ((size_t)1 << 20)
#define CONF_DEPTH_MAX 32

/* Read one document. ERR_CONFIG with "FILE:LINE:COLUMN: what"; ERR_NOINPUT; ERR_IO. An empty file
 * gives an empty map. */
int conf_read(struct conf **root, FILE *fp, const char *name, struct err *e);
int conf_load(struct conf **root, const char *path, struct err *e);
void conf_free(struct conf *root);

const struct conf *conf_get(const struct conf *map, const char *key);
const char *conf_text(
    const struct conf *c); /* a scalar's text; NULL for NULL, a plain null or ~, lists and maps */

/* ERR_CONFIG at the first member of map that is not in keys (NULL-terminated), with place and
 * nearest key. */
int conf_known(const struct conf *map, const char *const *keys, const char *name, struct err *e);

/* ERR_CONFIG with place: "FILE:LINE:COLUMN: " and the text. Returns -1. */
int conf_fail(struct err *e, const char *name, const struct conf *at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
