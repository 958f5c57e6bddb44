/*
 * What was submitted, on disk: BATCH_OUTPUT_DIR, or nlp/batches in the state folder. Of each submission
 *
 *	NAME.requests.jsonl   what the vendor gets, a line a part of a message
 *	NAME.messages.jsonl   the messages, as they were read
 *	NAME.journal.jsonl    what became of it, each line on the disk before the next thing happens
 *	NAME.output.jsonl, NAME.errors.jsonl   what the vendor answered
 *
 * The journal's first line, of kind submission, is written before anything is sent; then creating (the file is at the
 * vendor's), batch (it has an id), collected (with the messages that are to be tried again), reopened.
 */
#ifndef PF_NLP_BATCH_STORE_H
#define PF_NLP_BATCH_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "nlp/batch_set.h"
#include "nlp/budget.h"

struct err;
struct nlp_message;
struct openai_batch;
struct rec;

#define BATCH_CUSTOM_MAX 96

struct submission {
	char *name, *model, *prompt; /* owned */
	int64_t at;                  /* ns */
	int64_t requests, messages;  /* messages: of which we have the text */
	struct budget_hold hold;
	char *file_id, *batch_id, *state; /* owned; NULL: not yet */
	int64_t creating_at;              /* by the machine's clock; 0: never tried */
	int64_t expires_at;               /* CLOCK_NONE: not known */
	bool collected,
	    dropped;  /* dropped: the vendor does not take it, or does not know it any more */
	bool adopted; /* found at the vendor's: texts of messages may be missing */
	bool read;    /* inside: which it has is known */
	char **again; /* owned: messages that a collection gave back, sorted */
	size_t nagain;
};

struct batch_store {
	char *dir; /* owned */
	int lock;
	struct submission *all; /* owned, by name: the oldest first */
	size_t n, cap;
	struct batch_key {    /* of requests, sorted by custom id */
		char *custom; /* owned */
		size_t of;    /* index in all */
	} * keys;
	size_t nkeys, cap_keys;
	FILE *messages; /* owned, of the submission at written; NULL: none is open */
	size_t written;
	struct batch_set ids; /* NAME/ID of the messages of those that were read */
};

/*
 * Take the lock (ERR_TEMP when another has it) and read all there is. keys: those of the requests as well. ERR_CREATE,
 * ERR_IO, ERR_DATA. Release in any case.
 */
int store_open(struct batch_store *s, bool keys, struct err *e);
void store_release(struct batch_store *s);

/* The submission that a request is in, the newest; NULL: none. By name; by batch. Valid until one is added. */
struct submission *store_find_request(struct batch_store *s, const char *custom);
struct submission *store_find(struct batch_store *s, const char *name);
struct submission *store_find_batch(struct batch_store *s, const char *batch_id);

/* Whether it is at the vendor's, as far as anybody knows, and not collected. */
bool store_is_open(const struct submission *sub);

/* A path in the folder, "NAME.requests.jsonl"; owned. */
char *store_path(const struct batch_store *s, const char *name, const char *what);

/* Whether it can be one of ours; it goes into paths. */
bool store_is_name(const char *name);

/* A name that nobody else has, by time and chance. ERR_IO. */
char *store_name(int64_t now, struct err *e);

/* The first line of its journal: it is remembered from now on. sub is copied; its texts become the store's. */
struct submission *store_add(struct batch_store *s, const struct submission *sub, struct err *e);

/* Add its requests to the keys, after store_add(). */
int store_keys(struct batch_store *s, const struct submission *sub, struct err *e);

/* What happens to it, on the disk when this returns. */
int store_creating(
    struct batch_store *s, struct submission *sub, const char *file_id, struct err *e);
int store_batch(
    struct batch_store *s, struct submission *sub, const struct openai_batch *b, struct err *e);
int store_collected(struct batch_store *s, struct submission *sub, int64_t now, char **again,
    size_t nagain, struct err *e);
int store_reopened(struct batch_store *s, struct submission *sub, struct err *e);
int store_dropped(struct batch_store *s, struct submission *sub, const char *why, struct err *e);

/* Add a message's record to what is known of a submission that was found at the vendor's, unless it is there.
 * store_messages_end() waits for the disk. */
int store_message(struct batch_store *s, struct submission *sub, const char *id,
    const struct rec *rec, struct err *e);
int store_messages_end(struct batch_store *s, struct err *e);

/* Whether a collection gave that message back. */
bool store_gave_back(const struct submission *sub, const char *message_id);

/* Write what is buffered to the disk and close. ERR_IO. NULL is fine. */
int store_close_file(FILE *fp, const char *name, struct err *e);

/* The custom id of a part: message, part, and a hash of who is asked what about which text. */
void batch_custom(char out[BATCH_CUSTOM_MAX], const struct nlp_message *m, size_t chunk,
    const char *model, const char *prompt);

#endif
