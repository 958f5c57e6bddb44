#include "vendor/snaptrade_cursors.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "io/filter.h"
#include "io/rec.h"
#include "vendor/snaptrade_sync.h"

struct reader {
	struct snaptrade_plan *plan;
	int64_t overlap; /* ns */
};

static int
take_cursor(void *arg, const struct rec *rec, struct err *e)
{
	struct reader *r = arg;
	const struct rec_field *of = rec_get(rec, "of"), *account = rec_get(rec, "account_id"),
			       *since = rec_get(rec, "since");
	struct snaptrade_want *w;
	struct buf id = { 0 };
	int64_t day;

	if (of == NULL || !slice_is(of->text, "activity"))
		return 0; /* of something that is not read here */
	if (account == NULL || account->type != REC_STRING || account->text.n == 0)
		return err_set(e, ERR_DATA, "a cursor without account_id");
	if (since == NULL || since->type != REC_STRING || since->text.n < 10 ||
	    clock_parse_date(since->text.p, 10, &day))
		return err_set(e, ERR_DATA, "a cursor whose since is no date");
	rec_text(account, &id);
	w = snaptrade_plan_want(r->plan, id.p);
	if (__builtin_sub_overflow(day, r->overlap, &w->since))
		w->since = day;
	buf_release(&id);
	return 0;
}

int
snaptrade_cursors_read(struct snaptrade_plan *plan, FILE *fp, int64_t overlap_days,
    struct emit *out, size_t *bad, struct err *e)
{
	struct reader r = { .plan = plan, .overlap = overlap_days * CLOCK_DAY };

	return filter_read(fp, "stdin", "cursor", take_cursor, &r, out, bad, e);
}
