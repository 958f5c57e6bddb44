/* The ledger of pf-pipeline as records: a run, and an attempt of a step in it. */
#ifndef PF_REC_RUN_H
#define PF_REC_RUN_H

#include "rec/field.h"

extern const struct kind run_kind;  /* table pipeline_runs, key run_id */
extern const struct kind step_kind; /* table pipeline_steps, key run_id, step, attempt */

#endif
