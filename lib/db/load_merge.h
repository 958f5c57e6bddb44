/* The SQL that takes a segment of rows into its table, as text. */
#ifndef PF_DB_LOAD_MERGE_H
#define PF_DB_LOAD_MERGE_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct load_segment;
struct load_table;
struct pg_res;

#define LOAD_STAGE "pg_temp.pf_stage"

/*
 * What is said of the staged rows can be said of a part of them: part is "" for all, or what
 * load_merge_part() makes, so that a refused row can be found without staging again.
 */
void load_merge_part(struct buf *part, size_t from, size_t to); /* rows [from, to) */

/* COPY of a segment's rows straight into the table (not for a masked one: an absent column would
 * become null, not its default). */
void load_merge_direct(struct buf *sql, const struct load_table *t, const struct load_segment *s);

/* The temporary table of a segment: pf_n (the row's number), its columns, and its mask. */
void load_merge_stage(struct buf *sql, const struct load_table *t, const struct load_segment *s);

/* COPY into it; the rows come with their number in front. */
void load_merge_copy(struct buf *sql, const struct load_table *t, const struct load_segment *s);

/* Several rows of a masked segment have the same key: one row with the last value of each column
 * takes their place. */
void load_merge_fold(
    struct buf *sql, const struct load_table *t, const struct load_segment *s, const char *part);

/* Whether fold is needed: a query of one row. */
void load_merge_repeats(struct buf *sql, const struct load_table *t, const char *part);

/* The smallest and the largest value of each key column that has an order: one row. */
void load_merge_bounds(struct buf *sql, const struct load_table *t, const char *part);

/* The same as conditions on the table: " and t.k between 'a' and 'b'". With them a batch that is
 * sorted, or of a few days, is joined with its part of the table, not with all of it. */
void load_merge_within(struct buf *sql, const struct load_table *t, const struct pg_res *bounds);

/*
 * The upsert: one row, how many rows were inserted and how many updated. Only new and different
 * rows get to the table, of rows with the same key the last. A column that a record does not have
 * keeps what is stored, in a new row it takes its default. Of a kind whose rows are written once only
 * new rows do, and the first. within: of load_merge_within(), or "".
 */
void load_merge_upsert(struct buf *sql, const struct load_table *t, const struct load_segment *s,
    const char *within, const char *part);

/* Whether every row of the segment can be copied straight into the table. */
bool load_merge_can_copy(const struct load_table *t, const struct load_segment *s);

#endif
