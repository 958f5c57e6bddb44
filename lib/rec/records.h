/* The kinds that tools write and read without computing with them: no C struct, mostly no table. */
#ifndef PF_REC_RECORDS_H
#define PF_REC_RECORDS_H

#include "rec/field.h"

extern const struct kind alias_kind, event_kind, change_kind, complete_kind, connection_kind,
    cost_kind, coverage_kind, cursor_kind, finding_kind, gap_kind, heartbeat_kind, load_kind,
    log_kind, plan_kind, reject_kind, check_kind, symbol_kind, variable_kind;

#endif
