/* The metadata of a DBN stream: its bytes taken apart. Inside vendor/dbn. */
#ifndef PF_VENDOR_DBN_META_H
#define PF_VENDOR_DBN_META_H

#include "vendor/dbn.h"

struct err;

struct dbn_metadata {
	struct dbn_meta meta;           /* points into the text that was parsed and into these */
	struct dbn_mapping *mappings;   /* owned */
	struct dbn_interval *intervals; /* owned */
};

/*
 * Parse the n bytes of prelude and metadata, which the caller keeps as long as the result. Every
 * count is checked against the bytes that are there before anything is allocated by it. ERR_DATA
 * "... at byte N" (of the stream). Release in any case.
 */
int dbn_metadata_parse(struct dbn_metadata *md, const char *text, size_t n, struct err *e);
void dbn_metadata_release(struct dbn_metadata *md);

/* Integers of the stream: little-endian, anywhere. */
static inline uint16_t
dbn_u16(const void *at)
{
	const unsigned char *p = at;

	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t
dbn_u32(const void *at)
{
	const unsigned char *p = at;

	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint64_t
dbn_u64(const void *at)
{
	const unsigned char *p = at;

	return (uint64_t)dbn_u32(p) | (uint64_t)dbn_u32(p + 4) << 32;
}

#endif
