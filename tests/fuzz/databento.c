/* Databento's text replies: the same bars in whatever pieces they come, none twice, all of what was
 * asked for; and its refusals. The first byte says which. */
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "fuzz.h"
#include "io/utf8.h"
#include "rec/symbols.h"
#include "vendor/databento_refusal.h"
#include "vendor/databento_rows.h"
#include "vendor/databento_sheet.h"
#include "vendor/dbn.h"

#define START (INT64_C(1709510400) * CLOCK_SECOND) /* 2024-03-04 */

struct outcome {
	struct databento_sheet sheet;
	struct buf bars;
	int rc;
};

static int
take_bar(void *arg, const struct databento_bar *bar, struct err *e)
{
	struct outcome *o = arg;

	(void)e; /* takes all */
	HOLDS(bar->symbol < o->sheet.n && bar->ts >= o->sheet.start && bar->ts < o->sheet.end);
	HOLDS(bar->ts == clock_midnight(bar->ts));
	buf_fmt(&o->bars, "%zu %lld %llu\n", bar->symbol, (long long)bar->ts,
	    (unsigned long long)bar->volume);
	return 0;
}

static int
take_row(void *arg, const struct databento_row *row, struct err *e)
{
	struct outcome *o = arg;

	HOLDS(row->symbol == NULL || strlen(row->symbol) > 0);
	return databento_sheet_add(&o->sheet, row, e);
}

static void
feed(const struct symbols *set, enum databento_encoding encoding, const char *p, size_t n,
    size_t step, struct outcome *o)
{
	struct databento_rows *in = databento_rows_new(encoding);
	struct err e;
	size_t len;

	*o = (struct outcome){ .sheet = { .set = set,
				   .n = set->n,
				   .rtype = DBN_OHLCV_1D,
				   .daily = true,
				   .start = START,
				   .end = START + 10 * CLOCK_DAY } };
	databento_sheet_init(&o->sheet, take_bar, o);
	for (; n > 0 && o->rc == 0; p += len, n -= len) {
		len = n < step ? n : step;
		o->rc = databento_rows_feed(in, p, len, take_row, o, &e);
		HOLDS(o->rc == 0 || e.code == ERR_DATA);
	}
	if (o->rc == 0)
		o->rc = databento_rows_end(in, &e);
	HOLDS(databento_sheet_flush(&o->sheet, &e) == 0);
	databento_rows_free(in);
}

static void
release(struct outcome *o)
{
	databento_sheet_release(&o->sheet);
	buf_release(&o->bars);
}

static void
rows(enum databento_encoding encoding, const char *p, size_t n)
{
	struct outcome whole, pieces;
	struct symbols set = { 0 };

	(void)symbols_add(&set, "A");
	(void)symbols_add(&set, "B");
	feed(&set, encoding, p, n, n + 1, &whole);
	feed(&set, encoding, p, n, 7, &pieces);
	/* a line over the limit is seen at another byte, so only its end may differ */
	HOLDS(n > 60000 || (whole.rc == pieces.rc && whole.bars.len == pieces.bars.len));
	HOLDS(n > 60000 || whole.bars.len == 0 ||
	      memcmp(whole.bars.p, pieces.bars.p, whole.bars.len) == 0);
	release(&whole);
	release(&pieces);
	symbols_release(&set);
}

static void
refusal(const char *p, size_t n)
{
	struct databento_refusal r;

	databento_refusal(&r, 422, p, n);
	HOLDS(strlen(r.text) < sizeof r.text && utf8_valid(r.text, strlen(r.text)));
	HOLDS(strlen(r.name) < sizeof r.name && utf8_valid(r.name, strlen(r.name)));
	HOLDS(r.act != DATABENTO_CLAMP || r.from != CLOCK_NONE || r.until != CLOCK_NONE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const char *p = (const char *)bytes;

	if (n == 0)
		return 0;
	switch (p[0]) {
	case 'c':
		rows(DATABENTO_CSV, p + 1, n - 1);
		break;
	case 'j':
		rows(DATABENTO_JSON, p + 1, n - 1);
		break;
	default:
		refusal(p + 1, n - 1);
	}
	return 0;
}
