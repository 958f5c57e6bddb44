/* lib/nlp/budget, lib/nlp/prices, lib/nlp/prompt: what asking a model may cost, and with which words */
#include <stdlib.h>
#include <sys/wait.h>

#include "base/err.h"
#include "base/log.h"
#include "nlp/budget.h"
#include "nlp/prices.h"
#include "nlp/prompt.h"
#include "scratch.h"
#include "tap.h"

static struct scratch scratch;

static const char *
text_of(const struct decimal *d)
{
	static char text[DECIMAL_TEXT_MAX];

	(void)decimal_text(text, d);
	return text;
}

static struct decimal
usd(const char *text)
{
	struct decimal d;

	CHECK_INT(decimal_read(&d, text, strlen(text)), 0);
	return d;
}

static void
a_cost_is_exact(void)
{
	const struct price *p;
	struct prices prices;
	struct decimal d;
	struct err e;

	CHECK_INT(prices_load(&prices, NULL, &e), 0);
	CHECK_INT(strlen(prices.as_of), 10);
	p = prices_find(&prices, "gpt-5.4-nano");
	CHECK(p != NULL && prices_find(&prices, "gpt-5.4-nano-2026-03-01") == p);
	CHECK(prices_find(&prices, "gpt-5.4-nano-large") == NULL);
	CHECK(prices_find(&prices, "nobody") == NULL);
	CHECK_INT(price_cost(&d, p, 61, 60, 9, false, &e), 0);
	CHECK_STR(text_of(&d), "0.00001265"); /* 1 * 0.20 + 60 * 0.02 + 9 * 1.25 of a million */
	CHECK_INT(price_cost(&d, p, 61, 60, 9, true, &e), 0);
	CHECK_STR(text_of(&d), "0.000006325");
	CHECK_INT(price_cost(&d, p, 0, -1, 0, false, &e), 0);
	CHECK_STR(text_of(&d), "0");
	CHECK_INT(prices_add(&prices, "gpt-5.4-nano=1/2/3,own=4/5", &e), 0);
	CHECK_STR(text_of(&prices_find(&prices, "gpt-5.4-nano")->cached), "2");
	CHECK_STR(text_of(&prices_find(&prices, "own")->cached), "4");
	CHECK_INT(prices_add(&prices, "own", &e), -1);
	CHECK_INT(prices_add(&prices, "own=1", &e), -1);
	CHECK_INT(prices_add(&prices, "own=1/2/3/4", &e), -1);
	CHECK_INT(prices_add(&prices, "own=1/-2", &e), -1);
	CHECK_INT(e.code, ERR_USAGE);
	prices_release(&prices);
}

static void
a_table_that_is_none_names_the_place(void)
{
	static const char *const tables[] = { "as_of: soon\nmodels: {}\n",
		"as_of: 2026-01-02\nmodels:\n  a: { input: 1 }\n",
		"as_of: 2026-01-02\nmodels:\n  a: { input: 1, output: -1 }\n",
		"as_of: 2026-01-02\ncurrency: EUR\nmodels: {}\n", "as_of: 2026-01-02\n" };
	struct prices prices;
	struct err e;
	size_t i;

	for (i = 0; i < sizeof tables / sizeof tables[0]; i++) {
		CHECK_INT(
		    prices_load(&prices, scratch_file(&scratch, "p.yaml", tables[i]), &e), -1);
		CHECK_INT(e.code, ERR_CONFIG);
		CHECK(strstr(e.msg, "p.yaml:") != NULL);
		prices_release(&prices);
	}
}

