/* CSV: the reader always comes to the end, and a record has as many fields as the header */
#include "io/csv.h"

#include "base/err.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	FILE *fp = fuzz_stream(bytes, n);
	struct err e = { 0 };
	struct csv in;
	size_t i, calls = 0, sum = 0;
	int got;

	if (csv_open(&in, fp, "fuzz", &e) == 0) {
		HOLDS(in.ncols > 0 && in.ncols <= CSV_COLUMNS_MAX);
		while ((got = csv_next(&in, &e)) != 0) {
			HOLDS(++calls <= n + 1);
			HOLDS(got == 1 || e.code == ERR_DATA);
			for (i = 0; got == 1 && i < in.ncols; i++)
				sum +=
				    in.cell[i].n > 0 ? (uint8_t)in.cell[i].p[in.cell[i].n - 1] : 0;
		}
		HOLDS(sum <= n * 255);
	} else {
		HOLDS(e.code == ERR_DATA);
	}
	csv_release(&in);
	(void)fclose(fp);
	return 0;
}
