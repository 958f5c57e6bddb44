/*
 * OpenAI's side of the wire (github.com/openai/openai-openapi; developers.openai.com/api/docs/guides;
 * the vendor's client openai-node), and what compatible servers do otherwise:
 *
 *	openai_call       a request on its way; the settings and what is remembered
 *	openai_error      refusals, in the vendor's shape
 *	openai_fault      what goes wrong on demand
 *	openai_limit      requests and tokens a minute
 *	openai_model      the models that there are
 *	openai_param      members of a request's body, by type and range
 *	openai_schema     the rules of a strict schema
 *	openai_ask        what is asked, alike of chat completions and responses
 *	openai_answer     what is said to that: text by the schema, tokens
 *	openai_value      a value that fits a schema
 *	openai_chat, _responses, _files, _batches
 *	                  the endpoints
 */
#ifndef PF_SANDBOX_OPENAI_H
#define PF_SANDBOX_OPENAI_H

struct sandbox_vendor;

extern const struct sandbox_vendor oai_vendor;

#endif
