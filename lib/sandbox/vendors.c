#include "sandbox/vendors.h"

#include <stddef.h>

#include "sandbox/aws.h"
#include "sandbox/databento.h"
#include "sandbox/discord.h"
#include "sandbox/openai.h"
#include "sandbox/snaptrade.h"
#include "sandbox/telegram.h"

const struct sandbox_vendor *const sandbox_vendors[] = { &databento_vendor, &awss_vendor,
	&snap_vendor, &disc_vendor, &oai_vendor, &tele_vendor, NULL };
