/* The list of kinds */
#include "rec/field.h"

#include <string.h>

#include "rec/bar.h"
#include "rec/broker.h"
#include "rec/profile.h"
#include "rec/records.h"
#include "rec/run.h"
#include "rec/words.h"

const struct kind *const kinds[] = {
	&account_kind,
	&activity_kind,
	&alias_kind,
	&balance_kind,
	&bar_kind,
	&batch_kind,
	&candle_kind,
	&change_kind,
	&channel_kind,
	&check_kind,
	&complete_kind,
	&connection_kind,
	&cost_kind,
	&coverage_kind,
	&cursor_kind,
	&event_kind,
	&finding_kind,
	&gap_kind,
	&heartbeat_kind,
	&idea_kind,
	&load_kind,
	&log_kind,
	&message_kind,
	&message_status_kind,
	&order_kind,
	&plan_kind,
	&position_kind,
	&position_snapshot_kind,
	&profile_kind,
	&reject_kind,
	&run_kind,
	&step_kind,
	&symbol_kind,
	&usage_kind,
	&variable_kind,
	&webhook_kind,
	&webhook_status_kind,
	NULL,
};

const struct kind *
kind_find(const char *name, size_t n)
{
	size_t i;

	for (i = 0; kinds[i] != NULL; i++)
		if (strlen(kinds[i]->name) == n && memcmp(kinds[i]->name, name, n) == 0)
			return kinds[i];
	return NULL;
}
