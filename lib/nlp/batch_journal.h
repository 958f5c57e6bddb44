/* A submission's journal, inside nlp/batch_store.h, which also has how it is written. */
#ifndef PF_NLP_BATCH_JOURNAL_H
#define PF_NLP_BATCH_JOURNAL_H

struct err;
struct submission;

/* What its lines say, into an empty one; a line that a crash cut off is passed over. ERR_IO, ERR_NOINPUT. */
int batch_journal_read(struct submission *sub, const char *path, struct err *e);

#endif
