/* pf-link - find the symbols that records are about, with how sure that is */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/cmd.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/path.h"
#include "base/progress.h"
#include "db/pg.h"
#include "db/query.h"
#include "db/query_run.h"
#include "io/amend.h"
#include "io/emit.h"
#include "io/file.h"
#include "io/filter.h"
#include "io/input.h"
#include "io/rec.h"
#include "text/link.h"
#include "text/universe.h"
#include "text/universe_read.h"

struct opts {
	const char *url, *universe, *aliases, *field, *least;
	bool no_aliases, known_only, explain;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
static const struct opt opts[] = {
	{ 0, "aliases",        OPT_STR,  AT(aliases),    0, "names of symbols (default: those that come with this program)", "file" },
	{ 0, "database-url",   OPT_STR,  AT(url),        0, "where the universe is (default: $DATABASE_URL, the private cluster)", "url" },
	{ 0, "explain",        OPT_FLAG, AT(explain),    0, "say of what could be a symbol why it was taken, or not" },
	{ 0, "field",          OPT_STR,  AT(field),      0, "where the text is (default: content)", "name" },
	{ 0, "known-only",     OPT_FLAG, AT(known_only), 0, "leave out what is not in the universe" },
	{ 0, "min-confidence", OPT_STR,  AT(least),      0, "leave out what is less sure, 0 to 1 (default: 0.5)", "number" },
	{ 0, "no-aliases",     OPT_FLAG, AT(no_aliases), 0, "no names but those of the universe" },
	{ 0, "universe",       OPT_STR,  AT(universe),   0, "records of symbols and aliases; no database is asked", "file" },
	{ 0 }
};
/* clang-format on */

/* The columns of the query universe. */
enum { COL_KIND, COL_SYMBOL, COL_DESCRIPTION, COL_TYPE, COL_TICKER, COL_ALIAS, COLS };
static const char *const col_names[COLS] = { "kind", "symbol", "description", "type_code", "ticker",
	"alias" };

struct asking {
	struct universe *u;
	size_t col[COLS];
};

struct filter {
	const struct opts *o;
	const struct universe *u;
	struct link_options options;
	struct links links;
	struct emit out;
	struct slice text; /* of the record at hand */
	struct buf decoded, symbols, tickers;
};

static int
head(void *arg, const struct pg_res *res, const struct value_type *types, struct err *e)
{
	struct asking *a = arg;
	size_t i;

	(void)types; /* all are text */
	for (i = 0; i < COLS; i++) {
		for (a->col[i] = 0; a->col[i] < pg_cols(res); a->col[i]++)
			if (strcmp(pg_col_name(res, a->col[i]), col_names[i]) == 0)
				break;
		if (a->col[i] == pg_cols(res))
			return err_set(e, ERR_CONFIG, "universe: no column %s", col_names[i]);
	}
	return 0;
}

/* What the tables hold that no symbol or alias can be is left out, not refused: nobody could work then. */
static int
row(void *arg, const struct pg_res *res, size_t i, struct err *e)
{
	struct asking *a = arg;
	const char *cell[COLS];
	struct err why;
	size_t k;
	int rc;

	(void)e;
	for (k = 0; k < COLS; k++)
		cell[k] = pg_cell(res, i, a->col[k]);
	if (cell[COL_KIND] != NULL && strcmp(cell[COL_KIND], "alias") == 0)
		rc = universe_named(a->u, cell[COL_TICKER], cell[COL_ALIAS], &why);
	else
		rc = universe_add(a->u,
		    &(struct universe_symbol){ cell[COL_SYMBOL] != NULL ? cell[COL_SYMBOL] : "",
			cell[COL_DESCRIPTION], CLOCK_NONE, CLOCK_NONE,
			cell[COL_TYPE] != NULL && strcmp(cell[COL_TYPE], "crypto") == 0 },
		    &why);
	if (rc)
		log_warn("universe: %s", why.msg);
	return 0;
}

/* Of why there is no database: -1. */
static int
name_universe(struct err *e)
{
	const struct err why = *e;

	return err_set(e, why.code, "%s; or name a file of symbols with --universe", why.msg);
}

static int
ask_database(struct universe *u, const struct opts *o, struct ctx *ctx, struct err *e)
{
	const struct pg_where where = { .url = o->url, .tool = ctx->name };
	const struct pg_begin how = { .read_only = true, .repeatable = true };
	struct asking a = { .u = u };
	const struct query_sink to = { .head = head, .row = row, .arg = &a };
	struct query q = { 0 };
	struct pg *db = NULL;
	char *dir = path_data("queries");
	size_t n;
	int rc = -1;

	if (query_open(&q, dir, "universe", e) || query_bind(&q, ctx->now, e))
		goto out;
	if (pg_open(&db, &where, e)) {
		(void)name_universe(e);
		goto out;
	}
	if (pg_begin(db, &how, e) || query_run(&q, db, &to, &n, e) || pg_commit(db, e)) {
		pg_rollback(db);
		goto out;
	}
	rc = 0;
out:
	pg_close(db);
	query_release(&q);
	free(dir);
	return rc;
}

static int
read_universe(struct universe *u, const char *path, struct err *e)
{
	FILE *fp = file_open(path, e);
	int rc;

	if (fp == NULL)
		return -1;
	rc = universe_read_records(u, fp, path, e);
	(void)fclose(fp); /* only read */
	return rc;
}

static struct universe *
make_universe(const struct opts *o, struct ctx *ctx, struct err *e)
{
	struct universe *u = universe_new();

	if ((o->universe != NULL ? read_universe(u, o->universe, e) : ask_database(u, o, ctx, e)) ||
	    universe_read_words(u, NULL, e) ||
	    (!o->no_aliases && universe_read_aliases(u, o->aliases, e))) {
		universe_free(u);
		return NULL;
	}
	universe_finish(u);
	log_info("%zu symbols", universe_symbols(u));
	return u;
}

static void
tell(void *arg, const struct link_candidate *c)
{
	const struct filter *f = arg;

	log_note("%zu: '%.*s': %s%s: %s", c->at, (int)c->len, f->text.p + c->at,
	    c->taken ? "taken as " : "not taken", c->taken ? c->symbol : "", c->why);
}

static void
put_symbols(struct filter *f)
{
	char number[NUM_TEXT_MAX];
	const struct link *link;
	size_t i;

	buf_reset(&f->symbols);
	buf_char(&f->symbols, '[');
	for (i = 0; i < f->links.n; i++) {
		link = &f->links.v[i];
		if (i > 0)
			buf_char(&f->symbols, ',');
		buf_str(&f->symbols, "{\"symbol\":");
		emit_quote(&f->symbols, link->symbol, strlen(link->symbol));
		buf_str(&f->symbols, ",\"how\":\"");
		buf_str(&f->symbols, link_how_names[link->how]);
		buf_str(&f->symbols, "\",\"confidence\":");
		buf_add(&f->symbols, number, num_fixed_text(number, (int64_t)link->confidence, 2));
		buf_str(&f->symbols, ",\"text\":");
		emit_quote(&f->symbols, f->text.p + link->at, link->len);
		buf_str(&f->symbols, ",\"at\":");
		buf_add(&f->symbols, number, num_uint_text(number, link->at));
		buf_str(&f->symbols, ",\"count\":");
		buf_add(&f->symbols, number, num_uint_text(number, link->count));
		buf_char(&f->symbols, '}');
	}
	buf_char(&f->symbols, ']');
}

/* The next one that has a dollar sign, by where that is. */
static const struct link *
next_ticker(const struct links *links, const struct link *last)
{
	const struct link *found = NULL, *link;
	size_t i;

	for (i = 0; i < links->n; i++) {
		link = &links->v[i];
		if (link->tag_len > 0 && (last == NULL || link->tag_at > last->tag_at) &&
		    (found == NULL || link->tag_at < found->tag_at))
			found = link;
	}
	return found;
}

/* "$AAPL, $BRK.B" as they are written, in capitals. */
static void
put_tickers(struct filter *f)
{
	const struct link *link = next_ticker(&f->links, NULL);
	const char *p, *dollar;
	struct buf *out = &f->tickers;
	size_t i, n;

	buf_reset(out);
	if (link == NULL) {
		buf_str(out, "null");
		return;
	}
	buf_char(out, '"');
	for (; link != NULL; link = next_ticker(&f->links, link)) {
		p = f->text.p + link->tag_at;
		dollar = memchr(p, '$', link->tag_len); /* an exchange may stand before it */
		n = link->tag_len - (dollar != NULL ? (size_t)(dollar - p) : 0);
		if (out->len > 1)
			buf_str(out, ", ");
		for (i = 0; dollar != NULL && i < n; i++)
			buf_char(out, dollar[i] >= 'a' && dollar[i] <= 'z'
					  ? (char)(dollar[i] - ('a' - 'A'))
					  : dollar[i]);
	}
	buf_char(out, '"');
}

/* When it was written, for symbols that changed hands. */
static int64_t
time_of(const struct rec *rec)
{
	const struct rec_field *f = rec_get(rec, "timestamp");
	int64_t time;

	return f != NULL && f->type == REC_STRING &&
		       clock_parse_time(f->text.p, f->text.n, &time) == 0
		   ? time
		   : CLOCK_NONE;
}

static int
take(void *arg, const struct rec *rec, struct err *e)
{
	struct filter *f = arg;
	const struct rec_field *field = rec_get(rec, f->o->field);
	struct amend set[2];

	if (field == NULL || field->type == REC_NULL)
		return filter_pass(&f->out, rec, e);
	if (field->type != REC_STRING)
		return err_set(e, ERR_DATA, "%s is no string", f->o->field);
	f->text = field->text;
	if (field->escaped) {
		buf_reset(&f->decoded);
		rec_text(field, &f->decoded);
		f->text = (struct slice){ f->decoded.p, f->decoded.len };
	}
	f->options.time = time_of(rec);
	link_text(f->u, f->text.p, f->text.n, &f->options, &f->links);
	put_symbols(f);
	put_tickers(f);
	set[0] = (struct amend){ "tickers_detected", { f->tickers.p, f->tickers.len } };
	set[1] = (struct amend){ "symbols", { f->symbols.p, f->symbols.len } };
	return amend_print(&f->out, rec, set, 2, e);
}

static int
take_least(const char *s, unsigned *hundredths, struct err *e)
{
	int64_t v;

	if (num_fixed(s, strlen(s), 2, &v) || v < 0 || v > 100)
		return err_set(e, ERR_USAGE, "--min-confidence: '%.20s' is not from 0 to 1", s);
	*hundredths = (unsigned)v;
	return 0;
}

static int
run(struct ctx *ctx, const void *arg, char **files, struct err *e)
{
	const struct opts *o = arg;
	const struct progress_plan plan = { .total = input_total(files, ctx->in) };
	struct filter f = { .o = o, .options = { .known_only = o->known_only } };
	struct universe *u = NULL;
	size_t bad = 0;
	int rc = -1;

	if (o->no_aliases && o->aliases != NULL)
		return err_set(e, ERR_USAGE, "--aliases and --no-aliases exclude each other");
	if (take_least(o->least, &f.options.least, e))
		return -1;
	if (o->explain)
		f.options.tell = tell;
	f.options.arg = &f;
	emit_init(&f.out, ctx->out, ctx->line_buffered || ctx->out_tty);
	u = make_universe(o, ctx, e);
	if (u == NULL)
		goto out;
	f.u = u;
	progress_begin(&plan);
	rc = filter_files(files, ctx->in, NULL, take, &f, &f.out, &bad, e);
	progress_end();
	if (rc == 0 && bad > 0)
		rc = ERR_DATA;
out:
	links_release(&f.links);
	emit_release(&f.out);
	buf_release(&f.decoded);
	buf_release(&f.symbols);
	buf_release(&f.tickers);
	universe_free(u);
	return rc;
}

const struct cmd cmd = {
	.name = "pf-link",
	.help = "find the symbols that records are about, with how sure that is",
	.synopsis = "[--universe file] [--aliases file | --no-aliases] [--field name] "
		    "[--min-confidence number] [--known-only] [--explain] [file ...]",
	.opts = opts,
	.opts_size = sizeof(struct opts),
	.defaults = &(const struct opts){ .field = "content", .least = "0.5" },
	.run = run,
	.flags = CMD_FILTER | CMD_PROGRESS | CMD_STOPS,
};
