/* The stream: what it is, zstd undone, metadata gathered, records cut */
#include "vendor/dbn.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <zstd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "vendor/dbn_map.h"
#include "vendor/dbn_meta.h"

#define HEAD_MAX 11       /* bytes after which we know what it is */
#define FRAME_HEAD 5      /* bytes that begin a zstd frame */
#define BLOCK_HEAD 3      /* and a block in it */
#define WINDOW_LOG_MAX 27 /* 128 MiB: what zstd itself takes without being told */

/* What the bytes are; of SKIP, OLD and OTHER none remains: a skippable frame is one of zstd's, or
 * holds the metadata of DBZ. */
enum container { UNKNOWN, RAW, ZSTD, SKIP, OLD, OTHER };
enum part { METADATA, RECORDS };

struct dbn {
	enum container container;
	enum part part;
	unsigned char head[HEAD_MAX]; /* the first bytes, until we know what they are */
	size_t nhead;
	struct buf text; /* prelude and metadata */
	struct dbn_metadata md;
	struct dbn_map map;
	unsigned char front[DBN_RECORD_MAX]; /* of a record that is not whole yet */
	size_t nfront;
	uint64_t at; /* where front, or else the next byte, stands in the decompressed stream */
	uint64_t skipped;
	size_t ohlcv_len; /* what an OHLCV record has at least, by ts_out */
	ZSTD_DCtx *zstd;
	size_t hint;     /* how much of the frame zstd wants next */
	bool frame_open; /* inside a frame */
	char *out;       /* owned; what zstd gives out */
	bool enough, failed;
	struct err why; /* it failed */
	dbn_sink_fn *sink;
	void *arg;
};

struct dbn *
dbn_new(void)
{
	return mem_new(1, sizeof(struct dbn));
}

void
dbn_free(struct dbn *d)
{
	if (d == NULL)
		return;
	buf_release(&d->text);
	dbn_metadata_release(&d->md);
	dbn_map_release(&d->map);
	(void)ZSTD_freeDCtx(d->zstd); /* cannot fail outside of static workspaces */
	free(d->out);
	free(d);
}

const struct dbn_meta *
dbn_meta(const struct dbn *d)
{
	return d->part == METADATA ? NULL : &d->md.meta;
}

const char *
dbn_symbol(struct dbn *d, uint32_t instrument_id, uint64_t ts_event)
{
	return dbn_map_find(&d->map, instrument_id, ts_event);
}

uint64_t
dbn_skipped(const struct dbn *d)
{
	return d->skipped;
}

static bool
is_ohlcv(unsigned rtype)
{
	return (rtype >= DBN_OHLCV_1S && rtype <= DBN_OHLCV_EOD) || rtype == DBN_OHLCV_OLD;
}

/* Hand out the record of len bytes at p. 0, 1, -1. */
static int
deliver(struct dbn *d, const unsigned char *p, size_t len, struct err *e)
{
	struct dbn_record r;

	if (!is_ohlcv(p[1])) {
		d->skipped++;
		return 0;
	}
	if (len < d->ohlcv_len)
		return err_set(e, ERR_DATA,
		    "a record of type 0x%02x and %zu bytes, which has at least %zu, at byte %" PRIu64,
		    p[1], len, d->ohlcv_len, d->at);
	r.offset = d->at;
	r.rtype = p[1];
	r.publisher_id = dbn_u16(p + 2);
	r.instrument_id = dbn_u32(p + 4);
	r.ts_event = dbn_u64(p + 8);
	r.open = (int64_t)dbn_u64(p + 16);
	r.high = (int64_t)dbn_u64(p + 24);
	r.low = (int64_t)dbn_u64(p + 32);
	r.close = (int64_t)dbn_u64(p + 40);
	r.volume = dbn_u64(p + 48);
	r.ts_out = d->ohlcv_len > DBN_OHLCV_LEN ? dbn_u64(p + DBN_OHLCV_LEN) : DBN_TIME_NONE;
	return d->sink(d->arg, d, &r, e);
}

/* Complete the record whose front is kept, as far as p suffices. 0, 1, -1 as deliver(). */
static int
complete(struct dbn *d, const unsigned char **p, size_t *n, struct err *e)
{
	size_t len = (size_t)d->front[0] * 4, more = len - d->nfront;
	int rc;

	if (more > *n)
		more = *n;
	memcpy(d->front + d->nfront, *p, more);
	d->nfront += more;
	*p += more;
	*n -= more;
	if (d->nfront < len)
		return 0;
	d->nfront = 0;
	rc = deliver(d, d->front, len, e);
	d->at += len;
	return rc;
}

