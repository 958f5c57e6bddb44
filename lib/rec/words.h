/*
 * What people write, and what is made of it. No C struct: who computes takes the fields it needs from the
 * record, and every other goes on as it is written.
 *
 * A message's symbols is a list of {"symbol","how","confidence","text","at","count"} (pf-link(1)), its sentiment
 * an object of a model and its figures (pf-sentiment(1)). The ideas of a message come one behind the other, a
 * complete of idea with its message_id behind them, and then its message_status.
 */
#ifndef PF_REC_WORDS_H
#define PF_REC_WORDS_H

#include "rec/field.h"

extern const struct kind message_kind;        /* table discord_messages, key message_id */
extern const struct kind message_status_kind; /* the same rows */
extern const struct kind channel_kind;        /* table discord_ingestion_state, key channel_id */
extern const struct kind idea_kind; /* table discord_parsed_ideas, key message_id, soft_chunk_index,
					local_idea_index */
extern const struct kind batch_kind; /* table nlp_batches, key batch_id */
extern const struct kind usage_kind; /* table nlp_usage, key id; once */

#endif
