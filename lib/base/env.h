/* Variables of the environment. One that is empty counts as one that is not set: who clears a variable in a unit
 * or a crontab can often do no more. */
#ifndef PF_BASE_ENV_H
#define PF_BASE_ENV_H

/* The value, borrowed until the environment changes; NULL when there is none. */
const char *env_get(const char *name);

#endif
