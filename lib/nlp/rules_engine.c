/* The rules as an engine: nothing is ever in hand */
#include <stdlib.h>

#include "base/mem.h"
#include "nlp/engine.h"
#include "nlp/message.h"
#include "nlp/rules.h"

struct rules_engine {
	struct nlp_engine engine;
	struct rules *rules;
};

static int
take(struct nlp_engine *en, struct nlp_message *m, struct err *e)
{
	struct rules_engine *r = (struct rules_engine *)en;
	struct ideas ideas = { 0 };
	struct nlp_result result = {
		.model = RULES_MODEL, .prompt = RULES_VERSION, .ideas = &ideas
	};
	int rc;

	rules_ideas(r->rules, m, &ideas);
	result.state = ideas.n > 0 ? NLP_OK : NLP_NOISE;
	rc = en->sink.result(en->sink.arg, m, &result, e);
	ideas_release(&ideas);
	nlp_message_free(m);
	return rc;
}

static int
run(struct nlp_engine *en, size_t in_hand, struct err *e)
{
	(void)en;
	(void)in_hand;
	(void)e;
	return 0;
}

static size_t
in_hand(const struct nlp_engine *en)
{
	(void)en;
	return 0;
}

static void
finish(struct nlp_engine *en)
{
	struct rules_engine *r = (struct rules_engine *)en;

	rules_close(r->rules);
	free(r);
}

int
rules_engine(struct nlp_engine **en, struct err *e)
{
	static const struct nlp_engine_kind kind = { "rules", take, run, in_hand, finish };
	struct rules_engine *r;
	struct rules *rules;

	*en = NULL;
	if (rules_open(&rules, e))
		return -1;
	r = mem_new(1, sizeof *r);
	r->rules = rules;
	r->engine = (struct nlp_engine){ .kind = &kind, .width = 1 };
	*en = &r->engine;
	return 0;
}
