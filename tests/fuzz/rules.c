/* What somebody writes, through normalising, cutting and the rules: every idea is one that a table takes */
#include "nlp/rules.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "fuzz.h"
#include "io/utf8.h"
#include "nlp/engine.h"
#include "nlp/message.h"
#include "nlp/settle.h"
#include "text/rune.h"

static void
holds(const struct idea *i, const struct nlp_message *m)
{
	size_t k;

	HOLDS(i->text != NULL && utf8_valid(i->text, strlen(i->text)));
	HOLDS(rune_count(i->text, strlen(i->text)) <= IDEA_TEXT_MAX);
	HOLDS(i->nsymbols > 0 && i->primary[0] != '\0');
	for (k = 0; k < i->nsymbols; k++)
		HOLDS(nlp_message_names(m, i->symbols[k]));
	HOLDS(i->confidence >= 0 && i->confidence <= 1000);
	HOLDS(idea_word(IDEA_DIRECTION, i->direction, strlen(i->direction)) != NULL);
	HOLDS(idea_word(IDEA_ACTION, i->action, strlen(i->action)) != NULL);
	HOLDS(i->strike[0] == '\0' || i->option_type != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct rules *rules;
	struct nlp_message *m;
	struct ideas all = { 0 };
	struct err e = { 0 };
	size_t k;

	if (rules == NULL) {
		(void)setenv("PF_DATA_DIR", PF_SRCDIR "/share", 1);
		HOLDS(rules_open(&rules, &e) == 0);
	}
	if (n > 65536 || memchr(bytes, '\0', n) != NULL || !utf8_valid((const char *)bytes, n))
		return 0;
	m = nlp_message_of("1", (const char *)bytes, n);
	m->written_at = 1736175600 * INT64_C(1000000000);
	if (nlp_message_prepare(m) == NULL)
		rules_ideas(rules, m, &all);
	nlp_settle(&all, m, NULL);
	for (k = 0; k < all.n; k++)
		holds(&all.p[k], m);
	ideas_release(&all);
	nlp_message_free(m);
	return 0;
}
