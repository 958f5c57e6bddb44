/* A DBN stream put together by a test: version 2, symbols of 12 bytes */
#ifndef PF_TESTS_STREAM_H
#define PF_TESTS_STREAM_H

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "vendor/dbn.h"

#define SYMBOL_LEN 12

static void
put(struct buf *b, uint64_t v, unsigned bytes)
{
	for (; bytes > 0; bytes--, v >>= 8)
		buf_char(b, (char)(v & 0xff));
}

static void
put_str(struct buf *b, const char *s, size_t n)
{
	char text[64] = { 0 };

	memcpy(text, s, strlen(s));
	buf_add(b, text, n);
}

static void
put_head(struct buf *b, unsigned version, unsigned stype_in, unsigned stype_out)
{
	buf_add(b, "DBN", 3);
	put(b, version, 1);
	put(b, 0, 4); /* set by put_len() */
	put_str(b, "TEST", 16);
	put(b, DBN_SCHEMA_OHLCV_1D, 2);
	put(b, 0, 8);
	put(b, UINT64_MAX, 8);
	put(b, 0, 8);
	put(b, stype_in, 1);
	put(b, stype_out, 1);
	put(b, 0, 1);
	put(b, SYMBOL_LEN, 2);
	while (b->len < 112)
		put(b, 0, 1);
	put(b, 0, 4);
	put(b, 0, 4);
	put(b, 0, 4);
}

static void
put_len(struct buf *b)
{
	unsigned i;

	for (i = 0; i < 4; i++)
		b->p[4 + i] = (char)((b->len - 8) >> 8 * i & 0xff);
}

/* A mapping of one interval. */
static void
put_map(struct buf *b, const char *raw, unsigned start, unsigned end, const char *symbol)
{
	put_str(b, raw, SYMBOL_LEN);
	put(b, 1, 4);
	put(b, start, 4);
	put(b, end, 4);
	put_str(b, symbol, SYMBOL_LEN);
}

static void
put_bar(struct buf *b, unsigned rtype, unsigned id, uint64_t ts)
{
	put(b, 14, 1);
	put(b, rtype, 1);
	put(b, 7, 2);
	put(b, id, 4);
	put(b, ts, 8);
	put(b, 1, 8);
	put(b, 4, 8);
	put(b, 0, 8);
	put(b, 2, 8);
	put(b, 5, 8);
}

#endif
