/* Dates in a named time zone (the machine's zoneinfo): whose day it is when a run starts. */
#ifndef PF_RUN_ZONE_H
#define PF_RUN_ZONE_H

#include <stdbool.h>
#include <stdint.h>

/* Whether this machine knows the zone ("America/New_York", "UTC"). */
bool zone_known(const char *zone);

/* UTC midnight, in ns, of the calendar date that it is in the zone at that time (NULL: UTC). */
int64_t zone_date(int64_t ns, const char *zone);

/* How far, in ns, the zone's clocks are before UTC at that time (NULL: UTC). */
int64_t zone_offset(int64_t ns, const char *zone);

/*
 * The time at which the zone's clocks show local: ns as if they showed UTC. Of a time that they show twice or
 * never, one of the hours around it.
 */
int64_t zone_time(int64_t local, const char *zone);

#endif
