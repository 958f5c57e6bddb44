/* Named queries: any header is taken or refused with its place; a value of the server becomes valid JSON */
#include "db/query.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "db/value.h"
#include "fuzz.h"
#include "io/object.h"
#include "io/rec.h"
#include "io/utf8.h"

static void
header(const char *text, size_t n)
{
	struct query q;
	struct err e = { 0 };
	size_t i;

	if (query_read(&q, "fuzz.sql", text, n, true, &e)) {
		HOLDS(e.code == ERR_CONFIG && strncmp(e.msg, "fuzz.sql:", 9) == 0);
	} else {
		HOLDS(q.help != NULL && q.nparams <= QUERY_PARAMS_MAX);
		for (i = 0; i < q.nparams; i++) {
			HOLDS(q.params[i].name[0] != '\0' && q.params[i].help != NULL);
			(void)query_set(&q, q.params[i].name, "1", 0, &e); /* by its type */
		}
		if (query_bind(&q, 0, &e) == 0)
			HOLDS(q.nvalues <= QUERY_VALUES_MAX && q.sql.len >= 1);
		else
			HOLDS(e.code == ERR_CONFIG || e.code == ERR_USAGE);
	}
	query_release(&q);
}

/* Whatever the server says of an array, a time or a text, the line is JSON. */
static void
value(uint32_t oid, const char *text, size_t n)
{
	struct buf line = { 0 }, names = { 0 };
	struct value_type type;
	struct err e = { 0 };
	struct rec *rec = malloc(sizeof *rec);

	HOLDS(rec != NULL);
	(void)value_type_of(oid, &type);
	buf_str(&line, "{\"v\":");
	value_json(&line, &type, text, n);
	buf_str(&line, "}\n");
	HOLDS(object_parse(line.p, line.len - 1, rec, &names, &e) == 0);
	HOLDS(rec->n == 1);
	free(rec);
	buf_release(&line);
	buf_release(&names);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const uint32_t oids[] = { 25, 1009, 1114, 1184, 1185 };
	const char *text = (const char *)bytes;
	size_t i;

	header(text, n);
	/* a database in UTF-8 knows neither NUL nor anything else */
	if (n > 0 && memchr(text, '\0', n) == NULL && utf8_valid(text, n))
		for (i = 0; i < sizeof oids / sizeof oids[0]; i++)
			value(oids[i], text, n);
	return 0;
}