static int
records(struct dbn *d, const unsigned char *p, size_t n, struct err *e)
{
	size_t len;
	int rc = 0;

	if (d->nfront > 0)
		rc = complete(d, &p, &n, e);
	while (rc == 0 && n > 0) {
		len = (size_t)p[0] * 4;
		if (len < DBN_RECORD_HEADER)
			return err_set(e, ERR_DATA,
			    "a record of %zu bytes, shorter than its header, at byte %" PRIu64, len,
			    d->at);
		if (n < len) {
			memcpy(d->front, p, n);
			d->nfront = n;
			break;
		}
		rc = deliver(d, p, len, e);
		d->at += len;
		p += len;
		n -= len;
	}
	return rc;
}

/* The prelude is there: is it one, and how long is what follows? */
static int
check_prelude(const struct dbn *d, struct err *e)
{
	const unsigned char *p = (const unsigned char *)d->text.p;
	uint32_t len = dbn_u32(p + 4);

	if (memcmp(p, "DBN", 3) != 0)
		return err_set(e, ERR_DATA,
		    "no DBN: what zstd gives out begins with %02x %02x %02x, at byte 0", p[0], p[1],
		    p[2]);
	if (p[3] == 0 || p[3] > DBN_VERSION_MAX)
		return err_set(e, ERR_DATA, "DBN of version %u, we know 1 to %d, at byte 3", p[3],
		    DBN_VERSION_MAX);
	if (len < DBN_METADATA_MIN)
		return err_set(e, ERR_DATA,
		    "metadata of %" PRIu32 " bytes, less than their fixed part, at byte 4", len);
	if (len > DBN_METADATA_MAX)
		return err_set(e, ERR_DATA,
		    "metadata of %" PRIu32 " bytes, more than the %zu that we take, at byte 4", len,
		    DBN_METADATA_MAX);
	return 0;
}

/* How many bytes prelude and metadata have, as far as that is known. */
static size_t
head_len(const struct dbn *d)
{
	return d->text.len < DBN_PRELUDE ? DBN_PRELUDE
					 : DBN_PRELUDE + (size_t)dbn_u32(d->text.p + 4);
}

static int
metadata(struct dbn *d, const unsigned char **p, size_t *n, struct err *e)
{
	size_t more;

	while (d->part == METADATA && *n > 0) {
		more = head_len(d) - d->text.len;
		if (more > *n)
			more = *n;
		buf_add(&d->text, (const char *)*p, more);
		*p += more;
		*n -= more;
		d->at = d->text.len;
		if (d->text.len == DBN_PRELUDE && check_prelude(d, e))
			return -1;
		if (d->text.len < DBN_PRELUDE || d->text.len < head_len(d))
			continue;
		if (dbn_metadata_parse(&d->md, d->text.p, d->text.len, e) ||
		    dbn_map_build(&d->map, &d->md.meta, d->text.p, e))
			return -1;
		d->ohlcv_len = d->md.meta.ts_out ? DBN_OHLCV_LEN + 8 : DBN_OHLCV_LEN;
		d->part = RECORDS;
	}
	return 0;
}

/* The next bytes of the stream itself. 0, 1, -1. */
static int
plain(struct dbn *d, const unsigned char *p, size_t n, struct err *e)
{
	if (d->part == METADATA && metadata(d, &p, &n, e))
		return -1;
	return records(d, p, n, e);
}

/*
 * Undo zstd. It gets a block at a time, without the head of the next one that it asks for too:
 * what it made of the blocks before a broken one would be lost otherwise.
 */
static int
unzstd(struct dbn *d, const unsigned char *p, size_t n, struct err *e)
{
	ZSTD_inBuffer in = { .src = p };
	ZSTD_outBuffer out;
	size_t left;
	int rc;

	do {
		in.size = n - in.pos < d->hint ? n : in.pos + d->hint;
		out = (ZSTD_outBuffer){ .dst = d->out, .size = ZSTD_DStreamOutSize() };
		left = ZSTD_decompressStream(d->zstd, &out, &in);
		if (ZSTD_isError(left))
			return err_set(e, ERR_DATA, "broken zstd (%s), behind byte %" PRIu64,
			    ZSTD_getErrorName(left), d->at + d->nfront);
		d->frame_open = left != 0;
		d->hint = left == 0 ? FRAME_HEAD : left > BLOCK_HEAD ? left - BLOCK_HEAD : left;
		rc = plain(d, (const unsigned char *)d->out, out.pos, e);
	} while (rc == 0 && (in.pos < n || (d->frame_open && out.pos == out.size)));
	return rc;
}

