#include "vendor/snaptrade_words.h"

#include <stddef.h>
#include <strings.h>

struct word {
	const char *theirs, *ours;
};

/* clang-format off */
static const struct word statuses[] = {
	{ "",                    "PENDING" },
	{ "NONE",                "PENDING" },
	{ "PENDING",             "PENDING" },
	{ "NEW",                 "PENDING" },
	{ "ACCEPTED",            "PENDING" },
	{ "QUEUED",              "PENDING" },
	{ "TRIGGERED",           "PENDING" },
	{ "ACTIVATED",           "PENDING" },
	{ "PENDING_RISK_REVIEW", "PENDING" },
	{ "CONTINGENT_ORDER",    "PENDING" },
	{ "CANCEL_PENDING",      "PENDING" },
	{ "REPLACE_PENDING",     "PENDING" },
	{ "EXECUTED",            "EXECUTED" },
	{ "FILLED",              "FILLED" },
	{ "PARTIAL",             "PARTIAL" },
	{ "PARTIALLY_EXECUTED",  "PARTIAL" },
	{ "PARTIALLY_FILLED",    "PARTIAL" },
	{ "CANCELED",            "CANCELED" },
	{ "CANCELLED",           "CANCELED" },
	{ "PARTIAL_CANCELED",    "CANCELED" },
	{ "PART_CANCELED",       "CANCELED" },
	{ "REPLACED",            "CANCELED" },
	{ "REJECTED",            "REJECTED" },
	{ "FAILED",              "REJECTED" },
	{ "STOPPED",             "REJECTED" },
	{ "SUSPENDED",           "REJECTED" },
	{ "EXPIRED",             "EXPIRED" },
	{ 0 }
};

static const struct word actions[] = {
	{ "BUY",           "BUY" },
	{ "BUY_OPEN",      "BUY_OPEN" },
	{ "BUY_TO_OPEN",   "BUY_OPEN" },
	{ "BUY_COVER",     "BUY_TO_COVER" },
	{ "BUY_TO_COVER",  "BUY_TO_COVER" },
	{ "BUY_CLOSE",     "BUY_TO_COVER" },
	{ "BUY_TO_CLOSE",  "BUY_TO_COVER" },
	{ "SELL",          "SELL" },
	{ "SELL_CLOSE",    "SELL_CLOSE" },
	{ "SELL_TO_CLOSE", "SELL_CLOSE" },
	{ "SELL_SHORT",    "SELL_SHORT" },
	{ "SELL_OPEN",     "SELL_SHORT" },
	{ "SELL_TO_OPEN",  "SELL_SHORT" },
	{ 0 }
};

static const struct word asset_types[] = {
	{ "cs",     "stock" },
	{ "ps",     "stock" },
	{ "et",     "etf" },
	{ "oef",    "mutualfund" },
	{ "cef",    "cef" },
	{ "ad",     "adr" },
	{ "crypto", "crypto" },
	{ 0 }
};
/* clang-format on */

static const char *
find(const struct word *words, struct slice s)
{
	for (; words->theirs != NULL; words++)
		if (strncasecmp(words->theirs, s.p, s.n) == 0 && words->theirs[s.n] == '\0')
			return words->ours;
	return NULL;
}

const char *
snaptrade_status(struct slice word, bool *known)
{
	const char *ours = find(statuses, word);

	*known = ours != NULL;
	return ours != NULL ? ours : "PENDING";
}

const char *
snaptrade_action(struct slice word, bool *known)
{
	const char *ours = find(actions, word);

	*known = ours != NULL;
	if (ours != NULL)
		return ours;
	return word.n >= 4 && strncasecmp(word.p, "SELL", 4) == 0 ? "SELL" : "BUY";
}

const char *
snaptrade_asset_type(struct slice code)
{
	return find(asset_types, code);
}
