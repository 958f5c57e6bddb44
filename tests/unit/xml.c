/* lib/io/xml */
#include "io/xml.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "tap.h"

static struct xml *
parsed(const char *text)
{
	struct err e = { 0 };
	struct xml *x = xml_parse(text, strlen(text), &e);

	if (x == NULL)
		(void)printf("# %s\n", e.msg);
	return x;
}

static void
a_tree_is_read(void)
{
	struct xml *x = parsed(
	    "<?xml version='1.0'?>\n<a xmlns:p='u'>\n  <p:b p:type='t&amp;'>1 &lt; 2&#10;&#x263A;</p:b>\n"
	    "  <c/><p:b><![CDATA[<x>]]></p:b>\n</a>\n");
	const struct xml *b = xml_first(x, "b");

	CHECK_STR(xml_name(x), "a");
	CHECK_STR(xml_text(x), ""); /* what is between elements is their looks */
	CHECK_STR(xml_text(b), "1 < 2\n\xe2\x98\xba");
	CHECK_STR(xml_attribute(b, "type"), "t&");
	CHECK(xml_attribute(b, "none") == NULL);
	CHECK_STR(xml_name(xml_next(b, NULL)), "c");
	CHECK_STR(xml_text(xml_next(b, "b")), "<x>");
	CHECK(xml_next(xml_next(b, "b"), NULL) == NULL);
	CHECK(xml_first(x, "none") == NULL && xml_first(NULL, NULL) == NULL);
	xml_free(x);
	xml_free(NULL);
}

static void
blanks_in_a_leaf_are_text(void)
{
	struct xml *x = parsed("<a><b>  </b><c>\n</c></a>");

	CHECK_STR(xml_text(xml_first(x, "b")), "  ");
	CHECK_STR(xml_text(xml_first(x, "c")), "\n");
	xml_free(x);
}

static void
refuses(const char *text, size_t n, const char *words)
{
	struct err e = { 0 };

	CHECK(xml_parse(text, n, &e) == NULL);
	CHECK_INT(e.code, ERR_DATA);
	if (strstr(e.msg, words) == NULL) {
		(void)printf("# %s\n", e.msg);
		CHECK(strstr(e.msg, words) != NULL);
	}
}

static void
what_is_hostile_is_refused(void)
{
	static const char entity[] = "<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'>]><a>&b;</a>";
	static const char outside[] = "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>";
	struct buf deep = { 0 };
	size_t i;

	refuses(entity, strlen(entity), "document type");
	refuses(outside, strlen(outside), "document type");
	refuses("<a>\n<b></a>", 11, "line 2");
	refuses("<a/><b/>", 8, "junk");
	refuses("", 0, "no element");
	refuses("<a>&undeclared;</a>", 19, "entity");
	refuses("<a>\0</a>", 8, "line 1");
	for (i = 0; i < XML_DEPTH_MAX + 1; i++)
		buf_str(&deep, "<a>");
	refuses(deep.p, deep.len, "deeply");
	buf_reset(&deep);
	buf_str(&deep, "<a>");
	for (i = 0; i < XML_ELEMENTS_MAX; i++)
		buf_str(&deep, "<b/>");
	buf_str(&deep, "</a>");
	refuses(deep.p, deep.len, "too many elements");
	buf_release(&deep);
}

static void
quoted_text_is_read_as_it_was(void)
{
	static const char text[] = "a<b>&\"c'\r\n\td \xc3\xbc";
	struct buf out = { 0 };
	struct xml *x;

	buf_str(&out, "<a>");
	xml_quote(&out, text, strlen(text));
	buf_str(&out, "</a>");
	x = parsed(out.p);
	CHECK_STR(xml_text(x), text);
	xml_free(x);
	buf_release(&out);
}

int
main(void)
{
	RUN(a_tree_is_read);
	RUN(blanks_in_a_leaf_are_text);
	RUN(what_is_hostile_is_refused);
	RUN(quoted_text_is_read_as_it_was);
	return tap_done();
}
