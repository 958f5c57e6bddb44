/* DBN: the same records and the same end in whatever pieces the stream comes, and all of them can be
 * printed */
#include "vendor/dbn.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "fuzz.h"
#include "rec/bar.h"
#include "rec/line.h"
#include "vendor/dbn_bar.h"
#include "vendor/dbn_text.h"

#define PRINTED_MAX 256 /* of a stream; a few bytes of zstd can hold millions */

struct outcome {
	uint64_t records, sum, skipped;
	struct buf text;
	int rc;
	struct err e;
};

static void
print(struct outcome *o, struct dbn *d, const struct dbn_record *r)
{
	const char *symbol = dbn_symbol(d, r->instrument_id, r->ts_event);
	int schema = dbn_record_schema(r, dbn_meta(d));
	struct dbn_style style = { 0 };
	struct candle c;
	struct line l;
	struct bar b;
	struct err e;

	style.csv = o->records % 2 == 0;
	style.pretty = o->records % 4 < 2;
	style.map_symbols = o->records % 8 < 4;
	dbn_text_record(&style, dbn_meta(d)->ts_out, r, symbol, &o->text);
	if (dbn_to_bar(r, symbol, &b, &e) == 0) {
		line_init(&l, &bar_kind);
		(style.csv ? line_csv : line_json)(&l, &b, &o->text);
	}
	if (schema >= 0 && dbn_to_candle(r, schema, symbol, &c, &e) == 0) {
		line_init(&l, &candle_kind);
		(style.csv ? line_csv : line_json)(&l, &c, &o->text);
	}
}

static int
take(void *arg, struct dbn *d, const struct dbn_record *r, struct err *e)
{
	struct outcome *o = arg;

	(void)e; /* takes all */
	o->sum = (o->sum ^ r->offset ^ r->ts_event ^ (uint64_t)r->open ^ r->volume ^ r->ts_out) *
		 UINT64_C(1099511628211);
	if (o->records++ < PRINTED_MAX)
		print(o, d, r);
	return 0;
}

/* pieces 0: at once; else of sizes that follow from it. */
static void
decode(struct outcome *o, const uint8_t *bytes, size_t n, uint64_t pieces)
{
	struct dbn *d = dbn_new();
	size_t at, len;

	*o = (struct outcome){ 0 };
	for (at = 0; o->rc == 0 && at < n; at += len) {
		len = n - at;
		if (pieces != 0) {
			pieces = pieces * UINT64_C(6364136223846793005) + 1442695040888963407u;
			len = 1 + (size_t)(pieces >> 33) % (len < 97 ? len : 97);
		}
		o->rc = dbn_feed(d, bytes + at, len, take, o, &o->e);
	}
	if (o->rc == 0)
		o->rc = dbn_end(d, &o->e);
	HOLDS(o->rc == 0 || (o->rc == -1 && o->e.code == ERR_DATA));
	HOLDS(o->rc == 0 || strstr(o->e.msg, "byte ") != NULL);
	if (dbn_meta(d) != NULL)
		dbn_text_metadata(dbn_meta(d), n % 2 == 0, &o->text);
	o->skipped = dbn_skipped(d);
	dbn_free(d);
}

/* How much of a block that is not what its frame says comes out depends on the pieces: zstd gives
 * out what of an uncompressed block is there. */
static bool
broken_zstd(const struct outcome *o)
{
	return strncmp(o->e.msg, "broken zstd", 11) == 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct outcome whole, cut;

	decode(&whole, bytes, n, 0);
	decode(&cut, bytes, n, n + 1);
	HOLDS(whole.rc == cut.rc);
	if (broken_zstd(&whole) || broken_zstd(&cut))
		goto out;
	HOLDS(whole.records == cut.records && whole.skipped == cut.skipped);
	HOLDS(whole.sum == cut.sum);
	HOLDS(whole.text.len == cut.text.len);
	HOLDS(whole.text.len == 0 || memcmp(whole.text.p, cut.text.p, whole.text.len) == 0);
	HOLDS(strcmp(whole.e.msg, cut.e.msg) == 0);
out:
	buf_release(&whole.text);
	buf_release(&cut.text);
	return 0;
}
