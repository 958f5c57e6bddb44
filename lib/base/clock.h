/*
 * Time is ns since the epoch, UTC, in int64_t (1677 to 2262); a session (trading day) is the
 * midnight it begins with. The calendar clock is read once a run (ctx->now, or PF_NOW); durations
 * use the monotonic one. Text is RFC 3339, "2024-03-04T14:30:00.5Z", and "2024-03-04"; proleptic
 * Gregorian, no leap seconds.
 */
#ifndef PF_BASE_CLOCK_H
#define PF_BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

#define CLOCK_SECOND INT64_C(1000000000)
#define CLOCK_DAY (86400 * CLOCK_SECOND)
#define CLOCK_NONE INT64_MIN /* "no time given"; never a valid time */
#define CLOCK_TEXT_MAX 40

int64_t clock_real(void); /* the machine's calendar clock */
int64_t clock_mono(void); /* ns of the monotonic clock */

/* The calendar clock a run works by: PF_NOW when it is set (RFC 3339 or a date), else the
 * machine's. ERR_CONFIG. */
int clock_now(int64_t *now, struct err *e);

int64_t clock_midnight(int64_t ns);       /* of the UTC day that ns is in */
int64_t clock_yesterday(int64_t now);     /* midnight of the UTC day before now */
int64_t clock_next_day(int64_t midnight); /* INT64_MAX's day stays where it is */
int clock_weekday(int64_t ns);            /* 0 Sunday to 6 Saturday, UTC */

/* The civil date of a day, counted from the epoch; also of years that ns do not reach. */
void clock_civil(int64_t day, int64_t *year, int64_t *month, int64_t *mday);

/* Parse the whole of n bytes; 0, or -1 if it is no date or time of those years. A time needs its
 * zone. */
int clock_parse_date(const char *s, size_t n, int64_t *midnight);
int clock_parse_time(const char *s, size_t n,
    int64_t *ns); /* 'T', 't' or a blank between; up to 9 fraction digits */

/* Whether it is one of the years 0001 to 9999, of which ns hold but a part: for what stays text. */
bool clock_is_date(const char *s, size_t n);
bool clock_is_time(const char *s, size_t n);

/* Print; return the length. The fraction has no trailing zeros and no point when it is zero. */
size_t clock_date_text(char out[CLOCK_TEXT_MAX], int64_t ns);
size_t clock_time_text(char out[CLOCK_TEXT_MAX], int64_t ns);

/* "Mon, 05 Jan 2026 14:03:22" as mail and HTTP have it (RFC 5322, RFC 9110), without the zone: " +0000", " GMT". */
size_t clock_mail_text(char out[CLOCK_TEXT_MAX], int64_t ns);

/* "90", "90s", "15m", "2h", "1d", "250ms" as ns, at least 0. 0, or -1. */
int clock_parse_span(const char *s, size_t n, int64_t *span);

#endif
