/* What was written to OpenAI's side, for as long as it runs: files, batches, responses. */
#ifndef PF_SANDBOX_OPENAI_STORE_H
#define PF_SANDBOX_OPENAI_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "io/rec.h"

struct fault;

#define OAI_NAME_MAX 48
#define OAI_RESPONSES_MAX 10000 /* that are kept; the oldest go first */

/* Times are seconds; 0: it did not come to that. */

struct oai_file {
	char id[OAI_NAME_MAX];
	char *filename;      /* owned */
	const char *purpose; /* of a list */
	int64_t created, expires;
	struct buf bytes;
	bool deleted;
};

enum oai_state {
	OAI_VALIDATING,
	OAI_FAILED,
	OAI_IN_PROGRESS,
	OAI_FINALIZING,
	OAI_COMPLETED,
	OAI_EXPIRED,
	OAI_CANCELLING,
	OAI_CANCELLED,
	OAI_STATES
};

struct oai_tokens_sum {
	int64_t input, cached, output, reasoning;
};

struct oai_batch {
	char id[OAI_NAME_MAX];
	enum oai_state state;
	int64_t at[OAI_STATES];           /* when it came into that state */
	int64_t expires, window;          /* when it gives up; what its files live, 0: for good */
	const char *endpoint;             /* of a list */
	struct oai_file *input;           /* borrowed */
	struct oai_file *output, *errors; /* borrowed; NULL: none */
	char *metadata;                   /* owned; JSON */
	char *model;                      /* owned; NULL until it was checked */
	const char *resolved;             /* borrowed; what it calls that model */
	struct buf problems;              /* of the check: JSON objects, commas between */
	const struct fault *fault;        /* what fired when it was made, or NULL */
	int64_t polls;                    /* how often it will be asked for while it works */
	int64_t asked;                    /* how often it was */
	/* the lines, and in which order they are done */
	struct slice *lines; /* owned; of input's bytes */
	size_t *order;       /* owned */
	size_t nlines, done;
	size_t completed, failed;
	struct buf results, refusals; /* lines of output and errors */
	struct oai_tokens_sum sum;
};

struct oai_response {
	char id[OAI_NAME_MAX];
	struct buf body, prompt; /* what it said; what the model had read */
};

struct oai_store {
	struct oai_file **files; /* owned, oldest first */
	size_t nfiles;
	struct oai_batch **batches; /* likewise */
	size_t nbatches;
	struct oai_response *responses; /* owned; a ring */
	size_t nresponses;              /* that there ever were */
};

void oai_store_release(struct oai_store *s);

/* New and empty, with that id. */
struct oai_file *oai_store_file(struct oai_store *s, const char *id);
struct oai_batch *oai_store_batch(struct oai_store *s, const char *id);
struct oai_response *oai_store_response(struct oai_store *s, const char *id);

/* NULL: none, or not any more. */
struct oai_file *oai_find_file(const struct oai_store *s, struct slice id, int64_t now);
struct oai_batch *oai_find_batch(const struct oai_store *s, struct slice id);
struct oai_response *oai_find_response(const struct oai_store *s, struct slice id);

/* Whether it is there: not deleted, not expired. */
bool oai_file_is_there(const struct oai_file *f, int64_t now);

/* Delete it; its bytes stay as long as a batch works on them. */
void oai_delete_file(struct oai_store *s, struct oai_file *f);
void oai_forget_bytes(struct oai_store *s);

/* Whether nothing will become of it any more. */
bool oai_batch_ended(const struct oai_batch *b);

#endif
