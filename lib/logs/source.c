#include "logs/source.h"

#include <string.h>

#include "base/err.h"

static const struct log_source_type *const types[] = { &log_file, &log_unit };

const struct log_source_type *
log_source_find(const char *operand, const char **name, struct err *e)
{
	size_t i, n = strcspn(operand, ":");

	for (i = 0; i < sizeof types / sizeof types[0]; i++)
		if (operand[n] == ':' && operand[n + 1] != '\0' && strlen(types[i]->word) == n &&
		    memcmp(types[i]->word, operand, n) == 0) {
			*name = operand + n + 1;
			return types[i];
		}
	(void)err_set(e, ERR_USAGE, "%s is no source: write unit:NAME or file:PATH", operand);
	return NULL;
}
