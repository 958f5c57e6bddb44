/* The models, shown. */
#include <inttypes.h>
#include <string.h>

#include "sandbox/openai_call.h"
#include "sandbox/openai_error.h"

static void
put(const struct oai_model *m, struct buf *out)
{
	buf_fmt(out,
	    "{\"id\":\"%s\",\"object\":\"model\",\"created\":%" PRId64
	    ",\"owned_by\":\"system\",\"shutdown_date\":%s%s%s}",
	    m->id, m->created, m->shutdown ? "\"" : "", m->shutdown ? m->shutdown : "null",
	    m->shutdown ? "\"" : "");
}

void
oai_list_models(struct oai_call *c)
{
	const struct oai_models *models = &c->oai->models;
	size_t i;

	reply_json(c->reply, 200);
	buf_str(&c->reply->body, "{\"object\":\"list\",\"data\":[");
	for (i = 0; i < models->n; i++) {
		if (i > 0)
			buf_char(&c->reply->body, ',');
		put(&models->m[i], &c->reply->body);
	}
	buf_str(&c->reply->body, "]}");
}

void
oai_get_model(struct oai_call *c)
{
	const struct oai_model *m = oai_models_find(&c->oai->models, c->id);

	if (m == NULL) {
		(void)oai_refuse(c->reply, 404, OAI_INVALID, "model_not_found", "model",
		    "The model '%.*s' does not exist", (int)(c->id.n < 100 ? c->id.n : 100),
		    c->id.p);
		return;
	}
	reply_json(c->reply, 200);
	put(m, &c->reply->body);
}
