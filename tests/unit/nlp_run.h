/* A run of the engine openai against a scripted server */
#ifndef PF_TESTS_NLP_RUN_H
#define PF_TESTS_NLP_RUN_H

#include <stdlib.h>

#include "base/err.h"
#include "io/emit.h"
#include "nlp/engine.h"
#include "nlp/openai.h"
#include "nlp/parse.h"
#include "nlp/print.h"
#include "server.h"

#define REPLIES 12

/* A state folder of this test alone. */
static char state[256];

/* A scripted run: replies in, what was printed and sent out. */
struct run {
	char *script[REPLIES + 1]; /* owned */
	size_t n;
	struct nlp_openai_how how;
	int attempts; /* of the messages; 0: they do not say */
	int messages;
	const char *content;
	/* what came of it */
	char *out, *seen; /* owned */
	int rc, verdict;
	struct err e;
};

static void
run_init(struct run *r)
{
	*r = (struct run){ .how = { .max_usd = -1,
			       .max_usd_day = -1,
			       .concurrency = 1,
			       .attempts = 3,
			       .skip_triage = true },
		.messages = 1,
		.content = "Bought $GOOG at 350, it looks good" };
}

static void
reply(struct run *r, const char *status, const char *body)
{
	r->script[r->n++] =
	    mem_fmt("HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n%s", status,
		strlen(body), body);
}

/* A chat completion. */
static void
say_all(struct run *r, const char *content, const char *refusal, const char *finish)
{
	struct buf text = { 0 };

	buf_str(&text,
	    "{\"id\":\"chatcmpl-0123456789012345\",\"model\":\"m-2\",\"choices\":[{\"message\":{\"content\":");
	if (content == NULL)
		buf_str(&text, "null");
	else
		emit_quote(&text, content, strlen(content));
	buf_str(&text, ",\"refusal\":");
	if (refusal == NULL)
		buf_str(&text, "null");
	else
		emit_quote(&text, refusal, strlen(refusal));
	buf_fmt(&text,
	    "},\"finish_reason\":\"%s\"}],\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":100}}",
	    finish);
	reply(r, "200 OK", text.p);
	buf_release(&text);
}

static void
say(struct run *r, const char *content)
{
	say_all(r, content, NULL, "stop");
}

static char *
messages_of(const struct run *r)
{
	struct emit em;
	char id[16];
	int i;

	emit_init(&em, NULL, false);
	for (i = 1; i <= r->messages; i++) {
		(void)snprintf(id, sizeof id, "%d", i);
		if (i > 1)
			buf_char(&em.line, '\n');
		buf_str(&em.line, "{\"kind\":\"message\"");
		emit_str(&em, "message_id", id);
		emit_str(&em, "channel", "trading");
		emit_str(&em, "author", "ann");
		emit_str(&em, "timestamp", "2008-10-14T15:00:00Z");
		emit_str(&em, "content", r->content);
		if (r->attempts > 0)
			emit_int(&em, "attempts", r->attempts);
		emit_close(&em, '}');
	}
	buf_char(&em.line, '\n');
	return buf_take(&em.line);
}

static void
go(struct run *r)
{
	char *in = messages_of(r), url[64];
	struct nlp_parse p = { .name = "test" };
	struct nlp_engine *en = NULL;
	struct nlp_print print;
	struct server s;
	size_t size = 0;
	FILE *out;

	serve(&s, (const char *const *)r->script);
	(void)snprintf(url, sizeof url, "http://127.0.0.1:%d", s.port);
	(void)setenv("PF_OPENAI_URL", url, 1);
	p.in = fmemopen(in, strlen(in), "r");
	out = open_memstream(&r->out, &size);
	nlp_print_init(&print, out, 0, 0);
	p.print = &print;
	r->rc = nlp_openai_open(&en, &r->how, &r->e);
	if (r->rc == 0) {
		r->rc = nlp_parse(&p, en, &r->e);
		r->verdict = r->rc == 0 ? nlp_openai_verdict(en, &r->e) : 0;
		en->kind->close(en);
	}
	nlp_print_release(&print);
	(void)fclose(out);
	(void)fclose(p.in);
	free(in);
	r->seen = stop(&s);
	while (r->n > 0)
		free(r->script[--r->n]);
}

static void
run_release(struct run *r)
{
	free(r->out);
	free(r->seen);
}

static bool
has(const struct run *r, const char *text)
{
	if (strstr(r->out, text) != NULL)
		return true;
	(void)printf("# '%s' is not in %s\n", text, r->out);
	return false;
}

static void
make_state(void)
{
	const char *tmp = getenv("TMPDIR");

	(void)snprintf(state, sizeof state, "%s/pf-unit.XXXXXX", tmp == NULL ? "/tmp" : tmp);
	if (mkdtemp(state) == NULL)
		abort();
	(void)setenv("PF_STATE_DIR", state, 1);
}

static void
remove_state(void)
{
	static const char *const files[] = { "nlp/spent/2026-01-02.jsonl", "nlp/spent/lock" };
	static const char *const dirs[] = { "nlp/spent", "nlp", "" };
	char path[512];
	size_t i;

	for (i = 0; i < sizeof files / sizeof files[0]; i++) {
		(void)snprintf(path, sizeof path, "%s/%s", state, files[i]);
		(void)unlink(path);
	}
	for (i = 0; i < sizeof dirs / sizeof dirs[0]; i++) {
		(void)snprintf(path, sizeof path, "%s/%s", state, dirs[i]);
		(void)rmdir(path);
	}
}

#endif
