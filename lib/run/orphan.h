/* Programs of a run whose pf-pipeline died: they must not go on beside the run that takes its place. */
#ifndef PF_RUN_ORPHAN_H
#define PF_RUN_ORPHAN_H

#include <stdint.h>

/*
 * End what still runs of run run_id: processes of ours with PF_RUN_ID=run_id in their environment, in
 * the session of the dead run (what made a session of its own wants to stay, like a server that a step
 * started). SIGTERM, grace_ns, SIGKILL. Returns how many there were.
 */
unsigned orphan_end(const char *run_id, int64_t session, int64_t grace_ns);

#endif
