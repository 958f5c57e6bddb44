/* The connection as the parts of vendor/databento share it. */
#ifndef PF_VENDOR_DATABENTO_CONN_H
#define PF_VENDOR_DATABENTO_CONN_H

#include <stdint.h>

#include "base/buf.h"
#include "base/clock.h"
#include "net/http.h"
#include "vendor/databento.h"
#include "vendor/databento_rows.h"

struct databento {
	struct http *http;
	char *key; /* owned */
	enum databento_encoding encoding;
};

/* What a fetch asks for. */
enum databento_phase {
	DATABENTO_PRICE,
	DATABENTO_BARS,
	DATABENTO_RESOLVE, /* which of the symbols without bars are known */
};

struct databento_fetch_state {
	struct databento *db;
	const struct databento_watch *watch;
	struct http_request r;
	struct buf form;
	struct databento_rows *rows;
	enum databento_phase phase;
	int clamps;
	int64_t from;    /* what the next request starts with: later than start when resumed */
	int64_t piece;   /* how much of the range a request asks for at most; 0: all of it */
	unsigned halved; /* how often the piece was made smaller */
	bool settled;    /* there is nothing more to ask for */
};

/* Where the next request ends: before the end of the range when it was too much at once. */
int64_t databento_piece_end(const struct databento_fetch *f);

/* The form of the next request of its phase. */
void databento_form(struct databento_fetch *f);

/* Method, path, authentication; a repeatable request. */
void databento_request(
    const struct databento *db, struct http_request *r, const char *method, const char *path);

/* *e from a reply that is no 200, with the vendor's words and its name for the request. -1. */
struct databento_refusal;
int databento_refused(
    const struct databento_refusal *why, const struct http_reply *reply, struct err *e);

/* How a bound is shown: a date where bars are of days, else a time. */
void databento_instant_text(char out[CLOCK_TEXT_MAX], bool daily, int64_t ns);

#endif
