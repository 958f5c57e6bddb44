/*
 * The rules of a strict schema (developers.openai.com/api/docs/guides/structured-outputs): what of
 * JSON Schema may be in it, how deep and how large it may be.
 */
#ifndef PF_SANDBOX_OPENAI_SCHEMA_H
#define PF_SANDBOX_OPENAI_SCHEMA_H

#include "io/rec.h"
#include "sandbox/reply.h"

#define OAI_NESTING_MAX 10
#define OAI_PROPERTIES_MAX 5000
#define OAI_ENUM_MAX 1000
#define OAI_ENUM_LONG 250
#define OAI_ENUM_LONG_MAX 15000
#define OAI_STRINGS_MAX 120000

/* 0, or -1 with the refusal made: 400, of the member param, with the place in the schema and name, what the request
 * calls it. The schema is a JSON object that was checked. */
int oai_schema_check(struct reply *reply, struct slice schema, const char *name, const char *param);

/* What "#/$defs/name" or "#" leads to in the schema; an empty slice: nothing. */
struct slice oai_schema_ref(struct slice root, struct slice ref);

#endif
