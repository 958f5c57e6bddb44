/*
 * Ideas by rules: words, figures and the notation of options, from tables in share/nlp. Nothing is asked of anybody,
 * the same text gives the same ideas, and what is not written is not in them.
 */
#ifndef PF_NLP_RULES_H
#define PF_NLP_RULES_H

struct err;
struct ideas;
struct nlp_engine;
struct nlp_message;
struct rules;

#define RULES_MODEL "rules"
#define RULES_VERSION "rules-1" /* changes with what they find, the tables included */

/* Read the tables. ERR_NOINPUT, ERR_CONFIG, ERR_IO. */
int rules_open(struct rules **r, struct err *e);
void rules_close(struct rules *r); /* also NULL */

/* Add the ideas of all chunks of a message, not settled. */
void rules_ideas(const struct rules *r, const struct nlp_message *m, struct ideas *out);

/* An engine of them, which answers at once. The same errors. */
int rules_engine(struct nlp_engine **en, struct err *e);

#endif
