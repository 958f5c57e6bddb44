/* How batches stand, and ending them early */
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "nlp/batch_work.h"

typedef int ask_fn(struct openai *ai, const char *id, struct openai_batch *b, struct err *e);

/* How they are asked about, and what came of it. */
struct asking {
	struct work *w;
	ask_fn *ask;
	bool gives_up;  /* those that the vendor does not know */
	size_t open;    /* not over */
	struct err why; /* of the last one that failed */
};

static int
show(struct asking *a, struct submission *sub, const char *id, struct err *e)
{
	struct work *w = a->w;
	struct openai_batch b;
	int rc = a->ask(w->ai, id, &b, e);

	if (rc > 0 && a->gives_up && (sub == NULL || !sub->collected)) {
		openai_batch_release(&b);
		return work_give_up(w, sub, id, e);
	}
	if (rc > 0)
		rc = work_unknown(id, e);
	if (rc == 0 && sub != NULL && (sub->state == NULL || strcmp(sub->state, b.status) != 0))
		rc = store_batch(&w->store, sub, &b, e);
	if (rc == 0)
		rc = work_print_batch(w, &b, sub, NULL, e);
	if (rc == 0)
		a->open += !openai_batch_is_over(&b);
	openai_batch_release(&b);
	return rc;
}

/* Ask about one, and print what the vendor says; one that it says nothing of does not keep others from being asked about. */
static int
each_one(struct asking *a, struct submission *sub, const char *id, struct err *e)
{
	if (show(a, sub, id, e) == 0)
		return 0;
	(void)err_wrap(e, "batch %s", id);
	if (!work_is_of_one(e))
		return -1;
	if (a->why.msg[0] != '\0')
		log_error("%s", a->why.msg); /* the last one is told at the end */
	a->why = *e;
	return 0;
}

/* Those that are named, or all that are open. */
static int
each(const struct nlp_batch_how *how, struct asking *a, struct err *e)
{
	struct work w;
	char **id;
	size_t i;
	int rc = work_open(&w, how, false, e);

	a->w = &w;
	for (id = how->ids; rc == 0 && *id != NULL; id++)
		rc = each_one(a, store_find_batch(&w.store, *id), *id, e);
	for (i = 0; rc == 0 && how->ids[0] == NULL && i < w.store.n; i++)
		if (store_is_open(&w.store.all[i]))
			rc = each_one(a, &w.store.all[i], w.store.all[i].batch_id, e);
	work_release(&w);
	if (rc == 0 && a->why.msg[0] != '\0') {
		*e = a->why;
		rc = -1;
	}
	return rc;
}

int
nlp_batch_status(const struct nlp_batch_how *how, struct err *e)
{
	struct asking a = { .ask = openai_batch_get };

	return each(how, &a, e) ? -1 : a.open > 0;
}

int
nlp_batch_cancel(const struct nlp_batch_how *how, struct err *e)
{
	/* with --all the wrong key would give up whatever there is */
	struct asking a = { .ask = openai_batch_cancel, .gives_up = how->ids[0] != NULL };

	if (how->ids[0] == NULL && !how->all)
		return err_set(e, ERR_USAGE, "cancel which? name batches, or --all that are open");
	return each(how, &a, e);
}
