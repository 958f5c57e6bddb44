#include "rec/run.h"

#define NO_C 0, 0

/* clang-format off */
static const struct field run_fields[] = {
	{ "run_id",       "run_id",       FIELD_TEXT, NO_C, FIELD_KEY | FIELD_NEEDED, NULL, "pipeline, calendar time and four characters" },
	{ "pipeline",     "pipeline",     FIELD_TEXT, NO_C, FIELD_NEEDED, NULL, "its name" },
	{ "started_at",   "started_at",   FIELD_TIME, NO_C, 0, NULL, "by the machine's clock" },
	{ "finished_at",  "finished_at",  FIELD_TIME, NO_C, 0, NULL, "by the machine's clock; null while it runs" },
	{ "status",       "status",       FIELD_TEXT, NO_C, 0, NULL, "running, ok, degraded, failed, interrupted" },
	{ "exit_status",  "exit_status",  FIELD_INT,  NO_C, 0, NULL, "of pf-pipeline" },
	{ "trigger",      "trigger",      FIELD_TEXT, NO_C, 0, NULL, "who started it: manual, systemd, cron, github" },
	{ "host",         "host",         FIELD_TEXT, NO_C, 0, NULL, "where it ran" },
	{ "tool_version", "tool_version", FIELD_TEXT, NO_C, 0, NULL, "of pf-pipeline" },
	{ "pf_now",       "pf_now",       FIELD_TIME, NO_C, 0, NULL, "the frozen clock (PF_NOW, --for); null: the machine's" },
	{ "detail",       "detail",       FIELD_JSON, NO_C, 0, NULL, "the file, the date it was for, what --only named" },
	{ 0 }
};
static const struct field step_fields[] = {
	{ "run_id",      "run_id",      FIELD_TEXT,    NO_C, FIELD_KEY | FIELD_NEEDED, NULL, "of its run" },
	{ "step",        "step",        FIELD_TEXT,    NO_C, FIELD_KEY | FIELD_NEEDED, NULL, "its name" },
	{ "attempt",     "attempt",     FIELD_INT,     NO_C, FIELD_KEY | FIELD_NEEDED, NULL, "from 1; 0: it was not started" },
	{ "position",    "position",    FIELD_INT,     NO_C, 0, NULL, "in the pipeline's file, from 1" },
	{ "status",      "status",      FIELD_TEXT,    NO_C, 0, NULL, "running, ok, degraded, skipped, blocked, retried, failed, failed-optional, timeout, interrupted" },
	{ "exit_status", "exit_status", FIELD_INT,     NO_C, 0, NULL, "of its worst member; 128 + N for signal N" },
	{ "started_at",  "started_at",  FIELD_TIME,    NO_C, 0, NULL, "by the machine's clock" },
	{ "finished_at", "finished_at", FIELD_TIME,    NO_C, 0, NULL, "by the machine's clock" },
	{ "seconds",     "seconds",     FIELD_DECIMAL, NO_C, 0, "s",  "by the monotonic clock" },
	{ "message",     "message",     FIELD_TEXT,    NO_C, 0, NULL, "why it did not go well" },
	{ "command",     "command",     FIELD_TEXT,    NO_C, 0, NULL, "what was run" },
	{ "detail",      "detail",      FIELD_JSON,    NO_C, 0, NULL, "fatal or not, how each program of it ended, records that it printed, its last messages" },
	{ 0 }
};
/* clang-format on */

const struct kind run_kind = { "run", "pipeline_runs", run_fields, "a run of a pipeline" };
const struct kind step_kind = { "step", "pipeline_steps", step_fields,
	"an attempt of a pipeline's step" };