static int
start_zstd(struct dbn *d, struct err *e)
{
	size_t rc;

	d->hint = FRAME_HEAD;
	d->zstd = ZSTD_createDCtx();
	if (d->zstd == NULL)
		return err_set(e, ERR_BUG, "out of memory");
	rc = ZSTD_DCtx_setParameter(d->zstd, ZSTD_d_windowLogMax, WINDOW_LOG_MAX);
	if (ZSTD_isError(rc))
		return err_set(e, ERR_BUG, "zstd: %s", ZSTD_getErrorName(rc));
	d->out = mem_new(ZSTD_DStreamOutSize(), 1);
	return 0;
}

/* Tell what it is from the first bytes, as soon as they suffice; UNKNOWN until then. */
static int
recognise(struct dbn *d, struct err *e)
{
	static const struct {
		enum container is;
		size_t n;
		unsigned char bytes[4], mask; /* of the first byte */
	} magics[] = {
		{ RAW, 3, { 'D', 'B', 'N' }, 0xff },
		{ OLD, 3, { 'D', 'B', 'Z' }, 0xff },
		{ ZSTD, 4, { 0x28, 0xb5, 0x2f, 0xfd }, 0xff },
		{ SKIP, 4, { 0x50, 0x2a, 0x4d, 0x18 }, 0xf0 },
	};
	enum container is = OTHER;
	size_t i;

	for (i = 0; i < sizeof magics / sizeof magics[0] && is == OTHER; i++)
		if ((d->head[0] & magics[i].mask) == magics[i].bytes[0] &&
		    memcmp(d->head + 1, magics[i].bytes + 1,
			(d->nhead < magics[i].n ? d->nhead : magics[i].n) - 1) == 0)
			is = d->nhead < magics[i].n ? UNKNOWN : magics[i].is;
	if (is == SKIP && d->nhead < HEAD_MAX)
		is = UNKNOWN;
	else if (is == SKIP)
		is = memcmp(d->head + HEAD_MAX - 3, "DBZ", 3) == 0 ? OLD : ZSTD;
	if (is == OLD)
		return err_set(e, ERR_DATA,
		    "the older DBZ, not DBN: the vendor's tools convert it, at byte 0");
	if (is == OTHER)
		return err_set(
		    e, ERR_DATA, "no DBN: it begins with neither \"DBN\" nor zstd, at byte 0");
	d->container = is;
	return is == ZSTD ? start_zstd(d, e) : 0;
}

static int
feed(struct dbn *d, const unsigned char *p, size_t n, struct err *e)
{
	int rc = 0;

	if (d->container == UNKNOWN) {
		while (d->container == UNKNOWN && n > 0) {
			d->head[d->nhead++] = *p++;
			n--;
			if (recognise(d, e))
				return -1;
		}
		if (d->container != UNKNOWN)
			rc = d->container == RAW ? plain(d, d->head, d->nhead, e)
						 : unzstd(d, d->head, d->nhead, e);
	}
	if (rc != 0 || n == 0)
		return rc;
	return d->container == RAW ? plain(d, p, n, e) : unzstd(d, p, n, e);
}

static int
fail(struct dbn *d, const struct err *e)
{
	d->failed = true;
	d->why = *e;
	return -1;
}

int
dbn_feed(struct dbn *d, const void *p, size_t n, dbn_sink_fn *sink, void *arg, struct err *e)
{
	int rc;

	if (d->failed) {
		*e = d->why;
		return -1;
	}
	if (d->enough)
		return 1;
	d->sink = sink;
	d->arg = arg;
	rc = feed(d, p, n, e);
	d->enough = rc > 0;
	return rc < 0 ? fail(d, e) : rc;
}

/* Inside of what the stream ended, as text; NULL if it may end there. */
static char *
inside(const struct dbn *d)
{
	if (d->container == UNKNOWN)
		return d->nhead == 0 ? mem_str("the input is empty, no DBN")
				     : mem_str("truncated inside the first bytes");
	if (d->part == METADATA && d->text.len < DBN_PRELUDE)
		return mem_str("truncated inside the first bytes");
	if (d->part == METADATA)
		return mem_fmt(
		    "truncated inside the metadata (%zu of %zu bytes)", d->text.len, head_len(d));
	if (d->nfront > 0)
		return mem_fmt(
		    "truncated inside a record (%zu of %d bytes)", d->nfront, d->front[0] * 4);
	return d->frame_open ? mem_str("truncated inside a zstd frame") : NULL;
}

int
dbn_end(struct dbn *d, struct err *e)
{
	char *where;

	if (d->failed) {
		*e = d->why;
		return -1;
	}
	where = d->enough ? NULL : inside(d);
	if (where == NULL)
		return 0;
	(void)err_set(e, ERR_DATA, "%s, at byte %" PRIu64, where,
	    d->container == UNKNOWN ? (uint64_t)d->nhead : d->at);
	free(where);
	return fail(d, e);
}
