#include "vendor/dbn_text.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/num.h"
#include "io/csv.h"
#include "io/emit.h"
#include "vendor/dbn.h"
#include "base/clock.h"

#define NS UINT64_C(1000000000)

static void
add_uint(struct buf *out, uint64_t v)
{
	out->len += num_uint_text(buf_room(out, NUM_TEXT_MAX), v);
}

/* An undefined one, or no time at all, is nothing: false. */
static bool
add_time(struct buf *out, uint64_t ns)
{
	uint64_t sec = ns / NS;
	int64_t y, m, d;

	if (ns == 0 || ns == DBN_TIME_NONE)
		return false;
	clock_civil((int64_t)(sec / 86400), &y, &m, &d); /* up to 2554, beyond int64_t */
	buf_fmt(out, "%04d-%02d-%02dT%02d:%02d:%02d.%09dZ", (int)y, (int)m, (int)d,
	    (int)(sec / 3600 % 24), (int)(sec / 60 % 60), (int)(sec % 60), (int)(ns % NS));
	return true;
}

static bool
add_price(struct buf *out, int64_t v)
{
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

	if (v == DBN_PRICE_NONE)
		return false;
	buf_fmt(out, "%s%" PRIu64 ".%09" PRIu64, v < 0 ? "-" : "", u / NS, u % NS);
	return true;
}

/* A value in the style: in quotes for JSON, null or nothing when pretty and undefined. */
static void
time_value(const struct dbn_style *style, uint64_t ns, struct buf *out)
{
	const char *quote = style->csv ? "" : "\"";
	size_t len = out->len;
	bool there = true;

	buf_str(out, quote);
	if (style->pretty)
		there = add_time(out, ns);
	else
		add_uint(out, ns);
	if (there)
		buf_str(out, quote);
	else
		out->len = len;
	if (!there && !style->csv)
		buf_str(out, "null");
}

static void
price_value(const struct dbn_style *style, int64_t v, struct buf *out)
{
	const char *quote = style->csv ? "" : "\"";
	size_t len = out->len;
	bool there = true;

	buf_str(out, quote);
	if (style->pretty)
		there = add_price(out, v);
	else
		out->len += num_fixed_text(buf_room(out, NUM_TEXT_MAX), v, 0);
	if (there)
		buf_str(out, quote);
	else
		out->len = len;
	if (!there && !style->csv)
		buf_str(out, "null");
}

void
dbn_text_header(const struct dbn_style *style, bool ts_out, struct buf *out)
{
	if (!style->csv)
		return;
	buf_str(out, "ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume");
	buf_str(out, ts_out ? ",ts_out" : "");
	buf_str(out, style->map_symbols ? ",symbol\n" : "\n");
}

static void
csv_record(const struct dbn_style *style, bool ts_out, const struct dbn_record *r,
    const char *symbol, struct buf *out)
{
	const int64_t prices[] = { r->open, r->high, r->low, r->close };
	size_t i;

	time_value(style, r->ts_event, out);
	buf_fmt(out, ",%u,%u,%" PRIu32, r->rtype, r->publisher_id, r->instrument_id);
	for (i = 0; i < 4; i++) {
		buf_char(out, ',');
		price_value(style, prices[i], out);
	}
	buf_char(out, ',');
	add_uint(out, r->volume);
	if (ts_out) {
		buf_char(out, ',');
		time_value(style, r->ts_out, out);
	}
	if (style->map_symbols) {
		buf_char(out, ',');
		if (symbol != NULL)
			csv_add(out, symbol, strlen(symbol));
	}
	buf_char(out, '\n');
}

static void
json_record(const struct dbn_style *style, bool ts_out, const struct dbn_record *r,
    const char *symbol, struct buf *out)
{
	static const char *const names[] = {
		",\"open\":", ",\"high\":", ",\"low\":", ",\"close\":"
	};
	const int64_t prices[] = { r->open, r->high, r->low, r->close };
	size_t i;

	buf_str(out, "{\"hd\":{\"ts_event\":");
	time_value(style, r->ts_event, out);
	buf_fmt(out, ",\"rtype\":%u,\"publisher_id\":%u,\"instrument_id\":%" PRIu32 "}", r->rtype,
	    r->publisher_id, r->instrument_id);
	for (i = 0; i < 4; i++) {
		buf_str(out, names[i]);
		price_value(style, prices[i], out);
	}
	buf_str(out, ",\"volume\":\"");
	add_uint(out, r->volume);
	buf_char(out, '"');
	if (ts_out) {
		buf_str(out, ",\"ts_out\":");
		time_value(style, r->ts_out, out);
	}
	if (style->map_symbols) {
		buf_str(out, ",\"symbol\":");
		if (symbol != NULL)
			emit_quote(out, symbol, strlen(symbol));
		else
			buf_str(out, "null");
	}
	buf_str(out, "}\n");
}

