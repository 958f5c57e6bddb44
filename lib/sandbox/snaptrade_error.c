#include "sandbox/snaptrade_error.h"

#include <inttypes.h>
#include <stddef.h>

/* clang-format off */
static const struct {
	unsigned status;
	const char *code; /* NULL: none */
	const char *detail;
} rows[] = {
	[SNAP_BAD_DATA]         = { 400, "1076", "Unable to verify data sent" },
	[SNAP_BAD_SIGNATURE]    = { 401, "1076", "Unable to verify signature sent" },
	[SNAP_BAD_TIME]         = { 401, "1076", "Invalid timestamp" },
	[SNAP_NO_CREDENTIALS]   = { 401, "0000", "Authentication credentials were not provided." },
	[SNAP_BAD_USER]         = { 401, "1083", "Invalid userID or userSecret provided" },
	[SNAP_DISABLED]         = { 402, "3003", "Unable to sync with brokerage account because the connection is disabled" },
	[SNAP_DISABLED_ALREADY] = { 402, "3011", "The connection is already disabled" },
	[SNAP_FORBIDDEN]        = { 403, "1066", "You do not have permission to access this resource" },
	[SNAP_NO_FEATURE]       = { 403, "1141", "Feature is not enabled for this customer or connection" },
	[SNAP_NOT_FOUND]        = { 404, "1011", "The resource does not exist" },
	[SNAP_BAD_METHOD]       = { 405, "method_not_allowed", "Method not allowed." },
	[SNAP_GONE]             = { 410, NULL,   "This endpoint is no longer available" },
	[SNAP_EARLY]            = { 425, "3012", "The data is still being populated. Please try again later" },
	[SNAP_TOO_SOON]         = { 429, "throttled", "Request was throttled." },
	[SNAP_BROKEN]           = { 500, "1000", "An unexpected error occurred" },
	[SNAP_BUSY]             = { 503, "3002", "The brokerage is busy or cannot be reached. Please try again later" },
};
/* clang-format on */

void
snap_refuse(struct reply *reply, enum snap_error error)
{
	buf_reset(&reply->body);
	if (error == SNAP_NO_SUPPORT) {
		reply_json(reply, 501);
		buf_str(&reply->body, "{\"error\":\"This is not supported by the brokerage\"}");
		return;
	}
	reply_json(reply, rows[error].status);
	buf_fmt(&reply->body, "{\"detail\":\"%s\",\"status_code\":%u", rows[error].detail,
	    rows[error].status);
	if (rows[error].code != NULL)
		buf_fmt(&reply->body, ",\"code\":\"%s\"", rows[error].code);
	buf_char(&reply->body, '}');
}

void
snap_throttle(struct reply *reply, int64_t seconds)
{
	buf_reset(&reply->body);
	reply_json(reply, 429);
	buf_fmt(&reply->body,
	    "{\"detail\":\"Request was throttled. Expected available in %" PRId64
	    " second%s.\",\"status_code\":429,\"code\":\"0000\"}",
	    seconds, seconds == 1 ? "" : "s");
}
