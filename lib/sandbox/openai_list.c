#include "sandbox/openai_list.h"

#include <inttypes.h>
#include <string.h>

#include "base/num.h"
#include "sandbox/openai_call.h"
#include "sandbox/openai_error.h"

/* limit, order: 0, or -1 with the reply made. */
static int
take_params(struct oai_call *c, const struct oai_listing *l, int64_t *limit, bool *oldest)
{
	const struct param *many = request_param(c->r, "limit"),
			   *order = request_param(c->r, "order");

	*limit = l->usual;
	if (many != NULL && num_int(many->value, strlen(many->value), 1, l->most, limit))
		return oai_invalid(c->reply, "invalid_value", "limit",
		    "Invalid 'limit': expected an integer from 1 to %" PRId64 ".", l->most);
	*oldest = false;
	if (order == NULL || !l->ordered)
		return 0;
	*oldest = strcmp(order->value, "asc") == 0;
	return *oldest || strcmp(order->value, "desc") == 0
		   ? 0
		   : oai_invalid(c->reply, "invalid_value", "order",
			 "Invalid value for 'order'. Supported values are: asc desc.");
}

static void
put_id(struct buf *out, const char *id)
{
	if (id == NULL)
		buf_str(out, "null");
	else
		buf_fmt(out, "\"%s\"", id);
}

void
oai_list(struct oai_call *c, const struct oai_listing *l)
{
	const struct param *after = request_param(c->r, "after");
	struct buf *out = &c->reply->body;
	const char *first = NULL, *last = NULL, *id;
	int64_t limit, n = 0;
	bool oldest, begun = after == NULL, more = false;
	size_t i, at;

	if (take_params(c, l, &limit, &oldest))
		return;
	buf_str(out, "{\"object\":\"list\",\"data\":[");
	for (i = 0; i < l->n && !more; i++) {
		at = oldest ? i : l->n - 1 - i;
		id = l->row(c, at, NULL);
		if (id == NULL)
			continue;
		if (!begun) {
			begun = strcmp(id, after->value) == 0;
			continue;
		}
		more = n == limit;
		if (more)
			break;
		if (n++ > 0)
			buf_char(out, ',');
		last = l->row(c, at, out);
		first = first == NULL ? last : first;
	}
	if (!begun) {
		(void)oai_refuse(c->reply, 404, OAI_INVALID, NULL, "after",
		    "No such object: %.100s", after->value);
		return;
	}
	buf_str(out, "],\"first_id\":");
	put_id(out, first);
	buf_str(out, ",\"last_id\":");
	put_id(out, last);
	buf_fmt(out, ",\"has_more\":%s}", more ? "true" : "false");
	reply_json(c->reply, 200);
}