void
dbn_text_record(const struct dbn_style *style, bool ts_out, const struct dbn_record *r,
    const char *symbol, struct buf *out)
{
	(style->csv ? csv_record : json_record)(style, ts_out, r, symbol, out);
}

static void
name_value(const char *key, const char *const *names, unsigned count, unsigned v, unsigned mixed,
    struct buf *out)
{
	buf_fmt(out, ",\"%s\":", key);
	if (v < count)
		emit_quote(out, names[v], strlen(names[v]));
	else if (v == mixed)
		buf_str(out, "null");
	else
		buf_fmt(out, "%u", v); /* of a later day than ours */
}

static void
list_value(const char *key, const struct dbn_list *list, struct buf *out)
{
	const char *s;
	size_t i;

	buf_fmt(out, ",\"%s\":[", key);
	for (i = 0; i < list->count; i++) {
		s = list->p + i * list->each;
		buf_str(out, i > 0 ? "," : "");
		emit_quote(out, s, strlen(s));
	}
	buf_char(out, ']');
}

static void
date_value(const char *key, uint32_t date, bool pretty, struct buf *out)
{
	if (pretty)
		buf_fmt(out, "\"%s\":\"%04u-%02u-%02u\",", key, (unsigned)date / 10000,
		    (unsigned)date / 100 % 100, (unsigned)date % 100);
	else
		buf_fmt(out, "\"%s\":%" PRIu32 ",", key, date);
}

static void
mapping_value(const struct dbn_meta *m, const struct dbn_mapping *map, bool pretty, struct buf *out)
{
	const struct dbn_interval *iv;
	size_t i;

	buf_str(out, "{\"raw_symbol\":");
	emit_quote(out, map->raw_symbol, strlen(map->raw_symbol));
	buf_str(out, ",\"intervals\":[");
	for (i = 0; i < map->count; i++) {
		iv = &m->intervals[map->first + i];
		buf_str(out, i > 0 ? ",{" : "{");
		date_value("start_date", iv->start, pretty, out);
		date_value("end_date", iv->end, pretty, out);
		buf_str(out, "\"symbol\":");
		emit_quote(out, iv->symbol, strlen(iv->symbol));
		buf_char(out, '}');
	}
	buf_str(out, "]}");
}

void
dbn_text_metadata(const struct dbn_meta *m, bool pretty, struct buf *out)
{
	const struct dbn_style style = { .pretty = pretty };
	size_t i;

	buf_fmt(out, "{\"version\":%u,\"dataset\":", m->version);
	emit_quote(out, m->dataset, strlen(m->dataset));
	name_value("schema", dbn_schema_names, DBN_SCHEMAS, m->schema, DBN_SCHEMA_MIXED, out);
	buf_str(out, ",\"start\":");
	time_value(&style, m->start, out);
	buf_str(out, ",\"end\":");
	if (m->end == 0 || m->end == DBN_TIME_NONE)
		buf_str(out, "null");
	else
		time_value(&style, m->end, out);
	buf_str(out, ",\"limit\":");
	if (m->limit == 0)
		buf_str(out, "null");
	else
		buf_fmt(out, "\"%" PRIu64 "\"", m->limit);
	name_value("stype_in", dbn_stype_names, DBN_STYPES, m->stype_in, DBN_STYPE_MIXED, out);
	name_value("stype_out", dbn_stype_names, DBN_STYPES, m->stype_out, DBN_STYPE_MIXED, out);
	buf_fmt(out, ",\"ts_out\":%s,\"symbol_cstr_len\":%u", m->ts_out ? "true" : "false",
	    m->symbol_len);
	list_value("symbols", &m->symbols, out);
	list_value("partial", &m->partial, out);
	list_value("not_found", &m->not_found, out);
	buf_str(out, ",\"mappings\":[");
	for (i = 0; i < m->nmappings; i++) {
		buf_str(out, i > 0 ? "," : "");
		mapping_value(m, &m->mappings[i], pretty, out);
	}
	buf_str(out, "]}\n");
}
