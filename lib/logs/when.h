/*
 * When a line of a log says that it was written. Known are RFC 3339 (a blank may stand for the T, a
 * comma for the point), syslog (RFC 3164: "Oct 15 05:00:01", no year, the time of this host), nginx's
 * error log ("2008/10/15 05:00:01", the time of this host) and access log, combined or common
 * ("... [15/Oct/2008:05:00:01 +0000] "). Facts: RFC 3164 section 4.1.2, nginx.org's
 * ngx_http_log_module ($time_local) and ngx_log.c.
 */
#ifndef PF_LOGS_WHEN_H
#define PF_LOGS_WHEN_H

#include <stddef.h>
#include <stdint.h>

/* ns, or CLOCK_NONE when it does not say. now: where a year is missing it is one in which that is not
 * over a day ahead. */
int64_t when_said(const char *s, size_t n, int64_t now);

#endif
