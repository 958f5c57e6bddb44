/* pf-dbn - print Databento Binary Encoding as JSON lines or CSV */
#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "base/progress.h"
#include "base/stop.h"
#include "io/input.h"
#include "rec/bar.h"
#include "rec/line.h"
#include "vendor/dbn.h"
#include "vendor/dbn_bar.h"
#include "vendor/dbn_text.h"

#define OUT_MAX ((size_t)128 << 10) /* written out when that much has come together */
#define REJECTS_SHOWN 10            /* of a file; the others are counted */

struct opts {
	const char *format, *schema;
	int64_t limit;
	bool raw, pretty, map_symbols, metadata;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
static const struct opt opts[] = {
	{ 0, "format",      OPT_ENUM, AT(format),      0, "what to print", "jsonl|csv" },
	{ 0, "limit",       OPT_INT,  AT(limit),       0, "stop after that many records (0: never)" },
	{ 0, "map-symbols", OPT_FLAG, AT(map_symbols), 0, "with --raw: add the symbol" },
	{ 0, "metadata",    OPT_FLAG, AT(metadata),    0, "print the metadata and no records" },
	{ 0, "pretty",      OPT_FLAG, AT(pretty),      0, "with --raw or --metadata: prices and times for people" },
	{ 0, "raw",         OPT_FLAG, AT(raw),         0, "print what the vendor's service and tool print" },
	{ 0, "schema",      OPT_ENUM, AT(schema),      0, "only records of that schema",
	  "ohlcv-1s|ohlcv-1m|ohlcv-1h|ohlcv-1d|ohlcv-eod" },
	{ 0 }
};
/* clang-format on */

/* What is being printed, of all files. */
struct printer {
	struct ctx *ctx;
	const struct opts *o;
	const char *name; /* of the file in hand */
	struct dbn_style style;
	struct buf out;
	struct line bars, candles;
	const struct line *csv;   /* the one whose names were printed */
	bool header, ts_out;      /* of CSV in the vendor's form: printed, and with what */
	const struct line *empty; /* the kind of a file that may have no records */
	bool empty_ts_out;
	uint64_t printed;
	uint64_t rejected, unmapped; /* of the file in hand */
	bool broken;                 /* standard output is */
};

static int
write_out(struct printer *p, struct err *e)
{
	if ((p->out.len > 0 && fwrite(p->out.p, 1, p->out.len, p->ctx->out) != p->out.len) ||
	    ((p->ctx->line_buffered || p->ctx->out_tty) && fflush(p->ctx->out))) {
		p->broken = true;
		return err_errno(e, ERR_IO, "standard output");
	}
	buf_reset(&p->out);
	return 0;
}

static bool
full(const struct printer *p)
{
	return p->o->limit != 0 && p->printed >= (uint64_t)p->o->limit;
}

static bool
is_daily(int schema)
{
	return schema == DBN_SCHEMA_OHLCV_1D || schema == DBN_SCHEMA_OHLCV_EOD;
}

/* CSV has one header, so it holds one kind. */
static int
csv_kind(struct printer *p, const struct line *l, uint64_t offset, struct err *e)
{
	if (p->csv == l)
		return 0;
	if (p->csv != NULL)
		return err_set(e, ERR_DATA,
		    "a %s among %ss, which CSV cannot hold, at byte %" PRIu64
		    ": choose by --schema",
		    l->kind->name, p->csv->kind->name, offset);
	p->csv = l;
	line_csv_header(l, &p->out);
	return 0;
}

/* A record that is no bar of ours, and why; the others go on. */
static void
reject(struct printer *p, const struct err *e)
{
	if (p->rejected++ < REJECTS_SHOWN)
		log_error("%s: %s", p->name, e->msg);
}

static int
print_kind(
    struct printer *p, int schema, const char *symbol, const struct dbn_record *r, struct err *e)
{
	bool daily = is_daily(schema), csv = p->style.csv;
	struct line *l = daily ? &p->bars : &p->candles;
	struct candle c;
	struct bar b;
	int rc;