static void
limits_hold_before_anything_is_sent(void)
{
	const struct decimal some = usd("0.04"), little = usd("0.01");
	struct budget_hold a = { 0 }, b = { 0 }, c = { 0 };
	struct budget_use use = { .model = "m", .purpose = "main", .usd = &little };
	struct budget *budget = NULL, *next = NULL;
	struct err e;

	CHECK_INT(budget_open(&budget, 60000, -1, &e), 0);
	CHECK(budget_is_limited(budget));
	CHECK_INT(budget_hold(budget, &a, &some, &e), 0);
	CHECK_INT(budget_hold(budget, &b, &some, &e), 1);
	CHECK_INT(e.code, ERR_TEMP);
	CHECK(strstr(e.msg, "--max-usd 0.06") != NULL);
	CHECK_INT(budget_spent(budget, &a, &use, &e), 0);
	CHECK_STR(text_of(budget_total(budget)), "0.01");
	CHECK_INT(budget_hold(budget, &b, &some, &e), 0);
	CHECK_INT(budget_free(budget, &b, &e), 0);
	CHECK_INT(budget_hold(budget, &c, &some, &e), 0); /* and is left behind */
	budget_close(budget);

	CHECK_INT(budget_open(&next, -1, 80000, &e), 0); /* 0.01 and 0.04 are there */
	CHECK_INT(budget_hold(next, &a, &some, &e), 1);
	CHECK(strstr(e.msg, "--max-usd-day 0.08") != NULL && strstr(e.msg, "0.05") != NULL);
	CHECK_INT(budget_hold(next, &a, &little, &e), 0);
	use.usd = NULL; /* nobody knows: as much as was held */
	CHECK_INT(budget_spent(next, &a, &use, &e), 0);
	CHECK_STR(text_of(budget_total(next)), "0.01");
	budget_close(next);
}

/* One of eight: as many requests of a cent as it gets. */
static void
spend(void)
{
	const struct decimal cent = usd("0.01");
	struct budget_hold h[20] = { 0 };
	struct budget *b = NULL;
	struct err e;
	int n = 0, rc = 0;

	if (budget_open(&b, -1, 1000000, &e))
		_exit(99);
	while (n < 20 && (rc = budget_hold(b, &h[n], &cent, &e)) == 0)
		n++;
	_exit(rc < 0 ? 99 : n);
}

static void
eight_share_one_day(void)
{
	pid_t pids[8];
	int status, sum = 0;
	size_t i;

	(void)setenv("PF_NOW", "2026-01-03T00:00:00Z", 1);
	(void)fflush(stdout);
	for (i = 0; i < 8; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			spend();
	}
	for (i = 0; i < 8; i++) {
		CHECK(waitpid(pids[i], &status, 0) == pids[i] && WIFEXITED(status));
		sum += WEXITSTATUS(status);
	}
	CHECK_INT(sum, 100);
}

static void
a_line_that_was_cut_off_does_not_count(void)
{
	const struct decimal cent = usd("0.01");
	struct budget_hold h = { 0 };
	struct budget *b = NULL;
	char path[512];
	struct err e;
	FILE *fp;

	(void)setenv("PF_NOW", "2026-01-04T00:00:00Z", 1);
	(void)snprintf(path, sizeof path, "%s/nlp/spent/2026-01-04.jsonl", scratch.dir);
	fp = fopen(path, "w");
	CHECK(fp != NULL &&
	      fputs("{\"kind\":\"hold\",\"id\":\"1\",\"usd\":0.5}\nno line\n"
		    "{\"kind\":\"hold\",\"id\":\"2\",\"us",
		  fp) >= 0 &&
	      fclose(fp) == 0);
	CHECK_INT(budget_open(&b, -1, 510000, &e), 0);
	CHECK_INT(budget_hold(b, &h, &cent, &e), 0);
	CHECK_INT(budget_hold(b, &h, &cent, &e), 1); /* no more onto it */
	CHECK_STR(text_of(&h.usd), "0.01");
	budget_close(b);
}

