/* A submission's journal, read and written: see nlp/batch_store.h. */
#ifndef PF_NLP_BATCH_READ_H
#define PF_NLP_BATCH_READ_H

struct err;
struct submission;

/* What its lines say, into an empty one; a line that a crash cut off is passed over. ERR_IO, ERR_NOINPUT. */
int batch_read_journal(struct submission *sub, const char *path, struct err *e);

#endif
