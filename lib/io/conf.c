#include "io/conf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/near.h"

/* One document being read. */
struct reader {
	yaml_parser_t parser;
	const char *name;
};

static int
fail(const struct reader *r, const yaml_event_t *ev, struct err *e, const char *what)
{
	return err_set(e, ERR_CONFIG, "%s:%zu:%zu: %s", r->name, ev->start_mark.line + 1,
	    ev->start_mark.column + 1, what);
}

int
conf_fail(struct err *e, const char *name, const struct conf *at, const char *fmt, ...)
{
	char text[ERR_MSG_MAX];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return err_set(e, ERR_CONFIG, "%s:%zu:%zu: %s", name, at->line, at->column, text);
}

static int
next(struct reader *r, yaml_event_t *ev, struct err *e)
{
	if (yaml_parser_parse(&r->parser, ev))
		return 0;
	return err_set(e, ERR_CONFIG, "%s:%zu:%zu: %s%s%s", r->name,
	    r->parser.problem_mark.line + 1, r->parser.problem_mark.column + 1,
	    r->parser.context ? r->parser.context : "", r->parser.context ? ": " : "",
	    r->parser.problem ? r->parser.problem : "no YAML");
}

void
conf_free(struct conf *c)
{
	struct conf *next_one;

	for (; c != NULL; c = next_one) {
		next_one = c->next;
		conf_free(c->child);
		free(c->key);
		free(c->text);
		free(c);
	}
}

static int read_node(
    struct reader *r, yaml_event_t *ev, unsigned depth, struct conf **out, struct err *e);

/* A map's key, which is a plain string; takes it into *key. */
static int
read_key(const struct reader *r, const yaml_event_t *ev, const struct conf *map, char **key,
    struct err *e)
{
	if (ev->type != YAML_SCALAR_EVENT || ev->data.scalar.length == 0)
		return fail(r, ev, e, "a key is a word");
	if (strlen((const char *)ev->data.scalar.value) != ev->data.scalar.length)
		return fail(r, ev, e, "a NUL in a key");
	if (ev->data.scalar.length == 2 && memcmp(ev->data.scalar.value, "<<", 2) == 0)
		return fail(r, ev, e, "merge keys are not supported");
	if (conf_get(map, (const char *)ev->data.scalar.value) != NULL)
		return fail(r, ev, e, "the key stands here a second time");
	*key = mem_copy((const char *)ev->data.scalar.value, ev->data.scalar.length);
	return 0;
}

static int
read_children(struct reader *r, struct conf *parent, unsigned depth, struct err *e)
{
	yaml_event_type_t end =
	    parent->type == CONF_MAP ? YAML_MAPPING_END_EVENT : YAML_SEQUENCE_END_EVENT;
	struct conf **tail = &parent->child, *c = NULL;
	size_t line = 0, column = 0;
	yaml_event_t ev;
	char *key = NULL;
	int rc;

	for (;;) {
		if (next(r, &ev, e))
			return -1;
		if (ev.type == end) {
			yaml_event_delete(&ev);
			return 0;
		}
		if (parent->type == CONF_MAP) {
			line = ev.start_mark.line + 1;
			column = ev.start_mark.column + 1;
			rc = read_key(r, &ev, parent, &key, e);
			yaml_event_delete(&ev);
			if (rc || next(r, &ev, e)) {
				free(key);
				return -1;
			}
		}
		rc = read_node(r, &ev, depth + 1, &c, e);
		yaml_event_delete(&ev);
		if (c != NULL) {
			c->key = key;
			if (key != NULL) { /* a member stands where its key stands */
				c->line = line;
				c->column = column;
			}
			key = NULL;
			*tail = c;
			tail = &c->next;
		}
		free(key);
		key = NULL;
		if (rc)
			return -1;
		c = NULL;
	}
}

/* The node that begins with this event; a half-read one is in *out too, for freeing. */
static int
read_node(struct reader *r, yaml_event_t *ev, unsigned depth, struct conf **out, struct err *e)
{
	struct conf *c;

	*out = NULL;
	if (ev->type == YAML_ALIAS_EVENT)
		return fail(r, ev, e, "aliases are not supported");
	if (depth > CONF_DEPTH_MAX)
		return fail(r, ev, e, "nested too deeply");
	c = mem_new(1, sizeof *c);
	*out = c;
	c->line = ev->start_mark.line + 1;
	c->column = ev->start_mark.column + 1;
	if (ev->type == YAML_SCALAR_EVENT) {
		if (ev->data.scalar.tag != NULL)
			return fail(r, ev, e, "tags are not supported");
		if (strlen((const char *)ev->data.scalar.value) != ev->data.scalar.length)
			return fail(r, ev, e, "a NUL in a value");
		c->text = mem_copy((const char *)ev->data.scalar.value, ev->data.scalar.length);
		c->quoted = ev->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
		return 0;
	}
	if ((ev->type == YAML_MAPPING_START_EVENT ? ev->data.mapping_start.tag
						  : ev->data.sequence_start.tag) != NULL)
		return fail(r, ev, e, "tags are not supported");
	c->type = ev->type == YAML_MAPPING_START_EVENT ? CONF_MAP : CONF_LIST;
	return read_children(r, c, depth, e);
}

