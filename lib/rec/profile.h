/* What is known of a symbol, as pf-profile(1) makes it: no C struct, SQL computes it. */
#ifndef PF_REC_PROFILE_H
#define PF_REC_PROFILE_H

#include "rec/field.h"

extern const struct kind profile_kind; /* table stock_profile_current, key ticker */

#endif
