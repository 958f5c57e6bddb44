/* A list in pages: {"object":"list","data","first_id","last_id","has_more"}, by limit and after. */
#ifndef PF_SANDBOX_OPENAI_LIST_H
#define PF_SANDBOX_OPENAI_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct oai_call;

struct oai_listing {
	size_t n;            /* things, oldest first */
	int64_t most, usual; /* of a page */
	bool ordered;        /* takes order=asc or desc; newest first when it is not said */

	/* The id of the i-th, whose JSON goes to out unless that is NULL; NULL: it is not shown. */
	const char *(*row)(const void *call, size_t i, struct buf *out);
};

/* Make the reply. */
void oai_list(struct oai_call *c, const struct oai_listing *l);

#endif
