/* AWS's shared files: sections with keys that are found again, or a line that is wrong */
#include <string.h>

#include "aws/ini.h"
#include "base/err.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	FILE *fp = fuzz_stream(bytes, n);
	struct ini *ini = NULL;
	struct err e = { 0 };
	const char *name, *value;
	size_t i, last = 0;

	if (ini_read(&ini, fp, "fuzz", &e)) {
		HOLDS(e.code == ERR_CONFIG);
		HOLDS(strncmp(e.msg, "fuzz:", 5) == 0);
	} else {
		HOLDS(e.msg[0] == '\0');
	}
	for (i = 0; (name = ini_section(ini, i)) != NULL; i++) {
		HOLDS(name[0] != '\0' && strchr(name, '\n') == NULL);
		HOLDS(ini_line(ini, i) > last);
		last = ini_line(ini, i);
		value = ini_get(ini, i, NULL, "region");
		HOLDS(value == NULL || strlen(value) < n);
		HOLDS(value == ini_get(ini, i, NULL, "REGION"));
		value = ini_get(ini, i, "s3", "addressing_style");
		HOLDS(value == NULL || strchr(value, '\n') == NULL);
		/* what has a nested block has no value of its own */
		HOLDS(value == NULL || strlen(ini_get(ini, i, NULL, "s3")) == 0);
	}
	HOLDS(ini_get(ini, i, NULL, "region") == NULL);
	HOLDS(i <= n);
	ini_free(ini);
	(void)fclose(fp); /* only read */
	return 0;
}
