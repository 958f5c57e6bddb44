/* What is known of a text, by the rules of lib/nlp, for who fills a schema with it. */
#ifndef PF_SANDBOX_OPENAI_EXTRACT_H
#define PF_SANDBOX_OPENAI_EXTRACT_H

#include "base/buf.h"
#include "io/rec.h"

struct rules;

/*
 * Add a JSON object: ideas, a list in the form that models are asked for (idea_answer());
 * context_summary, confidence; is_noise, has_actionable_content, tickers_present, skip_reason.
 * Symbols that stand behind the last colon of words, with commas between, are known to be in the text.
 */
void oai_extract(const struct rules *rules, struct slice text, struct slice words, struct buf *out);

#endif
