/* The kinds that no C struct has: what pf-load and people read about them */
#include "rec/records.h"

#define NO_C 0, 0

/* clang-format off */
static const struct field event_fields[] = {
	{ "at",      NULL, FIELD_TIME, NO_C, FIELD_NEEDED, NULL, "when it was said" },
	{ "tool",    NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "who says it: pf-ohlcv" },
	{ "event",   NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "what happened, one word: clamped" },
	{ "level",   NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "info, warning or error" },
	{ "subject", NULL, FIELD_TEXT, NO_C, 0, NULL, "to what: a symbol, a step, a file" },
	{ "text",    NULL, FIELD_TEXT, NO_C, 0, NULL, "a sentence" },
	{ "data",    NULL, FIELD_JSON, NO_C, 0, NULL, "figures of the event" },
	{ 0 }
};
static const struct field complete_fields[] = {
	{ "of",    NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "the kind that was fetched whole" },
	{ "count", NULL, FIELD_INT,  NO_C, FIELD_NEEDED, "records", "how many there were" },
	{ "at",    NULL, FIELD_TIME, NO_C, 0, NULL, "when the answer was whole" },
	{ "scope",      NULL, FIELD_TEXT, NO_C, 0, NULL, "of account: in whose list" },
	{ "account_id", NULL, FIELD_TEXT, NO_C, 0, NULL, "of what a broker says of one account" },
	{ "message_id", NULL, FIELD_ID,   NO_C, 0, NULL, "of idea: the message whose ideas these are, all of them" },
	{ "first_date", NULL, FIELD_DATE, NO_C, 0, NULL, "of activity: the days that were asked for; absent: from the first on" },
	{ "last_date",  NULL, FIELD_DATE, NO_C, 0, NULL, "likewise, included; absent: up to the last" },
	{ "channel_id", NULL, FIELD_ID,   NO_C, 0, NULL, "of message: where they stand" },
	{ "first_id",   NULL, FIELD_ID,   NO_C, 0, NULL, "of message: the first that could be among them; absent: from the first on" },
	{ "last_id",    NULL, FIELD_ID,   NO_C, 0, NULL, "likewise the last one; absent: up to the last" },
	{ 0 }
};
static const struct field connection_fields[] = {
	{ "id",          NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "of the connection; an account's brokerage_authorization" },
	{ "broker",      NULL, FIELD_TEXT, NO_C, 0, NULL, "its name" },
	{ "name",        NULL, FIELD_TEXT, NO_C, 0, NULL, "of the connection" },
	{ "type",        NULL, FIELD_TEXT, NO_C, 0, NULL, "read or trade" },
	{ "freshness",   NULL, FIELD_TEXT, NO_C, 0, NULL, "realtime or delayed" },
	{ "created_at",  NULL, FIELD_TIME, NO_C, 0, NULL, "when it was made" },
	{ "disabled_at", NULL, FIELD_TIME, NO_C, 0, NULL, "since when what comes over it is stale" },
	{ "status",      NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "connected or disconnected" },
	{ 0 }
};
static const struct field cursor_fields[] = {
	{ "of",         NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "the kind that is read on from here: activity, message" },
	{ "account_id", NULL, FIELD_TEXT, NO_C, 0, NULL, "of an activity: whose" },
	{ "channel_id", NULL, FIELD_ID,   NO_C, 0, NULL, "of a message: where" },
	{ "since",      NULL, FIELD_DATE, NO_C, 0, NULL, "of an activity: the last day that there is something of" },
	{ "after",      NULL, FIELD_ID,   NO_C, 0, NULL, "of a message: the last one that there is" },
	{ 0 }
};
static const struct field coverage_fields[] = {
	{ "symbol",     "symbol",     FIELD_TEXT, NO_C, FIELD_KEY | FIELD_NEEDED, NULL, "whose bars were asked for" },
	{ "interval",   "interval",   FIELD_TEXT, NO_C, FIELD_KEY | FIELD_NEEDED, NULL, "1d, 1h, 1m or 1s" },
	{ "dataset",    "dataset",    FIELD_TEXT, NO_C, FIELD_KEY | FIELD_NEEDED, NULL, "of the vendor" },
	{ "first_date", "first_date", FIELD_DATE, NO_C, FIELD_KEY | FIELD_NEEDED, NULL, "of the range that was answered" },
	{ "last_date",  "last_date",  FIELD_DATE, NO_C, FIELD_KEY | FIELD_NEEDED, NULL, "likewise, included" },
	{ "state",      "state",      FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "bars, empty (there are none) or unknown (the symbol)" },
	{ "bars",       "bars",       FIELD_INT,  NO_C, 0, "bars", "how many came" },
	{ "source",     "source",     FIELD_TEXT, NO_C, 0, NULL, "who says so: databento" },
	{ 0 }
};
static const struct field finding_fields[] = {
	{ "file",   NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "where a secret's value stands" },
	{ "line",   NULL, FIELD_INT,  NO_C, 0, NULL, "from 1; none when the file's name holds it" },
	{ "column", NULL, FIELD_INT,  NO_C, 0, "bytes", "from 1" },
	{ "name",   NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "of the variable whose value it is" },
	{ "form",   NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "how it is written: raw, url, form, json, shell, quoted or base64" },
	{ 0 }
};
static const struct field gap_fields[] = {
	{ "symbol", NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "whose session is missing" },
	{ "date",   NULL, FIELD_DATE, NO_C, FIELD_NEEDED, NULL, "which session" },
	{ "state",  NULL, FIELD_TEXT, NO_C, 0, NULL, "missing, not-yet, empty (asked for, and there is none)" },
	{ 0 }
};
static const struct field load_fields[] = {
	{ "table",     NULL, FIELD_TEXT,    NO_C, FIELD_NEEDED, NULL, "where to" },
	{ "read",      NULL, FIELD_INT,     NO_C, FIELD_NEEDED, "records", "of the input that belong to the table" },
	{ "inserted",  NULL, FIELD_INT,     NO_C, FIELD_NEEDED, "rows", "that are new" },
	{ "updated",   NULL, FIELD_INT,     NO_C, FIELD_NEEDED, "rows", "that were different" },
	{ "unchanged", NULL, FIELD_INT,     NO_C, FIELD_NEEDED, "rows", "that were there already, and records replaced by a later one of the input" },
	{ "rejected",  NULL, FIELD_INT,     NO_C, FIELD_NEEDED, "records", "that cannot be loaded; see the rejects" },
	{ "ignored",   NULL, FIELD_INT,     NO_C, FIELD_NEEDED, "records", "of kinds without a table" },
	{ "seconds",   NULL, FIELD_DECIMAL, NO_C, FIELD_NEEDED, "s", "wall time" },
	{ "closed",    NULL, FIELD_INT,     NO_C, 0, "rows", "that complete answers did not have any more; of a load of snapshots" },
	{ 0 }
};
static const struct field plan_fields[] = {
	{ "action", NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "what would be done: apply, create, update, delete" },
	{ "target", NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "to what" },
	{ "before", NULL, FIELD_JSON, NO_C, 0, NULL, "as it is" },
	{ "after",  NULL, FIELD_JSON, NO_C, 0, NULL, "as it would be" },
	{ "risk",   NULL, FIELD_TEXT, NO_C, 0, NULL, "low, medium or high" },
	{ 0 }
};
static const struct field reject_fields[] = {
	{ "line",   NULL, FIELD_INT,  NO_C, FIELD_NEEDED, NULL, "of the input, from 1" },
	{ "reason", NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "why it cannot be taken" },
	{ "raw",    NULL, FIELD_TEXT, NO_C, 0, NULL, "the line itself" },
	{ 0 }
};
static const struct field check_fields[] = {
	{ "at",       NULL, FIELD_TIME, NO_C, FIELD_NEEDED, NULL, "when it was checked" },
	{ "name",     NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "what was checked" },
	{ "status",   NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "pass, warn, fail or skip (not looked at)" },
	{ "observed", NULL, FIELD_TEXT, NO_C, 0, NULL, "what was seen" },
	{ "limit",    NULL, FIELD_TEXT, NO_C, 0, NULL, "what would be right" },
	{ "text",     NULL, FIELD_TEXT, NO_C, 0, NULL, "a sentence" },
	{ "fix",      NULL, FIELD_TEXT, NO_C, 0, NULL, "what to do" },
	{ 0 }
};
static const struct field heartbeat_fields[] = {
	{ "name",    "name",    FIELD_TEXT, NO_C, FIELD_KEY | FIELD_NEEDED, NULL, "who is alive: market_updater, signal_monitor, trade_system, telegram, or any other" },
	{ "at",      "at",      FIELD_TIME, NO_C, FIELD_NEEDED, NULL, "when it said so" },
	{ "ok",      "ok",      FIELD_BOOL, NO_C, 0, NULL, "whether it is well; of telegram, whether the last message went out" },
	{ "message", "message", FIELD_TEXT, NO_C, 0, NULL, "why it is not" },
	{ 0 }
};
static const struct field change_fields[] = {
	{ "name",   NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "of the key; its value is in no record" },
	{ "action", NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "add, change, remove or keep" },
	{ "secret", NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "which one" },
	{ 0 }
};
static const struct field symbol_fields[] = {
	{ "symbol", "ticker", FIELD_TEXT, NO_C, FIELD_KEY | FIELD_NEEDED, NULL, "the ticker" },
	{ "id", "id", FIELD_TEXT, NO_C, 0, NULL, "as the broker knows it; a new symbol without one takes its ticker", "symbol" },
	{ "description", "description", FIELD_TEXT, NO_C, 0, NULL, "its name" },
	{ "asset_type", "asset_type", FIELD_TEXT, NO_C, 0, NULL, "what it is: Common Stock, ETF" },
	{ "type_code", "type_code", FIELD_TEXT, NO_C, 0, NULL, "the same as the broker's code: cs, et, crypto" },
	{ "exchange_code", "exchange_code", FIELD_TEXT, NO_C, 0, NULL, "NASDAQ" },
	{ "exchange_name", "exchange_name", FIELD_TEXT, NO_C, 0, NULL, "its name" },
	{ "exchange_mic", "exchange_mic", FIELD_TEXT, NO_C, 0, NULL, "its ISO 10383 code: XNAS" },
	{ "figi_code", "figi_code", FIELD_TEXT, NO_C, 0, NULL, "the instrument's FIGI" },
	{ "raw_symbol", "raw_symbol", FIELD_TEXT, NO_C, 0, NULL, "as the exchange spells it" },
	{ "logo_url", "logo_url", FIELD_TEXT, NO_C, 0, NULL, "a picture" },
	{ "base_currency_code", "base_currency_code", FIELD_TEXT, NO_C, 0, NULL, "what it is priced in: USD" },
	{ "is_supported", "is_supported", FIELD_BOOL, NO_C, 0, NULL, "the broker knows it" },
	{ "is_quotable", "is_quotable", FIELD_BOOL, NO_C, 0, NULL, "the broker quotes it" },
	{ "is_tradable", "is_tradable", FIELD_BOOL, NO_C, 0, NULL, "the broker trades it" },
	{ "timezone", "timezone", FIELD_TEXT, NO_C, 0, NULL, "of the exchange: America/New_York" },
	{ "market_open_time", "market_open_time", FIELD_TEXT, NO_C, 0, NULL, "HH:MM:SS there" },
	{ "market_close_time", "market_close_time", FIELD_TEXT, NO_C, 0, NULL, "HH:MM:SS there" },
	{ 0 }
};
static const struct field alias_fields[] = {
	{ "ticker",     "ticker", FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "the symbol that is meant" },
	{ "alias",      "alias",  FIELD_TEXT, NO_C, FIELD_KEY | FIELD_NEEDED, NULL, "what it is called; all capitals: a symbol that it had, or has elsewhere" },
	{ "source",     "source", FIELD_TEXT, NO_C, FIELD_KEY | FIELD_NEEDED, NULL, "who says so: manual" },
	{ "valid_from", NULL,     FIELD_DATE, NO_C, 0, NULL, "the first day on which it means that; in files for pf-link" },
	{ "valid_to",   NULL,     FIELD_DATE, NO_C, 0, NULL, "the first on which it does not any more; likewise" },
	{ 0 }
};
static const struct field cost_fields[] = {
	{ "profile",  NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "of what: portfolio-ec2" },
	{ "state",    NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "in which state: up, paused" },
	{ "item",     NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "a part of it; total: the sum, the last record" },
	{ "quantity", NULL, FIELD_DECIMAL, NO_C, 0, "units", "how many a month" },
	{ "unit",     NULL, FIELD_TEXT, NO_C, 0, NULL, "of what: hour, GB month" },
	{ "price",    NULL, FIELD_DECIMAL, NO_C, 0, "currency", "of a unit" },
	{ "monthly",  NULL, FIELD_DECIMAL, NO_C, FIELD_NEEDED, "currency", "quantity times price" },
	{ "yearly",   NULL, FIELD_DECIMAL, NO_C, FIELD_NEEDED, "currency", "twelve times that" },
	{ "quoted",   NULL, FIELD_DECIMAL, NO_C, 0, "currency", "what somebody said that it costs a month" },
	{ "currency", NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "of all amounts: USD" },
	{ "as_of",    NULL, FIELD_DATE, NO_C, FIELD_NEEDED, NULL, "the day of the price's table, of the total the profile's" },
	{ "source",   NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "where that table was read" },
	{ 0 }
};
static const struct field log_fields[] = {
	{ "at",     NULL, FIELD_TIME, NO_C, 0, NULL, "when it was written; absent where neither the line nor one before it says that" },
	{ "source", NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "where it stands, as pf-logs was asked: unit:pf-api" },
	{ "level",  NULL, FIELD_TEXT, NO_C, 0, NULL, "emergency, alert, critical, error, warning, notice, info or debug, where the source says it" },
	{ "text",   NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "the line, without secrets" },
	{ "cut",    NULL, FIELD_BOOL, NO_C, 0, NULL, "true: it was longer" },
	{ 0 }
};
static const struct field variable_fields[] = {
	{ "name",    NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "of the variable; its value is in no record" },
	{ "source",  NULL, FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "environment, env-file, aws, exec or settings" },
	{ "place",   NULL, FIELD_TEXT, NO_C, 0, NULL, "where it stands: the file with its line, the secret, the command" },
	{ "version", NULL, FIELD_TEXT, NO_C, 0, NULL, "of the secret" },
	{ "since",   NULL, FIELD_TIME, NO_C, 0, NULL, "when that version, or the file, was written" },
	{ "age",     NULL, FIELD_INT,  NO_C, 0, "s", "how long ago that was" },
	{ "length",  NULL, FIELD_INT,  NO_C, FIELD_NEEDED, "bytes", "of the value" },
	{ "wins",    NULL, FIELD_BOOL, NO_C, 0, NULL, "it is the one that a command finds" },
	{ 0 }
};
/* clang-format on */

