#include "sandbox/databento_words.h"

#include <stddef.h>
#include <string.h>

/* clang-format off */
const struct dbs_schema dbs_schemas[] = {
	{ "mbo", 0, 0, 0 },        { "mbp-1", 1, 0, 0 },      { "mbp-10", 2, 0, 0 },
	{ "tbbo", 3, 0, 0 },       { "trades", 4, 0, 0 },
	{ "ohlcv-1s", 5, 0x20, 280 },
	{ "ohlcv-1m", 6, 0x21, 280 },
	{ "ohlcv-1h", 7, 0x22, 600 },
	{ "ohlcv-1d", 8, 0x23, 600 },
	{ "definition", 9, 0, 0 }, { "statistics", 10, 0, 0 }, { "status", 11, 0, 0 },
	{ "imbalance", 12, 0, 0 },
	{ "ohlcv-eod", 13, 0x24, 600 },
	{ "cmbp-1", 14, 0, 0 },    { "cbbo-1s", 15, 0, 0 },   { "cbbo-1m", 16, 0, 0 },
	{ "tcbbo", 17, 0, 0 },     { "bbo-1s", 18, 0, 0 },    { "bbo-1m", 19, 0, 0 },
	{ 0 }
};

const struct dbs_word dbs_stypes[] = {
	{ "instrument_id", STYPE_INSTRUMENT_ID }, { "raw_symbol", STYPE_RAW }, { "smart", 2 },
	{ "continuous", 3 }, { "parent", 4 }, { "nasdaq_symbol", STYPE_NASDAQ },
	{ "cms_symbol", STYPE_CMS }, { "isin", 7 }, { "us_code", 8 }, { "bbg_comp_id", 9 },
	{ "bbg_comp_ticker", 10 }, { "figi", 11 }, { "figi_ticker", 12 }, { 0 }
};

const struct dbs_word dbs_encodings[] = {
	{ "csv", ENCODING_CSV }, { "json", ENCODING_JSON }, { "dbn", ENCODING_DBN }, { 0 }
};

const struct dbs_word dbs_compressions[] = { { "none", 0 }, { "zstd", 1 }, { 0 } };

const struct dbs_word dbs_modes[] = {
	{ "historical", 0 }, { "historical-streaming", 1 }, { "live", 2 }, { 0 }
};

static const struct dbs_publisher mini[] = {
	{ 95, "EQUS", "Databento US Equities Mini", SEEN_ALL, 1 },
	{ 0 }
};

static const struct dbs_publisher summary[] = {
	{ 90, "EQUS", "Databento US Equities Summary", SEEN_ALL, 1 },
	{ 0 }
};

/* The file's bar is the consolidated one; two venues saw parts of it. */
static const struct dbs_publisher basic[] = {
	{ 41, "IEXG", "DBEQ Basic - IEX", SEEN_ENDS, 8 },
	{ 42, "EPRL", "DBEQ Basic - MIAX Pearl Equities", SEEN_CLOSE, 16 },
	{ 59, "DBEQ", "DBEQ Basic - Consolidated", SEEN_ALL, 1 },
	{ 0 }
};

const struct dbs_dataset dbs_datasets[] = {
	{ "DBEQ.BASIC",   true,  500000, NULL,         NULL,         basic },
	{ "EQUS.MINI",    false, 0,      NULL,         "2024-07-01", mini },
	{ "EQUS.SUMMARY", false, 250000, "2024-07-01", NULL,         summary },
	{ 0 }
};
/* clang-format on */

const struct dbs_schema *
dbs_schema_named(const char *name)
{
	const struct dbs_schema *s;

	for (s = dbs_schemas; s->name != NULL; s++)
		if (strcmp(s->name, name) == 0)
			return s;
	return NULL;
}
