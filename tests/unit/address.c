/* db/pg: addresses that lead nowhere, without a server */
#include "base/err.h"
#include "db/pg.h"
#include "tap.h"

static void
an_address_that_cannot_be_says_so_and_keeps_the_password(void)
{
	static const struct {
		const char *url, *says;
		enum err_code code;
	} rows[] = {
		{ "mydb", "is no address", ERR_CONFIG },
		{ "mysql://u:secret@h/db", "is no address", ERR_CONFIG },
		{ "postgresql+psycopg2://u:secret@h/db", "write postgresql:", ERR_CONFIG },
		{ "postgresql://u:secret@h/db?pgbouncer=true", "\"pgbouncer\"", ERR_CONFIG },
		{ "postgresql://u:sec@ret@h/db", "%40", ERR_CONFIG },
		{ "postgresql://u:sec/ret@h/db", "%2F", ERR_CONFIG },
		{ "postgresql://u:secret%@h/db", "is no address", ERR_CONFIG },
		{ "postgresql://u:secret@/db?host=/nonexistent", "is PostgreSQL running",
		    ERR_TEMP },
		{ "postgresql://u:secret@127.0.0.1:1/db?sslmode=disable", "is PostgreSQL running",
		    ERR_TEMP },
	};
	struct pg *no = NULL;
	struct err e;
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		e = (struct err){ 0 };
		CHECK_INT(
		    pg_open(&no, &(struct pg_where){ .url = rows[i].url, .tool = "pf-unit" }, &e),
		    -1);
		CHECK_INT(e.code, rows[i].code);
		if (strstr(e.msg, rows[i].says) == NULL || strstr(e.msg, "sec") != NULL ||
		    strstr(e.msg, "ret") != NULL) {
			printf("# %s: %s\n", rows[i].url, e.msg);
			tap.ok = false;
		}
		CHECK(no == NULL);
	}
}

int
main(void)
{
	RUN(an_address_that_cannot_be_says_so_and_keeps_the_password);
	return tap_done();
}
