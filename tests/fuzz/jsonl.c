/* Records as lines of JSON: what the reader takes as a record it takes again, alone, with the same
 * fields */
#include "io/jsonl.h"

#include <string.h>

#include "base/err.h"
#include "fuzz.h"

static void
again(const struct rec *rec)
{
	static struct rec second;
	FILE *fp = fuzz_stream((const uint8_t *)rec->line.p, rec->line.n);
	struct buf text = { 0 };
	struct err e = { 0 };
	struct jsonl in;
	size_t i;

	jsonl_init(&in, fp, "again");
	HOLDS(jsonl_next(&in, &second, &e) == 1);
	HOLDS(second.n == rec->n);
	for (i = 0; i < rec->n; i++) {
		HOLDS(second.f[i].name.n == rec->f[i].name.n);
		HOLDS(memcmp(second.f[i].name.p, rec->f[i].name.p, rec->f[i].name.n) == 0);
		HOLDS(second.f[i].type == rec->f[i].type);
		HOLDS(second.f[i].text.n == rec->f[i].text.n);
		HOLDS(memcmp(second.f[i].text.p, rec->f[i].text.p, rec->f[i].text.n) == 0);
		buf_reset(&text);
		rec_text(&rec->f[i], &text);
		HOLDS(text.len <= rec->f[i].text.n);
	}
	HOLDS(jsonl_next(&in, &second, &e) == 0);
	buf_release(&text);
	jsonl_release(&in);
	(void)fclose(fp);
}

/* A line that was refused behind others is refused alone. */
static void
refused(struct slice raw)
{
	static struct rec rec;
	FILE *fp = fuzz_stream((const uint8_t *)raw.p, raw.n);
	struct err e = { 0 };
	struct jsonl in;

	jsonl_init(&in, fp, "alone");
	HOLDS(jsonl_next(&in, &rec, &e) < 0);
	jsonl_release(&in);
	(void)fclose(fp);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static struct rec rec;
	FILE *fp = fuzz_stream(bytes, n);
	struct err e = { 0 };
	struct jsonl in;
	size_t lines = 0;
	int got;

	jsonl_init(&in, fp, "fuzz");
	while ((got = jsonl_next(&in, &rec, &e)) != 0) {
		HOLDS(got == 1 || e.code == ERR_DATA);
		HOLDS(in.lineno > lines); /* it always goes on */
		lines = in.lineno;
		if (got == 1)
			again(&rec);
		else if (in.raw.n > 0)
			refused(in.raw);
	}
	jsonl_release(&in);
	(void)fclose(fp);
	return 0;
}