const struct kind event_kind = { "event", NULL, event_fields,
	"something that was done or noticed" };
const struct kind complete_kind = { "complete", NULL, complete_fields,
	"everything of a scope was fetched; keys that name the scope stand beside" };
const struct kind connection_kind = { "connection", NULL, connection_fields,
	"a link to a broker, through which accounts are read" };
const struct kind cursor_kind = { "cursor", NULL, cursor_fields,
	"how far something is stored, for who fetches what is new" };
const struct kind change_kind = { "change", NULL, change_fields,
	"a key of a secret that pf-secrets wrote, or would" };
const struct kind cost_kind = { "cost", NULL, cost_fields,
	"what a part of a host or service costs" };
const struct kind coverage_kind = { "coverage", "bar_coverage", coverage_fields,
	"a range of a symbol's bars that was asked for and answered" };
const struct kind finding_kind = { "finding", NULL, finding_fields,
	"a place where a secret stands in a file" };
const struct kind gap_kind = { "gap", NULL, gap_fields, "a session without a bar" };
const struct kind heartbeat_kind = { "heartbeat", "heartbeats", heartbeat_fields,
	"a sign of life of something that runs" };
const struct kind load_kind = { "load", NULL, load_fields, "what pf-load did to a table" };
const struct kind log_kind = { "log", NULL, log_fields, "a line of a log" };
const struct kind plan_kind = { "plan", NULL, plan_fields, "what would be changed" };
const struct kind reject_kind = { "reject", NULL, reject_fields, "a line that was not taken" };
const struct kind check_kind = { "check", NULL, check_fields, "the result of a check" };
const struct kind alias_kind = { "alias", "symbol_aliases", alias_fields,
	"what a symbol is called" };
const struct kind symbol_kind = { "symbol", "symbols", symbol_fields, "a symbol to ask for" };
const struct kind variable_kind = { "variable", NULL, variable_fields,
	"a variable that pf-secrets found" };
