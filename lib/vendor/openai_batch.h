/*
 * OpenAI's files and batches: requests that are worked on within a day, at half the price. Source: the vendor's
 * specification (/files, /batches, Batch, BatchRequestInput), its guide "batch".
 */
#ifndef PF_VENDOR_OPENAI_BATCH_H
#define PF_VENDOR_OPENAI_BATCH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct err;
struct openai;

#define OPENAI_BATCH_REQUESTS 50000
#define OPENAI_BATCH_BYTES ((int64_t)200 * 1000 * 1000)
#define OPENAI_BATCH_ENDPOINT "/v1/chat/completions"

/* The key of a batch's metadata that holds the name we gave it before it had one. */
#define OPENAI_BATCH_SUBMISSION "pf_submission"

/* Texts are owned, NULL: it does not say. Times in ns, CLOCK_NONE; counts below 0: not said. */
struct openai_batch {
	char *id, *status, *model, *submission, *prompt, *endpoint;
	char *input_file, *output_file, *error_file;
	char *message, *code; /* of its errors, the first */
	int64_t created_at, expires_at, ended_at;
	int64_t total, completed, failed;
};

void openai_batch_release(struct openai_batch *b);

/* Whether nothing more happens to it: failed, completed, expired, cancelled. */
bool openai_batch_is_over(const struct openai_batch *b);

/* Each 0, or -1 with *e as openai_once(), or ERR_DATA: a reply that is no batch; 1, with *e: the vendor knows no batch
 * of that id, or this key may not see it. *b is released in any case. */
int openai_batch_get(struct openai *ai, const char *id, struct openai_batch *b, struct err *e);
int openai_batch_cancel(struct openai *ai, const char *id, struct openai_batch *b, struct err *e);

/* Make one of an uploaded file. *unclear: it may have been made, though no answer says so. */
int openai_batch_create(struct openai *ai, const char *file_id, const char *submission,
    const char *prompt, struct openai_batch *b, bool *unclear, struct err *e);

/* Whether it failed for what is used up or may not wait at a time: nobody looked at its requests. */
bool openai_batch_is_spent(const struct openai_batch *b);

/* Each that there is, the newest first, until take gives 1 (enough) or -1. ERR_REMOTE: there are more than 50,000,
 * ERR_DATA: the list does not go on; what is behind was not looked at. */
typedef int openai_batch_fn(void *arg, const struct openai_batch *b, struct err *e);
int openai_batch_list(struct openai *ai, openai_batch_fn *take, void *arg, struct err *e);

/* Upload all of a file under a name ending in .jsonl; *file_id is owned. Its bytes are copied to a file without a
 * name, as the form wants them. */
int openai_file_upload(
    struct openai *ai, FILE *fp, const char *name, char **file_id, struct err *e);

/* Write a file's bytes to fp, from where it stands at its start. 1: the vendor has no such file. */
int openai_file_fetch(struct openai *ai, const char *file_id, FILE *fp, struct err *e);

#endif
