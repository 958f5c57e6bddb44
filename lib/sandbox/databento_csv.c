#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/num.h"
#include "io/csv.h"
#include "sandbox/databento_book.h"

enum { COL_SYMBOL, COL_DATE, COL_OPEN, COL_HIGH, COL_LOW, COL_CLOSE, COL_VOLUME, COLS };

static const char *const columns[COLS] = { "symbol", "date", "open", "high", "low", "close",
	"volume" };

/* Where the columns are; false when one is missing. */
static bool
find_columns(const struct csv *in, int at[COLS])
{
	size_t i;

	for (i = 0; i < COLS; i++)
		if ((at[i] = csv_column(in, columns[i])) < 0)
			return false;
	return true;
}

static int
take_price(struct slice s, int64_t *price)
{
	*price = DBS_NO_PRICE;
	if (s.n == 0)
		return 0;
	return num_fixed(s.p, s.n, 9, price) || *price == DBS_NO_PRICE ? -1 : 0;
}

static bool
plain(struct slice s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f || s.p[i] == ',')
			return false;
	return s.n > 0 && s.n <= DBS_SYMBOL_MAX;
}

static int
take_row(struct dbs_book *b, const struct csv *in, const int at[COLS], struct err *e)
{
	const struct slice *c = in->cell;
	struct dbs_row row = { 0 };
	int64_t *const prices[] = { &row.open, &row.high, &row.low, &row.close };
	size_t i;

	if (!plain(c[at[COL_SYMBOL]]))
		return err_set(e, ERR_DATA, "no symbol");
	if (clock_parse_date(c[at[COL_DATE]].p, c[at[COL_DATE]].n, &row.ts))
		return err_set(e, ERR_DATA, "the date is none (YYYY-MM-DD)");
	for (i = 0; i < 4; i++)
		if (take_price(c[at[COL_OPEN + i]], prices[i]))
			return err_set(e, ERR_DATA, "%s is no price that fits (1e-9, 64 bits)",
			    columns[COL_OPEN + i]);
	if (c[at[COL_VOLUME]].n > 0 &&
	    num_uint(c[at[COL_VOLUME]].p, c[at[COL_VOLUME]].n, UINT64_MAX, &row.volume))
		return err_set(e, ERR_DATA, "volume is no count that fits (64 bits)");
	row.symbol = dbs_book_symbol(b, c[at[COL_SYMBOL]].p, c[at[COL_SYMBOL]].n);
	dbs_book_row(b, &row);
	return 0;
}

int
dbs_read_csv(struct dbs_book *b, const char *path, bool *taken, struct err *e)
{
	FILE *fp = fopen(path, "re");
	struct csv in = { 0 };
	int at[COLS], got = 0;

	*taken = false;
	if (fp == NULL)
		return err_errno(e, ERR_NOINPUT, "%s", path);
	if (csv_open(&in, fp, path, e)) {
		got = err_wrap(e, "%s", path);
		goto out;
	}
	if (!find_columns(&in, at))
		goto out;
	*taken = true;
	while ((got = csv_next(&in, e)) > 0) {
		if (take_row(b, &in, at, e)) {
			got = -1;
			break;
		}
	}
	if (got < 0)
		(void)err_wrap(e, "%s:%zu", path, in.lineno);
out:
	csv_release(&in);
	(void)fclose(fp); /* only read */
	return got < 0 ? -1 : 0;
}
