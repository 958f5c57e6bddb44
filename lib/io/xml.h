/*
 * A vendor's XML reply as a tree: the one place that sees expat. Element names are local ones (what
 * stands before a ':' is dropped), blanks between elements are none of the text. No document type is
 * taken, so no entity can be declared; depth and number of elements are limited.
 */
#ifndef PF_IO_XML_H
#define PF_IO_XML_H

#include <stddef.h>

struct err;
struct xml; /* an element; borrowed from the tree it is in */

#define XML_DEPTH_MAX 64
#define XML_ELEMENTS_MAX ((size_t)1 << 20)

/* Parse a whole document of n bytes (UTF-8, UTF-16 or Latin-1); NULL with ERR_DATA "line 3: what".
 * Free the root only: texts are wiped. */
struct xml *xml_parse(const char *text, size_t n, struct err *e);
void xml_free(struct xml *root);

const char *xml_name(const struct xml *x);
const char *xml_text(const struct xml *x); /* UTF-8, all text right in it; "" if there is none */

/* The first child, the next sibling; of that name, NULL: of any. Take NULL and give NULL. */
const struct xml *xml_first(const struct xml *x, const char *name);
const struct xml *xml_next(const struct xml *x, const char *name);

/* An attribute's value by its local name, or NULL. */
const char *xml_attribute(const struct xml *x, const char *name);

/* Add text as it stands in an element or in a "" attribute: what has a meaning is escaped, line ends
 * that a reader would change are too. */
struct buf;
void xml_quote(struct buf *out, const char *s, size_t n);

#endif
