/* What a request says: everything, since a default of the vendor's is never what we want */
#include "base/buf.h"
#include "base/clock.h"
#include "net/http.h"
#include "rec/symbols.h"
#include "vendor/databento_conn.h"

void
databento_instant_text(char out[CLOCK_TEXT_MAX], bool daily, int64_t ns)
{
	if (daily)
		(void)clock_date_text(out, ns);
	else
		(void)clock_time_text(out, ns);
}

/* "2024-03-04" for a midnight, else RFC 3339. */
static void
form_time(struct buf *form, const char *name, int64_t ns)
{
	char text[CLOCK_TEXT_MAX];

	databento_instant_text(text, ns == clock_midnight(ns), ns);
	http_form(form, name, text);
}

/* The symbols, or of DATABENTO_RESOLVE those that no bar came for. */
static void
form_symbols(struct buf *form, const struct databento_fetch *f)
{
	struct buf list = { 0 };
	size_t i;

	for (i = 0; i < f->n; i++) {
		if (f->state->phase == DATABENTO_RESOLVE && f->sheet.bars[i] > 0)
			continue;
		if (list.len > 0)
			buf_char(&list, ',');
		buf_str(&list, f->set->name[f->first + i]);
	}
	http_form(form, "symbols", list.p == NULL ? "" : list.p);
	buf_release(&list);
}

int64_t
databento_piece_end(const struct databento_fetch *f)
{
	const struct databento_fetch_state *st = f->state;

	return st->piece == 0 || st->phase != DATABENTO_BARS || f->end - st->from <= st->piece
		   ? f->end
		   : clock_midnight(st->from) + st->piece;
}

void
databento_form(struct databento_fetch *f)
{
	struct databento_fetch_state *st = f->state;
	struct buf *form = &st->form;
	enum databento_encoding encoding = st->db->encoding;

	buf_reset(form);
	http_form(form, "dataset", f->dataset);
	form_symbols(form, f);
	http_form(form, "stype_in", "raw_symbol");
	if (st->phase != DATABENTO_PRICE)
		http_form(form, "stype_out", "instrument_id");
	if (st->phase == DATABENTO_RESOLVE) {
		form_time(form, "start_date", clock_midnight(f->start));
		form_time(form, "end_date", clock_next_day(clock_midnight(f->end - 1)));
	} else {
		http_form(form, "schema", f->schema->name);
		form_time(form, "start", st->from);
		form_time(form, "end", databento_piece_end(f));
	}
	if (st->phase == DATABENTO_BARS) {
		http_form(form, "encoding", databento_encoding_names[encoding]);
		http_form(form, "compression", encoding == DATABENTO_DBN ? "zstd" : "none");
		if (encoding != DATABENTO_DBN) {
			http_form(form, "pretty_px", "false");
			http_form(form, "pretty_ts", "false");
			http_form(form, "map_symbols", "true");
		}
	}
	st->r.body = form->p;
	st->r.body_len = form->len;
}
