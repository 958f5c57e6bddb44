/*
 * OpenAI's refusals: {"error":{"message","type","param","code"}}, the last two null where there is
 * nothing to say (openai-openapi, ErrorResponse).
 */
#ifndef PF_SANDBOX_OPENAI_ERROR_H
#define PF_SANDBOX_OPENAI_ERROR_H

#include "sandbox/reply.h"

#define OAI_INVALID "invalid_request_error"

/* Make the reply, whatever was in its body; returns -1. code and param may be NULL. */
int oai_refuse(struct reply *reply, unsigned status, const char *type, const char *code,
    const char *param, const char *fmt, ...) __attribute__((format(printf, 6, 7)));

/* 400, of the type that most are. */
int oai_invalid(struct reply *reply, const char *code, const char *param, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
