#include <string.h>

#include "io/array.h"
#include "sandbox/snaptrade_call.h"
#include "sandbox/snaptrade_error.h"
#include "sandbox/snaptrade_fault.h"
#include "sandbox/snaptrade_json.h"

/* The one body of that kind; false with the reply made where the account has none. */
static bool
take(struct snap_call *c, enum snap_kind kind, struct slice *body)
{
	struct snap_rows rows = snap_store_rows(&c->snap->store, c->account, kind);

	if (rows.n == 0) {
		snap_refuse(c->reply, SNAP_NO_SUPPORT);
		return false;
	}
	*body = rows.row[0].body;
	return true;
}

void
snap_balance_history(struct snap_call *c)
{
	struct slice body;

	if (!take(c, SNAP_HISTORY, &body))
		return;
	if (snap_fault(c, "empty"))
		snap_change(snap_ok(c), body, "history", "[]");
	else
		snap_add(snap_ok(c), body);
}

/* Each word of the parameter is one that the vendor has. */
static bool
are_known(const char *list)
{
	size_t n;

	for (;; list += n + 1) {
		n = strcspn(list, ",");
		if (!snap_listed("ALL,1Y,YTD,1M,1W,1D", (struct slice){ list, n }))
			return false;
		if (list[n] == '\0')
			return true;
	}
}

void
snap_return_rates(struct snap_call *c)
{
	const char *wanted = snap_param(c, "timeframes");
	struct snap_object *o, *rate;
	struct slice body, rest, one;
	struct buf *out;

	if (wanted != NULL && !are_known(wanted)) {
		snap_refuse(c->reply, SNAP_BAD_DATA);
		return;
	}
	if (!take(c, SNAP_RATES, &body))
		return;
	out = snap_ok(c);
	o = snap_object_new(body);
	rest = snap_member(o, "data");
	buf_str(out, "{\"data\":[");
	while (!snap_fault(c, "empty") && array_next(&rest, &one)) {
		rate = snap_object_new(one);
		if (wanted == NULL || snap_listed(wanted, snap_string(rate, "timeframe"))) {
			snap_next(out);
			snap_add(out, one);
		}
		snap_object_free(rate);
	}
	buf_str(out, "]}");
	snap_object_free(o);
}
