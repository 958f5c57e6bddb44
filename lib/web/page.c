#include "web/page.h"

#include <stdarg.h>
#include <string.h>

#include "base/err.h"
#include "db/pg.h"
#include "web/login.h"
#include "web/reply.h"
#include "web/request.h"
#include "web/service.h"

#define PAGE_TYPE "text/html; charset=utf-8"
#define POLICY                                                                                     \
	"default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "         \
	"base-uri 'none'; frame-ancestors 'none'"

static const struct place {
	const char *path, *name;
} places[] = {
	{ "/ui/", "Portfolio" },
	{ "/ui/ideas", "Ideas" },
	{ "/ui/runs", "Runs" },
	{ "/ui/health", "Health" },
};

void
page_headers(struct web_reply *r, const char *type)
{
	r->type = type;
	web_reply_header(r, "Content-Security-Policy", POLICY);
	web_reply_header(r, "Cache-Control", "no-store");
	web_reply_header(r, "Referrer-Policy", "same-origin");
}

void
page_init(struct page *p, struct service *s, const struct web_request *q, struct web_reply *r)
{
	*p = (struct page){ .service = s, .q = q, .r = r, .out = &r->body };
	(void)clock_time_text(p->now, service_now(s));
	page_headers(r, PAGE_TYPE);
}

void
page_html(struct page *p, const char *markup)
{
	buf_str(p->out, markup);
}

void
page_text(struct page *p, const char *text)
{
	static const char special[] = "&<>\"'";
	static const char *const instead[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;" };
	const char *at;

	for (; *text != '\0'; text++) {
		at = strchr(special, *text);
		if (at != NULL)
			buf_str(p->out, instead[at - special]);
		else if ((unsigned char)*text >= 0x20 || *text == '\n' || *text == '\t')
			buf_char(p->out, *text); /* HTML has no other control characters */
	}
}

static void
menu(struct page *p, const char *here)
{
	size_t i;

	page_html(p, "<nav aria-label=\"Pages\"><ul>\n");
	for (i = 0; i < sizeof places / sizeof places[0]; i++) {
		page_html(p, "<li><a href=\"");
		page_html(p, places[i].path);
		page_html(p, "\"");
		if (here != NULL && strcmp(here, places[i].path) == 0)
			page_html(p, " aria-current=\"page\"");
		page_html(p, ">");
		page_html(p, places[i].name);
		page_html(p, "</a></li>\n");
	}
	page_html(p, "</ul></nav>\n");
}

void
page_begin(struct page *p, const char *title, const char *here)
{
	page_html(
	    p, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<title>");
	page_text(p, title);
	page_html(p, " - pf</title>\n"
		     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
		     "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
		     "<link rel=\"stylesheet\" href=\"/ui/style.css\"/>\n"
		     "<link rel=\"icon\" href=\"data:,\"/>\n</head>\n");
	page_html(p, here != NULL && here[0] == '\0' ? "<body class=\"alone\">\n" : "<body>\n");
	page_html(p, "<a class=\"skip\" href=\"#main\">To the content</a>\n<header>\n"
		     "<span class=\"brand\">pf</span>\n");
	if (here == NULL || here[0] != '\0')
		menu(p, here);
	page_html(p, "</header>\n<main id=\"main\">\n<h1>");
	page_text(p, title);
	page_html(p, "</h1>\n");
	p->framed = here == NULL || here[0] != '\0';
}

void
page_end(struct page *p)
{
	page_html(p, "</main>\n<footer>\n");
	if (p->framed) {
		page_html(p, "<p>As of ");
		page_value(p, CELL_TIME, p->now);
		page_html(p, "; times are UTC.</p>\n");
		if (!p->service->open)
			page_html(p, "<form method=\"post\" action=\"/ui/logout\">"
				     "<button type=\"submit\">Log out</button></form>\n");
	}
	page_html(p, "</footer>\n</body>\n</html>\n");
}

void
page_refuse(struct page *p, int status, const char *title, const char *fmt, ...)
{
	struct buf text = { 0 };
	va_list ap;

	va_start(ap, fmt);
	buf_vfmt(&text, fmt, ap);
	va_end(ap);
	p->r->status = status;
	p->r->type = PAGE_TYPE;
	buf_reset(p->out);
	page_begin(p, title, NULL);
	page_html(p, "<p class=\"notice\" role=\"alert\">");
	page_text(p, text.p);
	page_html(p, "</p>\n");
	page_end(p);
	buf_release(&text);
}

int
page_ask(struct page *p, struct pg_res **res, const char *sql, size_t params, const char *a,
    const char *b, struct err *e)
{
	const char *const values[] = { p->now, a, b };

	return pg_query(p->service->db, res, sql, params, values, e);
}

void
page_show(struct service *s, const struct web_request *q, struct web_reply *r, page_fn *fill)
{
	struct page p;
	struct err e;
	int rc;

	if (!login_admits(s, q, r))
		return;
	page_init(&p, s, q, r);
	rc = service_begin(s, false, &e);
	if (rc == 0)
		rc = fill(&p, &e);
	if (rc == 0)
		rc = service_commit(s, &e);
	if (rc == 0 && r->status == 200)
		page_end(&p);
	if (rc == 0)
		return;
	service_failed(s, q, r, &e);
	if (r->status == 503)
		page_refuse(&p, 503, "No database",
		    "The database does not answer now. Ask again in a few seconds.");
	else
		page_refuse(&p, r->status, "It failed",
		    "This page cannot be made; the log says why, request %s.", q->id);
}
