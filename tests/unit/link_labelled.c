/* text/link against what a person says of texts: precision and recall, printed and held to what is promised */
#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/jsonl.h"
#include "text/link.h"
#include "text/universe.h"
#include "text/universe_read.h"
#include "tap.h"

struct score {
	size_t texts, empty; /* and those of them that have no symbol */
	size_t right, wrong, missed;
};

static FILE *
open_data(const char *name)
{
	const char *top = getenv("srcdir");
	char *path = mem_fmt("%s/tests/data/link/%s", top == NULL ? "." : top, name);
	FILE *fp = fopen(path, "r");

	if (fp == NULL) {
		(void)printf("Bail out! no %s\n", path);
		exit(1);
	}
	free(path);
	return fp;
}

static struct universe *
make(void)
{
	const char *top = getenv("srcdir");
	char *dir = mem_fmt("%s/share/link", top == NULL ? "." : top);
	char *aliases = mem_fmt("%s/aliases.tsv", dir);
	struct universe *u = universe_new();
	FILE *fp = open_data("universe.jsonl");
	struct err e;

	if (universe_read_records(u, fp, "universe.jsonl", &e) || universe_read_words(u, dir, &e) ||
	    universe_read_aliases(u, aliases, &e)) {
		(void)printf("Bail out! %s\n", e.msg);
		exit(1);
	}
	universe_finish(u);
	(void)fclose(fp); /* only read */
	free(aliases);
	free(dir);
	return u;
}

/* The symbols of a text's list, each between blanks. */
static char *
wanted(const struct rec *rec)
{
	const struct rec_field *f = rec_get(rec, "want");
	char *text = mem_copy(f->text.p, f->text.n), *p;

	for (p = text; *p != '\0'; p++)
		if (strchr("[]\",", *p) != NULL)
			*p = ' ';
	return text;
}

static bool
has(const char *list, const char *symbol)
{
	size_t n = strlen(symbol);
	const char *p = list;

	while ((p = strstr(p, symbol)) != NULL) {
		if (p > list && p[-1] == ' ' && p[n] == ' ')
			return true;
		p += n;
	}
	return false;
}

static size_t
count(const char *list)
{
	size_t n = 0;

	for (; *list != '\0'; list++)
		n += *list != ' ' && (list[1] == ' ' || list[1] == '\0');
	return n;
}

static void
judge(const char *text, const char *want, const struct links *links, struct score *s)
{
	size_t i, right = 0, n = count(want);

	s->texts++;
	s->empty += n == 0;
	for (i = 0; i < links->n; i++) {
		if (has(want, links->v[i].symbol)) {
			right++;
			continue;
		}
		s->wrong++;
		(void)printf("# wrong: %s in '%s'\n", links->v[i].symbol, text);
	}
	s->right += right;
	s->missed += n - right;
	if (right < n)
		(void)printf("# of %s%zu missed in '%s'\n", want, n - right, text);
}

static struct score
measure(const struct universe *u)
{
	struct rec *rec = mem_new(1, sizeof *rec);
	struct score s = { 0 };
	struct links links = { 0 };
	FILE *fp = open_data("labelled.jsonl");
	struct jsonl in;
	struct err e = { 0 };
	char *text, *want;

	jsonl_init(&in, fp, "labelled.jsonl");
	while (jsonl_next(&in, rec, &e) > 0) {
		text = rec_take_text(rec_get(rec, "content"));
		want = wanted(rec);
		link_text(u, text, strlen(text), NULL, &links);
		judge(text, want, &links, &s);
		free(text);
		free(want);
	}
	CHECK_STR(e.msg, "");
	jsonl_release(&in);
	links_release(&links);
	(void)fclose(fp); /* only read */
	free(rec);
	return s;
}

static void
people_agree(void)
{
	struct universe *u = make();
	struct score s = measure(u);
	double precision = (double)s.right / (double)(s.right + s.wrong);
	double recall = (double)s.right / (double)(s.right + s.missed);

	(void)printf("# %zu texts, %zu without a symbol: precision %.4f, recall %.4f\n", s.texts,
	    s.empty, precision, recall);
	CHECK(s.texts >= 1500 && s.empty >= 500);
	CHECK(precision >= 0.97);
	CHECK(recall >= 0.95);
	universe_free(u);
}

int
main(void)
{
	RUN(people_agree);
	return tap_done();
}
