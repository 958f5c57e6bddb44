/*
 * A vendor's side of the wire, as pf-sandbox plays it: one row of sandbox_vendors and one file (or
 * a few) that answers requests. Everything that is the same for all vendors (sockets, HTTP, faults,
 * the log, variables) is in server.h; a vendor only turns a request into a reply.
 */
#ifndef PF_SANDBOX_VENDORS_H
#define PF_SANDBOX_VENDORS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sandbox/fault.h"
#include "sandbox/reply.h"
#include "sandbox/request.h"

struct err;

/* What the command line says to all vendors. */
struct sandbox_config {
	const char *data;    /* the folder with what is served */
	int64_t dbn_version; /* 1, 2 or 3: what Databento's side sends */
};

enum sandbox_var_type {
	VAR_URL,    /* our address, with the value behind it */
	VAR_SECRET, /* a test key: no log shows it */
	VAR_WORD,   /* anything else */
};

/* A variable that leads clients to us. */
struct sandbox_var {
	const char *name;
	enum sandbox_var_type type;
	const char *value;
};

struct sandbox_vendor {
	const char *name;                /* "databento", in --fault, --log and messages */
	const struct sandbox_var *vars;  /* ends with { 0 } */
	const char *const *hidden;       /* parameters that no log shows; NULL: none */
	const struct fault_kind *faults; /* its own kinds; ends with { 0 } */
	size_t body_max;                 /* bytes of a request; 0: SERVER_BODY_MAX */

	/* Read what it serves from the folder: 0, or -1 with *e set. *state is the vendor's own. */
	int (*open)(void **state, const struct sandbox_config *config, struct err *e);
	void (*close)(void *state);

	/* What is asked for, owned, where paths do not say it: "service.Operation"; NULL for the
	 * hook: they do, and for the result: nothing that is known. */
	char *(*target)(const struct request *r);

	/* Answer; the reply is new and empty. A fault of the vendor's own kinds that fires for this
	 * request is in r->fault; the others are none of its business. */
	void (*answer)(void *state, const struct request *r, struct reply *reply);

	/* Do what is due without anybody asking; the time on the monotonic clock when to be called
	 * again, at the latest. NULL: nothing ever is. */
	int64_t (*tick)(void *state);

	/* A fault of kind FAULT_STATUS in the vendor's own form: true when the reply was made,
	 * false where the one that all have is good. NULL: it always is. */
	bool (*fail)(const struct fault *f, const struct request *r, struct reply *reply);
};

/* All of them, NULL-terminated. With --port N the vendor of row i listens at N + i, so new ones go
 * to the end. */
extern const struct sandbox_vendor *const sandbox_vendors[];

#endif
