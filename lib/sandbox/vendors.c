#include "sandbox/vendors.h"

#include <stddef.h>

#include "sandbox/aws.h"
#include "sandbox/databento.h"

const struct sandbox_vendor *const sandbox_vendors[] = { &databento_vendor, &awss_vendor, NULL };
