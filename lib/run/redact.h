/*
 * What must never be shown: values of the environment whose names look like secrets, passwords in
 * addresses.
 */
#ifndef PF_RUN_REDACT_H
#define PF_RUN_REDACT_H

struct buf;

/*
 * Register (log_secret) the value of every such variable of the environment, also its form within
 * JSON and each line of it, and the passwords of addresses in any variable's value.
 */
void redact_environment(void);

/* Replace what is registered, and the password of any address (scheme://user:password@host). */
void redact_text(struct buf *text);

#endif