/* STREAM-START, DOCUMENT-START, the node, DOCUMENT-END, STREAM-END. */
static int
read_document(struct reader *r, struct conf **root, struct err *e)
{
	yaml_event_t ev;
	int rc = 0, seen = 0;

	for (;;) {
		if (rc || next(r, &ev, e))
			return -1;
		switch (ev.type) {
		case YAML_STREAM_END_EVENT:
			yaml_event_delete(&ev);
			return 0;
		case YAML_DOCUMENT_START_EVENT:
			if (seen++)
				rc = fail(r, &ev, e, "a second document");
			break;
		case YAML_NO_EVENT:
		case YAML_STREAM_START_EVENT:
		case YAML_DOCUMENT_END_EVENT:
			break;
		default:
			rc = read_node(r, &ev, 0, root, e);
		}
		yaml_event_delete(&ev);
	}
}

static int
slurp(FILE *fp, const char *name, struct buf *text, struct err *e)
{
	char *to;
	size_t n;

	do {
		to = buf_room(text, 65536);
		n = fread(to, 1, 65536, fp);
		text->len += n;
		if (text->len > CONF_SIZE_MAX)
			return err_set(
			    e, ERR_CONFIG, "%s: larger than %zu bytes", name, CONF_SIZE_MAX);
	} while (n > 0);
	return ferror(fp) ? err_errno(e, ERR_IO, "%s", name) : 0;
}

int
conf_read(struct conf **root, FILE *fp, const char *name, struct err *e)
{
	static const char mark[] = "\xef\xbb\xbf"; /* some editors put it in front of UTF-8 */
	struct reader r = { .name = name };
	struct buf text = { 0 };
	size_t at;
	int rc = -1;

	*root = NULL;
	if (slurp(fp, name, &text, e))
		goto out;
	if (!yaml_parser_initialize(&r.parser)) {
		(void)err_set(e, ERR_BUG, "%s: out of memory", name);
		goto out;
	}
	/* libyaml would take UTF-16 too; told what it is, it skips no mark */
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	at = text.len >= 3 && memcmp(text.p, mark, 3) == 0 ? 3 : 0;
	yaml_parser_set_input_string(
	    &r.parser, (const unsigned char *)(text.p ? text.p + at : ""), text.len - at);
	rc = read_document(&r, root, e);
	yaml_parser_delete(&r.parser);
	if (rc == 0 &&
	    (*root == NULL || ((*root)->type == CONF_SCALAR && conf_text(*root) == NULL))) {
		conf_free(*root);
		*root = mem_new(1, sizeof **root);
		**root = (struct conf){ .type = CONF_MAP, .line = 1, .column = 1 };
	}
out:
	if (rc) {
		conf_free(*root);
		*root = NULL;
	}
	buf_release(&text);
	return rc;
}

int
conf_load(struct conf **root, const char *path, struct err *e)
{
	FILE *fp = fopen(path, "re");
	int rc;

	*root = NULL;
	if (fp == NULL)
		return err_errno(e, errno == ENOENT ? ERR_NOINPUT : ERR_CONFIG, "%s", path);
	rc = conf_read(root, fp, path, e);
	(void)fclose(fp); /* only read */
	return rc;
}

const struct conf *
conf_get(const struct conf *map, const char *key)
{
	const struct conf *c;

	if (map == NULL || map->type != CONF_MAP)
		return NULL;
	for (c = map->child; c != NULL; c = c->next)
		if (strcmp(c->key, key) == 0)
			return c;
	return NULL;
}

const char *
conf_text(const struct conf *c)
{
	if (c == NULL || c->type != CONF_SCALAR)
		return NULL;
	if (!c->quoted &&
	    (c->text[0] == '\0' || strcmp(c->text, "~") == 0 || strcmp(c->text, "null") == 0))
		return NULL;
	return c->text;
}

int
conf_known(const struct conf *map, const char *const *keys, const char *name, struct err *e)
{
	const struct conf *c;
	const char *near;
	size_t i;

	for (c = map->child; c != NULL; c = c->next) {
		for (i = 0; keys[i] != NULL && strcmp(keys[i], c->key) != 0; i++)
			continue;
		if (keys[i] != NULL)
			continue;
		near = near_word(c->key, keys);
		return conf_fail(e, name, c, "unknown key '%s'%s%s%s", c->key,
		    near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
	}
	return 0;
}
