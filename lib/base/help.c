/* --help and the bash completion, from the tables of a command */
#include "base/cmd.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/num.h"

static const char *
placeholder(const struct opt *o)
{
	if (o->arg != NULL)
		return o->arg;
	switch (o->type) {
	case OPT_FLAG:
		return "";
	case OPT_STR:
		return "text";
	case OPT_INT:
		return "number";
	case OPT_DATE:
		return "date";
	case OPT_TIME:
		return "time";
	case OPT_SPAN:
		return "span";
	case OPT_SIZE:
		return "size";
	case OPT_MONEY:
		return "amount";
	case OPT_ENUM:
		return "word";
	case OPT_LIST:
		return "list";
	}
	return "";
}

static void
span_text(char *out, size_t cap, int64_t ns)
{
	static const struct {
		int64_t ns;
		const char *unit;
	} units[] = { { CLOCK_DAY, "d" }, { 3600 * CLOCK_SECOND, "h" }, { 60 * CLOCK_SECOND, "m" },
		{ CLOCK_SECOND, "s" }, { CLOCK_SECOND / 1000, "ms" } };
	size_t i = 0;

	while (i < 4 && ns % units[i].ns != 0)
		i++;
	(void)snprintf(out, cap, "%" PRId64 "%s", ns / units[i].ns, units[i].unit);
}

/* The default as text; "" when there is none worth saying. defaults is NULL for zeros. */
static void
default_text(const void *defaults, const struct opt *o, char *out, size_t cap)
{
	const char *at;
	char num[NUM_TEXT_MAX];
	int64_t v = 0;

	out[0] = '\0';
	if (defaults == NULL || o->type == OPT_FLAG || o->type == OPT_DATE || o->type == OPT_TIME)
		return;
	at = (const char *)defaults + o->at;
	if (o->type == OPT_STR || o->type == OPT_ENUM || o->type == OPT_LIST) {
		if (*(const char *const *)(const void *)at != NULL)
			(void)snprintf(out, cap, "%s", *(const char *const *)(const void *)at);
		return;
	}
	memcpy(&v, at, sizeof v);
	if (v <= 0) /* 0 and below stand for "none" */
		return;
	if (o->type == OPT_SPAN)
		span_text(out, cap, v);
	else if (o->type == OPT_MONEY && num_fixed_text(num, v, NUM_MONEY_DIGITS) > 0)
		(void)snprintf(out, cap, "%s", num);
	else if (o->type == OPT_SIZE && v % (1 << 20) == 0)
		(void)snprintf(out, cap, "%" PRId64 "m", v >> 20);
	else
		(void)snprintf(out, cap, "%" PRId64, v);
}

static bool
shown(const struct cmd *cmd, const struct opt *table, const struct opt *o)
{
	return !(o->flags & OPT_HIDDEN) && (table != cmd_common || cmd_common_applies(cmd, o));
}

#define HELP_COLUMN 30

static void
option(const void *defaults, const struct opt *o, FILE *fp)
{
	char left[256], dflt[512];
	int n;

	n = snprintf(left, sizeof left, "  %c%c%s --%s %s", o->letter ? '-' : ' ',
	    o->letter ? o->letter : ' ', o->letter ? "," : " ", o->name, placeholder(o));
	default_text(defaults, o, dflt, sizeof dflt);
	(void)fprintf(fp, "%s%*s%s", left, n < HELP_COLUMN ? HELP_COLUMN - n : 1, "", o->help);
	if (dflt[0] != '\0')
		(void)fprintf(fp, " (default: %s)", dflt);
	if (o->flags & OPT_NEEDED)
		(void)fputs(" (needed)", fp);
	if (o->env != NULL)
		(void)fprintf(fp, " [$%s]", o->env);
	(void)fputc('\n', fp);
}

static void
options(const struct cmd *cmd, const char *title, const struct opt *opts, FILE *fp)
{
	const struct opt *o;

	if (opts == NULL || opts->name == NULL)
		return;
	(void)fprintf(fp, "\n%s:\n", title);
	for (o = opts; o->name != NULL; o++)
		if (shown(cmd, opts, o))
			option(opts == cmd_common ? NULL : cmd->defaults, o, fp);
}

