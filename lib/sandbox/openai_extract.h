/* What is known of a text, for who fills a schema with it. */
#ifndef PF_SANDBOX_OPENAI_EXTRACT_H
#define PF_SANDBOX_OPENAI_EXTRACT_H

#include "base/buf.h"
#include "io/rec.h"

/*
 * Add a JSON object: ideas, a list of objects with idea_text, primary_symbol, direction and so on;
 * context_summary, confidence; is_noise, has_actionable_content, tickers_present, skip_reason.
 */
void oai_extract(struct slice text, struct buf *out);

#endif
