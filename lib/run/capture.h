/* What a step prints and says: kept in bounds, shown line by line, secrets taken out. */
#ifndef PF_RUN_CAPTURE_H
#define PF_RUN_CAPTURE_H

struct buf;
struct task;

#define CAPTURE_RECORDS_MAX 64      /* records of an attempt that are kept */
#define CAPTURE_RECORDS_BYTES 16384 /* and how long they are together */
#define CAPTURE_TAIL_MAX 2048       /* bytes of its last messages that are kept */

/* A line of the last member's stdout: a JSON object is kept as a record, anything else is a message. */
void capture_out(struct task *t, struct buf *line);

/* A line of a member's stderr: shown as ours, with the step's name in front. */
void capture_err(struct task *t, struct buf *line);

/* Take out secrets, and control characters. */
void capture_redact(struct buf *text);

/* Add ": " and the last line of the tail, shortened, if there is one. */
void capture_last_words(struct buf *message, const struct buf *tail);

#endif