static void
usage(const struct cmd *cmd, const struct verb *only, FILE *fp)
{
	const char *lead = "usage:";
	const struct verb *v;

	if (cmd->verbs == NULL) {
		(void)fprintf(fp, "usage: %s %s\n", cmd->name, cmd->synopsis ? cmd->synopsis : "");
		return;
	}
	for (v = cmd->verbs; v->name != NULL; v++) {
		if (only != NULL && v != only)
			continue;
		(void)fprintf(fp, "%-6s %s %s%s%s\n", lead, cmd->name, v->name,
		    v->synopsis && v->synopsis[0] ? " " : "", v->synopsis ? v->synopsis : "");
		lead = "";
	}
}

/* Errors of writing show when main flushes stdout. */
void
cmd_help(const struct cmd *cmd, const struct verb *only, FILE *fp)
{
	const struct verb *v;
	char title[128];

	usage(cmd, only, fp);
	(void)fprintf(fp, "\n%s - %s\n", cmd->name, only != NULL ? only->help : cmd->help);
	if (cmd->verbs != NULL && only == NULL) {
		(void)fputs("\nverbs:\n", fp);
		for (v = cmd->verbs; v->name != NULL; v++)
			(void)fprintf(fp, "  %-26s  %s%s\n", v->name, v->help,
			    cmd->verb != NULL && strcmp(cmd->verb, v->name) == 0
				? " (when no verb is given)"
				: "");
	}
	for (v = cmd->verbs; v != NULL && v->name != NULL; v++) {
		if (only != NULL && v != only)
			continue;
		(void)snprintf(title, sizeof title, "options of %s", v->name);
		options(cmd, title, v->opts, fp);
	}
	options(cmd, "options", cmd->opts, fp);
	options(cmd, "common options", cmd_common, fp);
	(void)fprintf(fp, "\nmanual: man %s\n", cmd->name);
}

static void
words(const struct cmd *cmd, const struct opt *opts, FILE *fp)
{
	const struct opt *o;

	for (o = opts; o != NULL && o->name != NULL; o++)
		if (shown(cmd, opts, o))
			(void)fprintf(fp, "--%s ", o->name);
}

/* A case for each option whose value is one of a few words or a file. */
static void
values(const struct cmd *cmd, const struct opt *opts, FILE *fp)
{
	const struct opt *o;
	const char *s;

	for (o = opts; o != NULL && o->name != NULL; o++) {
		if (!shown(cmd, opts, o) || o->type == OPT_FLAG)
			continue;
		(void)fprintf(fp, "\t--%s) ", o->name);
		if (o->type != OPT_ENUM) {
			(void)fputs("COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n", fp);
			continue;
		}
		(void)fputs("COMPREPLY=($(compgen -W '", fp);
		for (s = o->arg; *s != '\0'; s++)
			(void)fputc(*s == '|' ? ' ' : *s, fp);
		(void)fputs("' -- \"$cur\")); return ;;\n", fp);
	}
}

void
cmd_completion(const struct cmd *cmd, FILE *fp)
{
	const struct verb *v;
	const char *s;

	(void)fprintf(fp, "# bash completion of %s, made from its option tables\n_", cmd->name);
	for (s = cmd->name; *s != '\0'; s++)
		(void)fputc(*s == '-' ? '_' : *s, fp);
	(void)fputs(
	    "()\n{\n\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words='",
	    fp);
	words(cmd, cmd->opts, fp);
	for (v = cmd->verbs; v != NULL && v->name != NULL; v++)
		words(cmd, v->opts, fp);
	words(cmd, cmd_common, fp);
	(void)fputs("' verbs='", fp);
	for (v = cmd->verbs; v != NULL && v->name != NULL; v++)
		(void)fprintf(fp, "%s ", v->name);
	(void)fputs("'\n\tCOMPREPLY=()\n\tcase $prev in\n", fp);
	values(cmd, cmd->opts, fp);
	for (v = cmd->verbs; v != NULL && v->name != NULL; v++)
		values(cmd, v->opts, fp);
	values(cmd, cmd_common, fp);
	(void)fputs(
	    "\tesac\n\tcase $cur in\n\t-*) COMPREPLY=($(compgen -W \"$words\" -- \"$cur\")) ;;\n",
	    fp);
	(void)fputs("\t*) if [ -n \"$verbs\" ] && [ \"$COMP_CWORD\" -eq 1 ]; then\n", fp);
	(void)fputs(
	    "\t\tCOMPREPLY=($(compgen -W \"$verbs\" -- \"$cur\"))\n\tfi ;;\n\tesac\n}\n", fp);
	(void)fputs("complete -o default -F _", fp);
	for (s = cmd->name; *s != '\0'; s++)
		(void)fputc(*s == '-' ? '_' : *s, fp);
	(void)fprintf(fp, " %s\n", cmd->name);
}
