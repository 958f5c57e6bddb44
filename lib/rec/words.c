/* The table of each kind that has to do with what people write */
#include "rec/words.h"

#define NO_C 0, 0
#define KEY (FIELD_KEY | FIELD_NEEDED)

/* clang-format off */
static const struct field message_fields[] = {
	{ "message_id",       "message_id",       FIELD_ID,      NO_C, KEY, NULL, "as the vendor knows it: a snowflake, which tells the time too" },
	{ "channel_id",       "channel_id",       FIELD_ID,      NO_C, 0, NULL, "where it stands; a thread is a channel of its own" },
	{ "channel",          "channel",          FIELD_TEXT,    NO_C, FIELD_NEEDED, NULL, "the channel's name" },
	{ "channel_type",     "channel_type",     FIELD_TEXT,    NO_C, 0, NULL, "trading, market or general, by its name" },
	{ "parent_id",        "parent_id",        FIELD_ID,      NO_C, 0, NULL, "of a thread, the channel that it hangs on" },
	{ "guild_id",         "guild_id",         FIELD_ID,      NO_C, 0, NULL, "the server" },
	{ "author",           "author",           FIELD_TEXT,    NO_C, FIELD_NEEDED, NULL, "the account's name" },
	{ "author_id",        "author_id",        FIELD_ID,      NO_C, 0, NULL, "the account" },
	{ "display_name",     "display_name",     FIELD_TEXT,    NO_C, 0, NULL, "what it shows itself as" },
	{ "content",          "content",          FIELD_TEXT,    NO_C, FIELD_NEEDED, NULL, "what was written; may be empty where there is an attachment" },
	{ "timestamp",        "timestamp",        FIELD_TEXT,    NO_C, FIELD_NEEDED, NULL, "when, RFC 3339 in UTC; a text in the table" },
	{ "edited_at",        "edited_at",        FIELD_TIME,    NO_C, 0, NULL, "when it was last changed; null: never" },
	{ "deleted_at",       "deleted_at",       FIELD_TIME,    NO_C, 0, NULL, "when it was found to be gone" },
	{ "message_type",     "message_type",     FIELD_INT,     NO_C, 0, NULL, "the vendor's number: 0 ordinary, 19 a reply" },
	{ "is_reply",         "is_reply",         FIELD_BOOL,    NO_C, 0, NULL, "it answers another" },
	{ "reply_to_id",      "reply_to_id",      FIELD_ID,      NO_C, 0, NULL, "which" },
	{ "is_bot",           "is_bot",           FIELD_BOOL,    NO_C, 0, NULL, "a program wrote it" },
	{ "is_command",       "is_command",       FIELD_BOOL,    NO_C, 0, NULL, "it begins with the prefix of commands" },
	{ "webhook_id",       "webhook_id",       FIELD_ID,      NO_C, 0, NULL, "the webhook that wrote it" },
	{ "mentions",         "mentions",         FIELD_TEXT,    NO_C, 0, NULL, "names of who is mentioned, with commas between them" },
	{ "attachments",      "attachments",      FIELD_TEXT,    NO_C, 0, NULL, "a text of JSON: list of url, filename, size, content_type" },
	{ "embeds",           "embeds",           FIELD_TEXT,    NO_C, 0, NULL, "a text of JSON: the embeds as they came" },
	{ "tweet_urls",       "tweet_urls",       FIELD_TEXT,    NO_C, 0, NULL, "addresses of posts in it, with commas between them" },
	{ "num_chars",        "num_chars",        FIELD_INT,     NO_C, 0, "characters", "of the content" },
	{ "num_words",        "num_words",        FIELD_INT,     NO_C, 0, "words", "of the content" },
	{ "content_hash",     "content_hash",     FIELD_TEXT,    NO_C, 0, NULL, "SHA-256 of the content in lower case, blanks as one" },
	{ "tickers_detected", "tickers_detected", FIELD_TEXT,    NO_C, 0, NULL, "$AAPL, $MSFT: as found in it, in that order" },
	{ "symbols",          "symbols",          FIELD_JSON,    NO_C, 0, NULL, "the symbols that it is about, each with how it is known and how sure that is" },
	{ "sentiment",        "sentiment",        FIELD_JSON,    NO_C, 0, NULL, "model, neg, neu, pos, compound" },
	{ "sentiment_score",  "sentiment_score",  FIELD_DECIMAL, NO_C, 0, NULL, "the compound of these, -1 to 1" },
	{ "attempts",         NULL,               FIELD_INT,     NO_C, 0, NULL, "how often it was tried, where claim-messages gave it" },
	{ "collected_at",     "collected_at",     FIELD_TIME,    NO_C, FIELD_STAMP, NULL, "when it was read from the vendor, the last time that it was different" },
	{ 0 }
};
static const struct field message_status_fields[] = {
	{ "message_id",     "message_id",     FIELD_ID,   NO_C, KEY, NULL, "of the message" },
	{ "content_hash",   "content_hash",   FIELD_TEXT, NO_C, 0, NULL, "of the text that was read: where the message has another by now, or an answer that this would undo, nothing of this is stored" },
	{ "parse_status",   "parse_status",   FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "pending, ok (there are ideas), noise (there are none), skipped (by a rule) or error" },
	{ "error_reason",   "error_reason",   FIELD_TEXT, NO_C, 0, NULL, "the rule that skipped it, or what went wrong" },
	{ "parse_model",    "parse_model",    FIELD_TEXT, NO_C, 0, NULL, "what parsed it: the model, or rules" },
	{ "prompt_version", "prompt_version", FIELD_TEXT, NO_C, 0, NULL, "of the words that the model was asked with, or of the rules" },
	{ "parsed_at",      "parsed_at",      FIELD_TIME, NO_C, 0, NULL, "when" },
	{ "batch_id",       "batch_id",       FIELD_TEXT, NO_C, 0, NULL, "the batch that it is in; null: in none" },
	{ "attempts",       "attempts",       FIELD_INT,  NO_C, 0, NULL, "how often it was tried" },
	{ "claimed_by",     "claimed_by",     FIELD_TEXT, NO_C, 0, NULL, "who works on it; null: nobody" },
	{ "claimed_until",  "claimed_until",  FIELD_TIME, NO_C, 0, NULL, "until then nobody else does" },
	{ 0 }
};
static const struct field channel_fields[] = {
	{ "channel_id",      "channel_id",      FIELD_ID,   NO_C, KEY, NULL, "the channel, or thread" },
	{ "channel_name",    "channel_name",    FIELD_TEXT, NO_C, 0, NULL, "its name" },
	{ "last_message_id", "last_message_id", FIELD_ID,   NO_C, 0, NULL, "all messages up to this one were read, without a hole" },
	{ "last_message_ts", "last_message_ts", FIELD_TIME, NO_C, 0, NULL, "when that was written" },
	{ "last_run_at",     "last_run_at",     FIELD_TIME, NO_C, FIELD_STAMP, NULL, "when it was last read" },
	{ "last_run_new",    "last_run_new",    FIELD_INT,  NO_C, FIELD_STAMP, "messages", "how many came then" },
	{ "status",          "status",          FIELD_TEXT, NO_C, 0, NULL, "idle, running or error" },
	{ "error_message",   "error_message",   FIELD_TEXT, NO_C, 0, NULL, "why it could not be read" },
	{ 0 }
};
static const struct field idea_fields[] = {
	{ "message_id",        "message_id",        FIELD_ID,      NO_C, KEY, NULL, "the message that it is from" },
	{ "soft_chunk_index",  "soft_chunk_index",  FIELD_INT,     NO_C, KEY, NULL, "the part of a long message, from 0" },
	{ "local_idea_index",  "local_idea_index",  FIELD_INT,     NO_C, KEY, NULL, "its place in that part, from 0" },
	{ "idea_index",        "idea_index",        FIELD_INT,     NO_C, FIELD_NEEDED, NULL, "its place in the message, from 0" },
	{ "idea_text",         "idea_text",         FIELD_TEXT,    NO_C, FIELD_NEEDED, NULL, "the words that it stands in; at most 500 characters" },
	{ "idea_summary",      "idea_summary",      FIELD_TEXT,    NO_C, 0, NULL, "in short; at most 200 characters" },
	{ "context_summary",   "context_summary",   FIELD_TEXT,    NO_C, 0, NULL, "what the message is about" },
	{ "primary_symbol",    "primary_symbol",    FIELD_TEXT,    NO_C, 0, NULL, "the symbol that it is about" },
	{ "symbols",           "symbols",           FIELD_TEXTS,   NO_C, 0, NULL, "all that it names" },
	{ "instrument",        "instrument",        FIELD_TEXT,    NO_C, 0, NULL, "equity, option, crypto, index, sector or event_contract" },
	{ "direction",         "direction",         FIELD_TEXT,    NO_C, 0, NULL, "bullish, bearish, neutral or mixed" },
	{ "action",            "action",            FIELD_TEXT,    NO_C, 0, NULL, "buy, sell, trim, add, watch, hold, short, hedge or none" },
	{ "time_horizon",      "time_horizon",      FIELD_TEXT,    NO_C, 0, NULL, "scalp, swing, long_term or unknown" },
	{ "trigger_condition", "trigger_condition", FIELD_TEXT,    NO_C, 0, NULL, "what must happen first" },
	{ "levels",            "levels",            FIELD_JSON,    NO_C, 0, NULL, "list of kind (entry, target, support, resistance, stop), value or low and high, qualifier" },
	{ "option_type",       "option_type",       FIELD_TEXT,    NO_C, 0, NULL, "call or put" },
	{ "strike",            "strike",            FIELD_DECIMAL, NO_C, 0, "USD", "the option's price of exercise" },
	{ "expiry",            "expiry",            FIELD_DATE,    NO_C, 0, NULL, "the option's last day" },
	{ "premium",           "premium",           FIELD_DECIMAL, NO_C, 0, "USD", "the option's price, of a share" },
	{ "labels",            "labels",            FIELD_TEXTS,   NO_C, 0, NULL, "TRADE_EXECUTION, TRADE_PLAN and eleven more: pf-nlp(1)" },
	{ "label_scores",      "label_scores",      FIELD_JSON,    NO_C, 0, NULL, "how sure each of these is" },
	{ "is_noise",          "is_noise",          FIELD_BOOL,    NO_C, 0, NULL, "there is nothing in it" },
	{ "confidence",        "confidence",        FIELD_DECIMAL, NO_C, 0, NULL, "how sure the parser is, 0 to 1" },
	{ "author_id",         "author_id",         FIELD_TEXT,    NO_C, 0, NULL, "the author's name, as the existing tables have it" },
	{ "channel_id",        "channel_id",        FIELD_TEXT,    NO_C, 0, NULL, "the channel's name, likewise" },
	{ "source_created_at", "source_created_at", FIELD_TIME,    NO_C, 0, NULL, "when the message was written" },
	{ "model",             "model",             FIELD_TEXT,    NO_C, FIELD_NEEDED, NULL, "what found it: the model that answered, or rules" },
	{ "prompt_version",    "prompt_version",    FIELD_TEXT,    NO_C, FIELD_NEEDED, NULL, "of the words that the model was asked with, or of the rules" },
	{ "parsed_at",         "parsed_at",         FIELD_TIME,    NO_C, FIELD_STAMP, NULL, "when" },
	{ "raw_json",          "raw_json",          FIELD_JSON,    NO_C, 0, NULL, "the idea as the model gave it" },
	{ 0 }
};
static const struct field batch_fields[] = {
	{ "batch_id",       "batch_id",       FIELD_TEXT, NO_C, KEY, NULL, "as the vendor knows it" },
	{ "submission",     "submission",     FIELD_TEXT, NO_C, 0, NULL, "as we knew it before it had that id; the vendor keeps it in the batch's metadata" },
	{ "state",          "state",          FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "the vendor's word: validating, in_progress, finalizing, completed, failed, expired, cancelling, cancelled; collected: its answers are stored" },
	{ "model",          "model",          FIELD_TEXT, NO_C, 0, NULL, "who is asked" },
	{ "prompt_version", "prompt_version", FIELD_TEXT, NO_C, 0, NULL, "with which words" },
	{ "endpoint",       "endpoint",       FIELD_TEXT, NO_C, 0, NULL, "/v1/chat/completions" },
	{ "input_file_id",  "input_file_id",  FIELD_TEXT, NO_C, 0, NULL, "the requests, at the vendor" },
	{ "output_file_id", "output_file_id", FIELD_TEXT, NO_C, 0, NULL, "the answers" },
	{ "error_file_id",  "error_file_id",  FIELD_TEXT, NO_C, 0, NULL, "what could not be answered" },
	{ "requests",       "requests",       FIELD_INT,  NO_C, 0, "requests", "how many there are" },
	{ "completed",      "completed",      FIELD_INT,  NO_C, 0, "requests", "how many were answered" },
	{ "failed",         "failed",         FIELD_INT,  NO_C, 0, "requests", "how many could not be" },
	{ "created_at",     "created_at",     FIELD_TIME, NO_C, 0, NULL, "when the vendor took it" },
	{ "expires_at",     "expires_at",     FIELD_TIME, NO_C, 0, NULL, "when it gives up" },
	{ "ended_at",       "ended_at",       FIELD_TIME, NO_C, 0, NULL, "when it came to an end" },
	{ "collected_at",   "collected_at",   FIELD_TIME, NO_C, 0, NULL, "when its answers were stored" },
	{ "message",        "message",        FIELD_TEXT, NO_C, 0, NULL, "what went wrong" },
	{ 0 }
};
static const struct field usage_fields[] = {
	{ "id",                "id",                FIELD_TEXT,    NO_C, KEY, NULL, "of the request; of a batch's line, its batch and custom id" },
	{ "at",                "at",                FIELD_TIME,    NO_C, FIELD_NEEDED, NULL, "when it was answered" },
	{ "tool",              "tool",              FIELD_TEXT,    NO_C, 0, NULL, "who asked" },
	{ "model",             "model",             FIELD_TEXT,    NO_C, FIELD_NEEDED, NULL, "who answered" },
	{ "purpose",           "purpose",           FIELD_TEXT,    NO_C, 0, NULL, "triage, main, escalation, long or batch" },
	{ "message_id",        "message_id",        FIELD_ID,      NO_C, 0, NULL, "what for" },
	{ "batch_id",          "batch_id",          FIELD_TEXT,    NO_C, 0, NULL, "the batch that it was a line of" },
	{ "requests",          "requests",          FIELD_INT,     NO_C, 0, "requests", "how many of them: 1" },
	{ "prompt_tokens",     "prompt_tokens",     FIELD_INT,     NO_C, 0, "tokens", "that were read" },
	{ "cached_tokens",     "cached_tokens",     FIELD_INT,     NO_C, 0, "tokens", "of these, those that the vendor had seen before" },
	{ "completion_tokens", "completion_tokens", FIELD_INT,     NO_C, 0, "tokens", "that were written, those that are not shown included" },
	{ "cost_usd",          "cost_usd",          FIELD_DECIMAL, NO_C, 0, "USD", "what that costs by the table of prices; null: the model is not in it" },
	{ "prices_as_of",      "prices_as_of",      FIELD_DATE,    NO_C, 0, NULL, "the day of that table" },
	{ 0 }
};
/* clang-format on */

const struct kind message_kind = { "message", "discord_messages", message_fields,
	"something that somebody wrote in a channel" };
const struct kind message_status_kind = { "message_status", "discord_messages",
	message_status_fields, "what became of a message", .unit = "message_id", .unit_end = true };
const struct kind channel_kind = { "channel", "discord_ingestion_state", channel_fields,
	"how far a channel was read" };
const struct kind idea_kind = { "idea", "discord_parsed_ideas", idea_fields,
	"what a message says about a symbol", .unit = "message_id" };
const struct kind batch_kind = { "batch", "nlp_batches", batch_fields,
	"requests that a model's vendor works on at its leisure" };
const struct kind usage_kind = { "usage", "nlp_usage", usage_fields,
	"what a request to a model took and cost", .once = true };
