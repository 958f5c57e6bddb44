/*
 * What goes wrong on purpose: VENDOR[/PATH]:KIND[=VALUE][:HOW], decided for each request by how
 * many of its kind came before, so that the same requests meet the same faults every time.
 */
#ifndef PF_SANDBOX_FAULT_H
#define PF_SANDBOX_FAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct request;
struct sandbox_vendor;

enum fault_act {
	FAULT_VENDOR, /* the vendor's own answer makes it */
	FAULT_STATUS, /* another status instead of the answer */
	FAULT_BODY,   /* other bytes instead of the answer's, status 200 or as said */
	FAULT_SEND,   /* the answer, sent badly */
	FAULT_RESET,  /* no answer: the connection is closed */
	FAULT_DOWN,   /* no connection: the port is closed */
};

struct fault_kind {
	const char *name; /* "429", "cut" */
	enum fault_act act;
	const char *value; /* what =VALUE is, "seconds"; NULL: it takes none */
	int64_t usual;     /* the value when none is given; -1: see help */
	const char *help;
	unsigned status; /* of FAULT_STATUS */
};

/* The kinds that every vendor has; ends with { 0 }. */
extern const struct fault_kind fault_kinds[];

enum fault_how { FAULT_ALWAYS, FAULT_PERCENT, FAULT_FIRST, FAULT_NTH };

struct fault {
	const struct sandbox_vendor *vendor;
	char *method; /* owned; what it is for, see fault_fires(); NULL: all */
	const struct fault_kind *kind;
	int64_t value;
	enum fault_how how;
	uint64_t n;    /* of how */
	uint64_t seen; /* requests that it could have fired for */
};

/* ERR_USAGE with the nearest name. Release in any case. */
int fault_parse(struct fault *f, const char *spec, struct err *e);
void fault_release(struct fault *f);

/* Whether it fires for this request of its vendor; counts it. A request's method is what is behind
 * the last '/' of its path, or behind the last '.' of its target when it has one. */
bool fault_fires(struct fault *f, const struct request *r);

/* Numbers that look random and are the same every time (splitmix64). */
uint64_t fault_mix(uint64_t x);

#endif
