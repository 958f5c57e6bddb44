#include "sandbox/openai_model.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/pick.h"
#include "sandbox/openai_param.h"

#define O_SERIES "low medium high"
#define GPT_5 "minimal low medium high"
#define GPT_5_1 "none low medium high"
#define GPT_5_2 "none low medium high xhigh"
#define GPT_5_6 "none low medium high xhigh max"

/* clang-format off */
static const struct oai_model known[] = {
	{ "gpt-5.6-sol",             NULL,                     1783296000, NULL,         GPT_5_6,  true,  400000,  128000 },
	{ "gpt-5.6-terra",           NULL,                     1783296000, NULL,         GPT_5_6,  true,  400000,  128000 },
	{ "gpt-5.6-luna",            NULL,                     1783296000, NULL,         GPT_5_6,  true,  400000,  128000 },
	{ "gpt-5.4",                 NULL,                     1772668800, NULL,         GPT_5_2,  true,  400000,  128000 },
	{ "gpt-5.4-mini",            NULL,                     1773705600, NULL,         GPT_5_2,  true,  400000,  128000 },
	{ "gpt-5.4-nano",            NULL,                     1773705600, NULL,         GPT_5_2,  true,  400000,  128000 },
	{ "gpt-5.2",                 NULL,                     1765411200, NULL,         GPT_5_2,  true,  400000,  128000 },
	{ "gpt-5.1",                 "gpt-5.1-2025-11-13",     1762992000, NULL,         GPT_5_1,  true,  400000,  128000 },
	{ "gpt-5.1-2025-11-13",      NULL,                     1762992000, NULL,         GPT_5_1,  true,  400000,  128000 },
	{ "gpt-5",                   NULL,                     1754524800, NULL,         GPT_5,    true,  400000,  128000 },
	{ "gpt-5-mini",              "gpt-5-mini-2025-08-07",  1754524800, NULL,         GPT_5,    true,  400000,  128000 },
	{ "gpt-5-mini-2025-08-07",   NULL,                     1754524800, NULL,         GPT_5,    true,  400000,  128000 },
	{ "gpt-5-nano",              NULL,                     1754524800, "2027-01-31", GPT_5,    true,  400000,  128000 },
	{ "gpt-4.1",                 NULL,                     1744588800, NULL,         NULL,     true,  1047576, 32768 },
	{ "gpt-4.1-mini",            NULL,                     1744588800, NULL,         NULL,     true,  1047576, 32768 },
	{ "gpt-4.1-nano",            NULL,                     1744588800, NULL,         NULL,     true,  1047576, 32768 },
	{ "gpt-4o",                  "gpt-4o-2024-08-06",      1715558400, NULL,         NULL,     true,  128000,  16384 },
	{ "gpt-4o-2024-08-06",       NULL,                     1722902400, NULL,         NULL,     true,  128000,  16384 },
	{ "gpt-4o-2024-05-13",       NULL,                     1715558400, "2026-12-31", NULL,     false, 128000,  4096 },
	{ "gpt-4o-mini",             NULL,                     1721260800, NULL,         NULL,     true,  128000,  16384 },
	{ "o3",                      NULL,                     1744761600, NULL,         O_SERIES, true,  200000,  100000 },
	{ "o4-mini",                 NULL,                     1744761600, NULL,         O_SERIES, true,  200000,  100000 },
};
/* clang-format on */

#define KNOWN (sizeof known / sizeof known[0])
#define CONTEXT 128000
#define OUTPUT 16384

void
oai_models_init(struct oai_models *models)
{
	*models = (struct oai_models){ .m = mem_new(KNOWN, sizeof known[0]), .n = KNOWN };
	memcpy(models->m, known, sizeof known);
}

void
oai_models_release(struct oai_models *models)
{
	size_t i;

	for (i = 0; i < models->ntexts; i++)
		free(models->texts[i]);
	free(models->texts);
	free(models->m);
	*models = (struct oai_models){ 0 };
}

/* A member's text, which lives as long as the models do; NULL: there is none. */
static const char *
keep(struct oai_models *models, struct slice object, const char *name)
{
	char *text = oai_text(object, name);

	if (text == NULL)
		return NULL;
	models->texts = mem_grow(models->texts, models->ntexts + 1, sizeof *models->texts);
	return models->texts[models->ntexts++] = text;
}

static struct oai_model *
find(const struct oai_models *models, struct slice id)
{
	size_t i;

	for (i = 0; i < models->n; i++)
		if (slice_is(id, models->m[i].id))
			return &models->m[i];
	return NULL;
}

int
oai_models_add(struct oai_models *models, struct slice object, struct err *e)
{
	const struct rec_field structured = pick_one(object, "structured");
	struct oai_model m = { 0 }, *old;
	int64_t midnight;

	m.id = keep(models, object, "id");
	if (m.id == NULL)
		return err_set(e, ERR_DATA, "a model without an id");
	m.resolved = keep(models, object, "resolved");
	m.shutdown = keep(models, object, "shutdown_date");
	m.efforts = keep(models, object, "efforts");
	m.created = oai_int(object, "created", 0);
	m.context = oai_int(object, "context", CONTEXT);
	m.output = oai_int(object, "output", OUTPUT);
	m.structured = structured.type != REC_FALSE;
	if (m.shutdown != NULL && clock_parse_date(m.shutdown, strlen(m.shutdown), &midnight))
		return err_set(e, ERR_DATA, "model %s: '%s' is no day", m.id, m.shutdown);
	old = find(models, (struct slice){ m.id, strlen(m.id) });
	if (old == NULL) {
		models->m = mem_grow(models->m, models->n + 1, sizeof *models->m);
		old = &models->m[models->n++];
	}
	*old = m;
	return 0;
}

const struct oai_model *
oai_models_find(const struct oai_models *models, struct slice id)
{
	return find(models, id);
}
