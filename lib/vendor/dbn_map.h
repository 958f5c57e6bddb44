/* Which symbol an instrument id stands for on a day. Inside vendor/dbn. */
#ifndef PF_VENDOR_DBN_MAP_H
#define PF_VENDOR_DBN_MAP_H

#include <stddef.h>
#include <stdint.h>

struct dbn_meta;
struct err;

struct dbn_map_id;
struct dbn_map_days;

struct dbn_map {
	struct dbn_map_id *ids; /* owned; ascending */
	size_t nids;
	struct dbn_map_days *days; /* owned; an id's are ascending and do not overlap */
	size_t ndays;
	uint32_t *slots; /* owned; hash of ids: index into ids + 1, 0 is free */
	unsigned bits;   /* there are 2^bits slots */
	uint64_t day;    /* since the epoch, of the last look-up; and the same as 20240304 */
	uint32_t date;
};

/*
 * Turn the mappings of the metadata, in either direction, into that. Later ones win over earlier
 * ones. ERR_DATA "... at byte N" when an id is no number; empty when neither side is an id. The
 * texts stay those of the metadata, which were parsed from text. Release in any case.
 */
int dbn_map_build(
    struct dbn_map *map, const struct dbn_meta *meta, const char *text, struct err *e);
void dbn_map_release(struct dbn_map *map);

/* The symbol, or NULL. */
const char *dbn_map_find(struct dbn_map *map, uint32_t id, uint64_t ts_event);

#endif
