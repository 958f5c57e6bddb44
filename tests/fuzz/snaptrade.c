/* A broker's object, or a webhook's delivery, of a stranger: what is printed of it are records of the kinds that there are, each with what
 * its kind needs, and what is refused prints none */
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "fuzz.h"
#include "io/jsonl.h"
#include "io/whole.h"
#include "vendor/snaptrade_events.h"
#include "vendor/snaptrade_report.h"
#include "vendor/snaptrade_rows.h"

static void
is_record(const struct rec *rec)
{
	struct slice name = rec_kind(rec);
	const struct kind *kind = kind_find(name.p, name.n);
	const struct rec_field *value;
	const struct field *f;

	HOLDS(kind != NULL);
	for (f = kind->fields; f->name != NULL; f++) {
		if ((f->flags & FIELD_NEEDED) == 0 || strcmp(f->name, "snapshot_date") == 0)
			continue;
		value = rec_get(rec, f->name);
		HOLDS(value != NULL && value->type != REC_NULL && value->text.n > 0);
	}
}

static size_t
records(FILE *fp)
{
	struct rec *rec = malloc(sizeof *rec);
	struct jsonl in;
	struct err e;
	size_t n = 0;
	int got;

	HOLDS(rec != NULL);
	rewind(fp);
	jsonl_init(&in, fp, "out");
	while ((got = jsonl_next(&in, rec, &e)) != 0) {
		HOLDS(got > 0);
		is_record(rec);
		n++;
	}
	jsonl_release(&in);
	free(rec);
	return n;
}

static int
put(struct snaptrade_rows *r, unsigned what, const struct buf *line, struct slice s, struct err *e)
{
	const struct snaptrade_link up = {
		.known = true, .status = "connected", .disabled_at = CLOCK_NONE
	};

	switch (what) {
	case 0:
		return snaptrade_put_account(r, s, "snaptrade:0", &up, e);
	case 1:
		return snaptrade_put_balance(r, "acc", s, e);
	case 2:
		return snaptrade_put_position(r, "acc", SNAPTRADE_UNIFIED, s, CLOCK_NONE, e);
	case 3:
		return snaptrade_put_position(r, "acc", SNAPTRADE_OLD_POSITION, s, CLOCK_NONE, e);
	case 4:
		return snaptrade_put_position(r, "acc", SNAPTRADE_OLD_OPTION, s, CLOCK_NONE, e);
	case 5:
		return snaptrade_put_order(r, "acc", s, e);
	case 6:
		return snaptrade_put_activity(r, "acc", s, e);
	default:
		return line->len == s.n ? snaptrade_webhook(line, 0, &r->report->em, e)
					: err_set(e, ERR_DATA, "blanks");
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct snaptrade_report report;
	struct snaptrade_rows rows;
	struct rec_field root;
	struct buf line = { 0 };
	struct err e;
	FILE *fp = tmpfile();
	struct ctx ctx = { .name = "fuzz", .out = fp };
	int rc;

	HOLDS(fp != NULL);
	log_show(LOG_ERROR);
	snaptrade_report_init(&report, &ctx);
	report.symbols_too = true;
	snaptrade_rows_init(&rows, &report);
	if (n > 1 && whole_parse(&line, (const char *)bytes + 1, n - 1, &root, &e) == 0) {
		rc = put(&rows, bytes[0] & 7, &line, root.text, &e);
		HOLDS(fflush(fp) == 0);
		HOLDS((records(fp) > 0) == (rc == 0));
		HOLDS(rc == 0 || e.code == ERR_DATA);
	}
	snaptrade_rows_release(&rows);
	snaptrade_report_release(&report);
	buf_release(&line);
	(void)fclose(fp);
	return 0;
}
