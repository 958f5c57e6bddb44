#include "health/kinds.h"

#include <stddef.h>
#include <string.h>

#include "health/looks.h"

/* clang-format off */
const struct health_kind health_kinds[] = {
	{ "backup",        "files! max_age! min_size",                   0,                                look_backup,      "the newest of the files that a pattern names: how old, how large" },
	{ "certificate",   "path! days warn_days",                       0,                                look_certificate, "a certificate's file (PEM): for how many days it is good" },
	{ "clock",         "max_skew",                                   HEALTH_DATABASE | HEALTH_REMOTE,  look_clock,       "this machine's clock beside the database's" },
	{ "command",       "run! within says",                           HEALTH_REMOTE,                    look_command,     "a program: that it ends with 0, and what it prints" },
	{ "container",     "container!",                                 HEALTH_REMOTE,                    look_container,   "a container of docker: running, and healthy where it can tell" },
	{ "database",      "",                                           HEALTH_REMOTE,                    look_database,    "the database: that it answers" },
	{ "database-size", "max_size! warn_size",                        HEALTH_DATABASE | HEALTH_REMOTE,  look_size,        "how large the database is" },
	{ "disk",          "path! max_used warn_used min_size",          0,                                look_disk,        "how full a file system is, in percent, and what is left" },
	{ "file",          "path! folder mode writable says",            0,                                look_file,        "a file or folder: there, its mode, what stands in it" },
	{ "fresh",         "table! column! max_age sessions may_be_empty", HEALTH_DATABASE | HEALTH_REMOTE,  look_fresh,       "how old the newest row of a table is" },
	{ "heartbeat",     "of! max_age!",                               HEALTH_DATABASE | HEALTH_REMOTE,  look_heartbeat,   "when something last said that it is alive, and whether it was well" },
	{ "http",          "url! status json equals within days warn_days ca bearer", HEALTH_REMOTE,                 look_http,        "an answer over HTTP: its status, a value in it, its certificate" },
	{ "ledger",        "",                                           HEALTH_DATABASE | HEALTH_REMOTE,  look_ledger,      "that every migration is applied, and none was changed since" },
	{ "memory",        "min_size warn_size",                         0,                                look_memory,      "how much memory is available" },
	{ "ntp",           "",                                           0,                                look_ntp,         "whether something keeps this machine's clock right" },
	{ "pipeline",      "pipeline! max_age streak",                   HEALTH_DATABASE | HEALTH_REMOTE,  look_pipeline,    "when a pipeline last ended well, and how often it failed since" },
	{ "pooler",        "",                                           0,                                look_pooler,      "whether the database's address leads to a transaction pooler" },
	{ "port",          "port! host state within",                    HEALTH_REMOTE,                    look_port,        "a TCP port: open, or free" },
	{ "program",       "program! package",                           0,                                look_program,     "that a program is installed" },
	{ "rows",          "sql!",                                       HEALTH_DATABASE | HEALTH_REMOTE,  look_rows,        "that a query gives a row" },
	{ "secrets",       "contract!",                                  HEALTH_REMOTE,                    look_secrets,     "a contract of pf-secrets: every variable that it wants" },
	{ "swap",          "min_size!",                                  0,                                look_swap,        "how much swap there is" },
	{ "unit",          "unit!",                                      HEALTH_SYSTEMD,                   look_unit,        "a unit of systemd: active; of a timer also when it ran and will run" },
	{ "zone",          "zone!",                                      0,                                look_zone,        "this machine's time zone" },
	{ 0 }
};
/* clang-format on */

const struct health_kind *
health_kind_find(const char *name)
{
	const struct health_kind *k;

	for (k = health_kinds; k->name != NULL; k++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}
