/* Words of Databento's API: schemas, symbol types, datasets and publishers, with their numbers
 * (vendor's pages "Schemas and data formats", "Symbology", "Venues and datasets"). */
#ifndef PF_SANDBOX_DATABENTO_WORDS_H
#define PF_SANDBOX_DATABENTO_WORDS_H

#include <stdbool.h>
#include <stdint.h>

struct dbs_schema {
	const char *name;
	unsigned number;   /* in DBN metadata */
	unsigned rtype;    /* of its records; 0: not a bar */
	unsigned price_gb; /* US dollars for 10^9 bytes */
};

extern const struct dbs_schema dbs_schemas[]; /* end with { 0 } */

const struct dbs_schema *dbs_schema_named(const char *name); /* or NULL */

enum dbs_stype {
	STYPE_INSTRUMENT_ID = 0,
	STYPE_RAW = 1,
	STYPE_NASDAQ = 5,
	STYPE_CMS = 6,
};

struct dbs_word {
	const char *name;
	int number;
};

extern const struct dbs_word dbs_stypes[], dbs_encodings[], dbs_compressions[], dbs_modes[];

enum dbs_encoding { ENCODING_CSV, ENCODING_JSON, ENCODING_DBN };

/* One publisher's rows of a session made from the file's bar: a share of its volume, and which of
 * its prices it saw. */
enum dbs_seen { SEEN_ALL, SEEN_ENDS, SEEN_CLOSE };

struct dbs_publisher {
	uint16_t id;
	const char *venue, *description;
	enum dbs_seen seen;
	unsigned share; /* volume is divided by it */
};

struct dbs_dataset {
	const char *name;
	bool cms;          /* raw symbols are spelt "BRK B", not "BRK.B" */
	uint32_t id_shift; /* ids differ between datasets */
	const char *from,
	    *until; /* sessions of the CSV files it holds, [from, until); NULL: open */
	const struct dbs_publisher *publishers; /* end with { 0 } */
};

/* The datasets that are made from CSV files; end with { 0 }. */
extern const struct dbs_dataset dbs_datasets[];

#endif