static void
words_have_a_version_that_follows_them(void)
{
	struct prompt p;
	struct err e;
	char first[64];

	CHECK_INT(prompt_load(&p, NULL, NULL, &e), 0);
	CHECK(strncmp(p.version, "ideas-1+", 8) == 0 && strlen(p.version) == 16);
	CHECK(strstr(p.ideas.schema, "\n") == NULL && strstr(p.ideas.schema, ": ") == NULL);
	(void)snprintf(first, sizeof first, "%s", p.version);
	CHECK_STR(p.models[PROMPT_MAIN], "gpt-5.1-2025-11-13");
	prompt_release(&p);
	(void)setenv("OPENAI_MODEL_MAIN", "own", 1);
	CHECK_INT(prompt_load(&p, "ideas-1", NULL, &e), 0);
	CHECK_STR(p.version, first); /* who is asked is no part of it */
	CHECK_STR(p.models[PROMPT_LONG], "own");
	CHECK_STR(p.models[PROMPT_TRIAGE], "gpt-5-mini-2025-08-07");
	prompt_release(&p);
	(void)unsetenv("OPENAI_MODEL_MAIN");
	CHECK_INT(prompt_load(&p, "nobody", NULL, &e), -1);
	CHECK_INT(e.code, ERR_NOINPUT);
	prompt_release(&p);
}

#define PART(key, schema) key ": { name: n, tokens: 100, words: w, schema: '" schema "' }\n"
#define MODELS "models: { triage: a, main: b, escalation: c, long: d }\n"

static void
own_words_are_taken_from_a_path(void)
{
	struct prompt p;
	struct err e;
	char first[64];

	CHECK_INT(prompt_load(&p,
		      scratch_file(&scratch, "w.yaml",
			  "version: own\n" MODELS PART("triage", "{ }")
			      PART("ideas", "{ \"a b\" : [ \"c \\\" \\\\\" , 1 ] }")),
		      NULL, &e),
	    0);
	CHECK_STR(p.ideas.schema, "{\"a b\":[\"c \\\" \\\\\",1]}");
	(void)snprintf(first, sizeof first, "%s", p.version);
	prompt_release(&p);
	CHECK_INT(
	    prompt_load(&p,
		scratch_file(&scratch, "w.yaml",
		    "version: own\n" MODELS PART("triage", "{ }") PART("ideas", "{ \"a c\" : 1 }")),
		NULL, &e),
	    0);
	CHECK(strcmp(p.version, first) != 0);
	prompt_release(&p);
	CHECK_INT(prompt_load(&p,
		      scratch_file(&scratch, "w.yaml",
			  "version: own\n" MODELS PART("triage", "{ }") PART("ideas", "{ a }")),
		      NULL, &e),
	    -1);
	CHECK_INT(e.code, ERR_CONFIG);
	prompt_release(&p);
}

int
main(void)
{
	static const char *const left[] = { "nlp/spent/2026-01-02.jsonl",
		"nlp/spent/2026-01-03.jsonl", "nlp/spent/2026-01-04.jsonl", "nlp/spent/lock" };
	char path[512];
	size_t i;

	log_show(LOG_ERROR);
	scratch_make(&scratch);
	(void)setenv("PF_STATE_DIR", scratch.dir, 1);
	(void)setenv("PF_DATA_DIR", PF_SRCDIR "/share", 1);
	(void)setenv("PF_NOW", "2026-01-02T03:04:05Z", 1);
	RUN(a_cost_is_exact);
	RUN(a_table_that_is_none_names_the_place);
	RUN(limits_hold_before_anything_is_sent);
	RUN(eight_share_one_day);
	RUN(a_line_that_was_cut_off_does_not_count);
	RUN(words_have_a_version_that_follows_them);
	RUN(own_words_are_taken_from_a_path);
	for (i = 0; i < sizeof left / sizeof left[0]; i++) {
		(void)snprintf(path, sizeof path, "%s/%s", scratch.dir, left[i]);
		(void)unlink(path);
	}
	(void)snprintf(path, sizeof path, "%s/nlp/spent", scratch.dir);
	(void)rmdir(path);
	(void)snprintf(path, sizeof path, "%s/nlp", scratch.dir);
	(void)rmdir(path);
	scratch_remove(&scratch);
	return tap_done();
}