	if (schema < 0)
		rc = err_set(
		    e, ERR_DATA, "a record of no known interval, at byte %" PRIu64, r->offset);
	else if (daily)
		rc = dbn_to_bar(r, symbol, &b, e);
	else
		rc = dbn_to_candle(r, schema, symbol, &c, e);
	if (rc) {
		reject(p, e);
		return 0;
	}
	if (csv && csv_kind(p, l, r->offset, e))
		return -1;
	p->unmapped += symbol == NULL;
	p->printed++;
	(csv ? line_csv : line_json)(l, daily ? (const void *)&b : &c, &p->out);
	return 0;
}

/* The vendor's header of CSV, once. */
static int
raw_header(struct printer *p, bool ts_out, struct err *e)
{
	if (!p->header)
		dbn_text_header(&p->style, ts_out, &p->out);
	else if (p->style.csv && p->ts_out != ts_out)
		return err_set(e, ERR_DATA,
		    "%s ts_out, unlike the file before: print them one by one",
		    ts_out ? "has" : "has no");
	p->header = true;
	p->ts_out = ts_out;
	return 0;
}

static int
print_record(void *arg, struct dbn *d, const struct dbn_record *r, struct err *e)
{
	const struct dbn_meta *meta = dbn_meta(d);
	struct printer *p = arg;
	int schema = dbn_record_schema(r, meta);
	const char *symbol;

	if (p->o->metadata)
		return 1; /* they are there */
	if (p->o->schema != NULL &&
	    (schema < 0 || strcmp(dbn_schema_names[schema], p->o->schema) != 0))
		return 0;
	symbol = p->o->raw && !p->style.map_symbols ? NULL
						    : dbn_symbol(d, r->instrument_id, r->ts_event);
	if (!p->o->raw) {
		if (print_kind(p, schema, symbol, r, e))
			return -1;
	} else {
		if (raw_header(p, meta->ts_out, e))
			return -1;
		dbn_text_record(&p->style, meta->ts_out, r, symbol, &p->out);
		p->unmapped += symbol == NULL && p->style.map_symbols;
		p->printed++;
	}
	if (p->out.len >= OUT_MAX && write_out(p, e))
		return -1;
	return full(p);
}

/* All of a stream, or its metadata. */
static int
print_stream(struct printer *p, struct dbn *d, FILE *fp, struct err *e)
{
	struct input in;
	int got = 0, rc = 0;

	input_init(&in, fp, p->name);
	while (rc == 0 && (got = input_more(&in, e)) > 0) {
		rc = dbn_feed(d, in.p + in.at, in.end - in.at, print_record, p, e);
		in.at = in.end;
		if (p->o->metadata && dbn_meta(d) != NULL)
			break;
		if ((p->ctx->line_buffered || p->ctx->out_tty) && rc >= 0 && write_out(p, e))
			rc = -1;
	}
	input_release(&in);
	if (rc < 0 || got < 0)
		return -1;
	if (!p->o->metadata || dbn_meta(d) == NULL)
		return rc == 0 && dbn_end(d, e) ? -1 : 0;
	dbn_text_metadata(dbn_meta(d), p->o->pretty, &p->out);
	return 0;
}

/* The header that a file without records has, for when no record comes at all. */
static void
note_kind(struct printer *p, const struct dbn_meta *meta)
{
	unsigned schema = meta->schema;
	unsigned i;

	for (i = 0; p->o->schema != NULL && dbn_schema_names[i] != NULL; i++)
		if (strcmp(dbn_schema_names[i], p->o->schema) == 0)
			schema = i;
	if (schema == DBN_SCHEMA_OHLCV_1D || schema == DBN_SCHEMA_OHLCV_EOD)
		p->empty = &p->bars;
	else if (schema >= DBN_SCHEMA_OHLCV_1S && schema <= DBN_SCHEMA_OHLCV_1H)
		p->empty = &p->candles;
	p->empty_ts_out = meta->ts_out;
}

/* At the end: an empty table has a header too. */
static void
last_header(struct printer *p)
{
	if (p->csv != NULL || p->header || !p->style.csv || p->empty == NULL)
		return;
	if (p->o->raw)
		dbn_text_header(&p->style, p->empty_ts_out, &p->out);
	else
		line_csv_header(p->empty, &p->out);
}

/* What a person should know of the file. */
static void
say(const struct printer *p, const struct dbn *d)
{
	if (p->rejected > REJECTS_SHOWN)
		log_error("%s: records rejected: %" PRIu64, p->name, p->rejected);
	if (p->unmapped > 0)
		log_warn("%s: records whose instrument has no symbol on their day: %" PRIu64,
		    p->name, p->unmapped);
	if (dbn_skipped(d) > 0)
		log_note("%s: records of other types, skipped: %" PRIu64, p->name, dbn_skipped(d));
}

static int
print_file(struct printer *p, const char *name, struct err *e)
{
	bool standard = strcmp(name, "-") == 0;
	struct dbn *d = NULL;
	FILE *fp = standard ? p->ctx->in : fopen(name, "re");
	int rc = -1;

	p->name = standard ? "standard input" : name;
	p->rejected = p->unmapped = 0;
	if (fp == NULL)
		return err_errno(e, errno == EACCES ? ERR_PERM : ERR_NOINPUT, "%s", name);
	d = dbn_new();
	rc = print_stream(p, d, fp, e);
	if (dbn_meta(d) != NULL)
		note_kind(p, dbn_meta(d));
	if (rc && !p->broken)
		(void)err_wrap(e, "%s", p->name);
	say(p, d);
	dbn_free(d);
	if (!standard)
		(void)fclose(fp); /* only read from */
	return rc;
}

static int
check(const struct opts *o, struct err *e)
{
	if (o->pretty && !o->raw && !o->metadata)
		return err_set(e, ERR_USAGE, "--pretty goes with --raw or --metadata");
	if (o->map_symbols && !o->raw)
		return err_set(e, ERR_USAGE,
		    "--map-symbols goes with --raw: our records have their symbol anyway");
	if (o->metadata && strcmp(o->format, "csv") == 0)
		return err_set(e, ERR_USAGE,
		    "metadata are no table: --format csv does not go with --metadata");
	return 0;
}

static int
run(struct ctx *ctx, const void *arg, char **files, struct err *e)
{
	const struct opts *o = arg;
	const struct progress_plan plan = { .total = input_total(files, ctx->in) };
	struct printer p = { .ctx = ctx, .o = o };
	int status = 0, rc = -1;

	if (check(o, e))
		return -1;
	p.style = (struct dbn_style){ strcmp(o->format, "csv") == 0, o->pretty, o->map_symbols };
	progress_begin(&plan);
	line_init(&p.bars, &bar_kind);
	line_init(&p.candles, &candle_kind);
	do {
		rc = print_file(&p, *files != NULL ? *files : "-", e);
		if (p.broken)
			goto out;
		if (rc &&
		    !stop_asked()) { /* said at once; the other files are printed all the same */
			log_error("%s", e->msg);
			status = status == 0 ? (int)e->code : status;
		}
		if (p.rejected > 0 && status == 0)
			status = ERR_DATA;
	} while (*files != NULL && *++files != NULL && !full(&p) && !stop_asked());
	last_header(&p);
	rc = write_out(&p, e) ? -1 : status;
out:
	progress_end();
	buf_release(&p.out);
	return rc;
}

const struct cmd cmd = {
	.name = "pf-dbn",
	.help = "print Databento Binary Encoding as JSON lines or CSV",
	.synopsis =
	    "[--format jsonl|csv] [--limit n] [--schema schema] [--metadata] [--raw] [--pretty] "
	    "[--map-symbols] [file ...]",
	.opts = opts,
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .format = "jsonl" },
	.run = run,
	.flags = CMD_FILTER | CMD_PROGRESS | CMD_STOPS,
};
