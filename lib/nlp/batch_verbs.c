/* How batches stand, and ending them early */
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "nlp/batch_work.h"

typedef int ask_fn(struct openai *ai, const char *id, struct openai_batch *b, struct err *e);

/* Ask about one, and print what the vendor says; 1: it is not over. */
static int
show(struct work *w, struct submission *sub, const char *id, ask_fn *ask, struct err *e)
{
	struct openai_batch b;
	int rc = ask(w->ai, id, &b, e);

	if (rc == 0 && sub != NULL && (sub->state == NULL || strcmp(sub->state, b.status) != 0))
		rc = store_batch(&w->store, sub, &b, e);
	if (rc == 0)
		rc = work_print_batch(w, &b, sub, NULL, e);
	if (rc == 0)
		rc = !openai_batch_is_over(&b);
	openai_batch_release(&b);
	return rc;
}

/* Those that are named, or all that are open. */
static int
each(const struct nlp_batch_how *how, ask_fn *ask, size_t *open, struct err *e)
{
	struct work w;
	char **id;
	size_t i;
	int rc = work_open(&w, how, false, e);

	*open = 0;
	for (id = how->ids; rc >= 0 && *id != NULL; id++) {
		rc = show(&w, store_find_batch(&w.store, *id), *id, ask, e);
		*open += rc == 1;
	}
	for (i = 0; rc >= 0 && how->ids[0] == NULL && i < w.store.n; i++) {
		if (w.store.all[i].batch_id == NULL || w.store.all[i].collected)
			continue;
		rc = show(&w, &w.store.all[i], w.store.all[i].batch_id, ask, e);
		*open += rc == 1;
	}
	work_release(&w);
	return rc < 0 ? -1 : 0;
}

int
nlp_batch_status(const struct nlp_batch_how *how, struct err *e)
{
	size_t open;

	return each(how, openai_batch_get, &open, e) ? -1 : open > 0;
}

int
nlp_batch_cancel(const struct nlp_batch_how *how, struct err *e)
{
	size_t open;

	if (how->ids[0] == NULL && !how->all)
		return err_set(e, ERR_USAGE, "cancel which? name batches, or --all that are open");
	return each(how, openai_batch_cancel, &open, e);
}
