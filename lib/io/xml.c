#include "io/xml.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

struct attribute {
	char *name, *value; /* owned */
	struct attribute *next;
};

struct xml {
	char *name; /* owned */
	struct buf text;
	struct attribute *attributes;
	struct xml *parent, *first, *last, *next;
};

struct reading {
	XML_Parser parser;
	struct xml *root, *at;
	size_t depth, n;
	const char *why; /* it was stopped */
};

static const char *
local(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon == NULL ? name : colon + 1;
}

static void
refuse(struct reading *r, const char *why)
{
	if (r->why == NULL)
		r->why = why;
	(void)XML_StopParser(r->parser, XML_FALSE); /* fails only when it has stopped */
}

static void
begin(void *arg, const XML_Char *name, const XML_Char **pairs)
{
	struct reading *r = arg;
	struct attribute *a;
	struct xml *x;

	if (r->why != NULL)
		return;
	if (++r->depth > XML_DEPTH_MAX || ++r->n > XML_ELEMENTS_MAX) {
		refuse(r, r->depth > XML_DEPTH_MAX ? "nested too deeply" : "too many elements");
		return;
	}
	x = mem_new(1, sizeof *x);
	x->name = mem_str(local(name));
	x->parent = r->at;
	for (; *pairs != NULL; pairs += 2) {
		a = mem_new(1, sizeof *a);
		*a = (struct attribute){ mem_str(local(pairs[0])), mem_str(pairs[1]),
			x->attributes };
		x->attributes = a;
	}
	if (r->at == NULL)
		r->root = x;
	else if (r->at->last == NULL)
		r->at->first = r->at->last = x;
	else
		r->at->last = r->at->last->next = x;
	r->at = x;
}

static void
end(void *arg, const XML_Char *name)
{
	struct reading *r = arg;
	struct xml *x = r->at;

	(void)name; /* expat has compared it */
	if (r->why != NULL || x == NULL)
		return;
	r->depth--;
	/* between elements text is but the looks of the document */
	if (x->first != NULL && x->text.p != NULL && strspn(x->text.p, " \t\r\n") == x->text.len)
		buf_wipe(&x->text);
	r->at = x->parent;
}

static void
text(void *arg, const XML_Char *s, int n)
{
	struct reading *r = arg;

	if (r->why == NULL && r->at != NULL)
		buf_add(&r->at->text, s, (size_t)n);
}

static void
doctype(void *arg, const XML_Char *name, const XML_Char *system, const XML_Char *public, int inside)
{
	(void)name;
	(void)system;
	(void)public;
	(void)inside;
	refuse(arg, "a document type is not taken");
}

struct xml *
xml_parse(const char *bytes, size_t n, struct err *e)
{
	struct reading r = { .parser = XML_ParserCreate(NULL) };
	enum XML_Status status;

	if (r.parser == NULL)
		mem_out();
	if (n > (size_t)1 << 30) {
		r.why = "too long";
		status = XML_STATUS_ERROR;
	} else {
		XML_SetUserData(r.parser, &r);
		XML_SetElementHandler(r.parser, begin, end);
		XML_SetCharacterDataHandler(r.parser, text);
		XML_SetStartDoctypeDeclHandler(r.parser, doctype);
		status = XML_Parse(r.parser, bytes, (int)n, XML_TRUE);
	}
	if (status != XML_STATUS_OK) {
		if (r.why == NULL && XML_GetErrorCode(r.parser) == XML_ERROR_NO_MEMORY)
			mem_out();
		(void)err_set(e, ERR_DATA, "no XML: line %lu: %s",
		    (unsigned long)XML_GetCurrentLineNumber(r.parser),
		    r.why != NULL ? r.why : XML_ErrorString(XML_GetErrorCode(r.parser)));
		xml_free(r.root);
		r.root = NULL;
	}
	XML_ParserFree(r.parser);
	return r.root;
}

static void
wipe(char *s)
{
	if (s != NULL)
		explicit_bzero(s, strlen(s));
	free(s);
}

void
xml_free(struct xml *root)
{
	struct xml *x = root, *up;
	struct attribute *a;

	/* no recursion: the first leaf, then what it hung on */
	while (x != NULL) {
		if (x->first != NULL) {
			up = x->first;
			x->first = NULL;
			x = up;
			continue;
		}
		up = x->next != NULL ? x->next : x->parent;
		while ((a = x->attributes) != NULL) {
			x->attributes = a->next;
			free(a->name);
			wipe(a->value);
			free(a);
		}
		free(x->name);
		buf_wipe(&x->text);
		free(x);
		x = up;
	}
}

const char *
xml_name(const struct xml *x)
{
	return x->name;
}

const char *
xml_text(const struct xml *x)
{
	return x->text.p == NULL ? "" : x->text.p;
}

static const struct xml *
of_name(const struct xml *x, const char *name)
{
	while (x != NULL && name != NULL && strcmp(x->name, name) != 0)
		x = x->next;
	return x;
}

const struct xml *
xml_first(const struct xml *x, const char *name)
{
	return x == NULL ? NULL : of_name(x->first, name);
}

const struct xml *
xml_next(const struct xml *x, const char *name)
{
	return x == NULL ? NULL : of_name(x->next, name);
}

const char *
xml_attribute(const struct xml *x, const char *name)
{
	const struct attribute *a = x->attributes;

	while (a != NULL && strcmp(a->name, name) != 0)
		a = a->next;
	return a == NULL ? NULL : a->value;
}

void
xml_quote(struct buf *out, const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		switch (s[i]) {
		case '&':
			buf_str(out, "&amp;");
			break;
		case '<':
			buf_str(out, "&lt;");
			break;
		case '>':
			buf_str(out, "&gt;");
			break;
		case '"':
			buf_str(out, "&quot;");
			break;
		case '\r':
			buf_str(out, "&#xD;");
			break;
		case '\n':
			buf_str(out, "&#xA;");
			break;
		default:
			buf_char(out, s[i]);
		}
	}
}
