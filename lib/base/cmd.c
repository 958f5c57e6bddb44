#include "base/cmd.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/near.h"
#include "base/opt.h"

/* clang-format off */
#define COMMON(m) offsetof(struct cmd_parsed, m)
const struct opt cmd_common[] = {
	{ 'h', "help",          OPT_FLAG, COMMON(help),          0,          "print this and end" },
	{ 'V', "version",       OPT_FLAG, COMMON(version),       0,          "print the version and what is built in" },
	{ 'v', "verbose",       OPT_FLAG, COMMON(verbose),       0,          "say more; twice: say everything" },
	{ 'q', "quiet",         OPT_FLAG, COMMON(verbose),       0,          "say only what failed" },
	{ 'n', "dry-run",       OPT_FLAG, COMMON(dry_run),       0,          "change nothing, spend nothing; show what would be done" },
	{ 0,   "config",        OPT_STR,  COMMON(config),        0,          "settings file (default: the first of $PF_CONFIG, ~/.config/pf/pf.yaml, /etc/pf/pf.yaml)", "file" },
	{ 0,   "log-format",    OPT_ENUM, COMMON(log_format),    0,          "how messages on stderr look", "text|json", "PF_LOG_FORMAT" },
	{ 0,   "progress",      OPT_ENUM, COMMON(progress),      0,          "show progress on stderr (auto: on a terminal)", "auto|always|never" },
	{ 0,   "line-buffered", OPT_FLAG, COMMON(line_buffered), 0,          "write each record out as it is done" },
	{ 0,   "completion",    OPT_FLAG, COMMON(completion),    OPT_HIDDEN, "print the bash completion" },
	{ 0 }
};
/* clang-format on */

bool
cmd_common_applies(const struct cmd *cmd, const struct opt *o)
{
	if (o->at == COMMON(dry_run))
		return cmd->flags & CMD_DRY_RUN;
	if (o->at == COMMON(progress))
		return cmd->flags & CMD_PROGRESS;
	if (o->at == COMMON(line_buffered))
		return cmd->flags & CMD_FILTER;
	return true;
}

/* Which tables are looked into, in this order. */
enum { SET_VERB, SET_CMD, SET_COMMON, SETS };

/* A parse in hand. */
struct parse {
	const struct cmd *cmd;
	struct cmd_parsed *out;
	const struct opt *sets[SETS];
	bool *given[SETS];
	int nargs;
};

static size_t
count(const struct opt *opts)
{
	size_t n = 0;

	while (opts != NULL && opts[n].name != NULL)
		n++;
	return n;
}

static int
unknown_option(const struct parse *p, const char *word, struct err *e)
{
	size_t n = 0, s;
	const char **names, *near;
	const struct opt *o;

	for (s = 0; s < SETS; s++)
		n += count(p->sets[s]);
	names = mem_new(n + 1, sizeof *names);
	n = 0;
	for (s = 0; s < SETS; s++)
		for (o = p->sets[s]; o != NULL && o->name != NULL; o++)
			if (!(o->flags & OPT_HIDDEN) &&
			    (s != SET_COMMON || cmd_common_applies(p->cmd, o)))
				names[n++] = o->name;
	near = near_word(word, names);
	free(names);
	if (near != NULL)
		return err_set(e, ERR_USAGE,
		    "no option --%s; did you mean --%s? (%s --help lists them)", word, near,
		    p->cmd->name);
	return err_set(e, ERR_USAGE, "no option --%s (%s --help lists them)", word, p->cmd->name);
}

/* A list option given twice: both, with a comma. The joined text lives as long as what was parsed. */
static void
join(struct cmd_parsed *out, const char **list, const char *before)
{
	if (before == NULL)
		return;
	out->joined = mem_grow(out->joined, out->njoined + 1, sizeof *out->joined);
	out->joined[out->njoined] = mem_fmt("%s,%s", before, *list);
	*list = out->joined[out->njoined++];
}

static void *
target(const struct parse *p, int set, const struct opt *o)
{
	return (char *)(set == SET_COMMON ? (void *)p->out : p->out->opts) + o->at;
}

static int
apply(struct parse *p, int set, const struct opt *o, const char *value, bool yes, struct err *e)
{
	void *to = target(p, set, o);
	bool *given = &p->given[set][o - p->sets[set]];
	const char *before = NULL;

	if (set == SET_COMMON && o->at == COMMON(verbose)) {
		p->out->verbose = o->letter == 'q'      ? -1
				  : p->out->verbose < 0 ? 1
							: p->out->verbose + 1;
		return 0;
	}
	if (o->type == OPT_FLAG && value == NULL) {
		*(bool *)to = yes;
		*given = true;
		return 0;
	}
	if (o->type == OPT_LIST && *given)
		before = *(const char **)to;
	if (opt_take(o, value, to, e))
		return -1;
	if (o->type == OPT_LIST)
		join(p->out, to, before);
	*given = true;
	return 0;
}

static const struct opt *
find(const struct parse *p, int letter, const char *name, size_t n, int *set)
{
	const struct opt *o;

	for (*set = 0; *set < SETS; ++*set)
		for (o = p->sets[*set]; o != NULL && o->name != NULL; o++) {
			if (*set == SET_COMMON && !cmd_common_applies(p->cmd, o))
				continue;
			if (name == NULL ? o->letter == letter
					 : strlen(o->name) == n && memcmp(o->name, name, n) == 0)
				return o;
		}
	return NULL;
}

/* "-x", "--name"; not "-5" and not "-". */
static bool
looks_like_option(const char *s)
{
	return s[0] == '-' && s[1] != '\0' && (s[1] < '0' || s[1] > '9') && s[1] != '.';
}

/* argv[*i] is "--name", "--name=value" or "--no-name". */
static int
take_long(struct parse *p, int argc, char **argv, int *i, struct err *e)
{
	const char *name = argv[*i] + 2, *value = strchr(name, '=');
	size_t n = value == NULL ? strlen(name) : (size_t)(value++ - name);
	char *word = mem_copy(name, n);
	const struct opt *o;
	int set, rc = -1;
	bool yes = true;

	o = find(p, 0, name, n, &set);
	if (o == NULL && n > 3 && memcmp(name, "no-", 3) == 0) {
		o = find(p, 0, name + 3, n - 3, &set);
		if (o != NULL && (o->type != OPT_FLAG || set == SET_COMMON))
			o = NULL;
		yes = false;
	}
	if (o == NULL && p->cmd->other == NULL) {
		(void)unknown_option(p, word, e);
		goto out;
	}
	if (o == NULL && value == NULL) {
		if (*i + 1 < argc && !looks_like_option(argv[*i + 1]))
			value = argv[++*i];
	} else if (o != NULL && o->type != OPT_FLAG && value == NULL) {
		if (*i + 1 >= argc) {
			(void)err_set(e, ERR_USAGE, "--%s needs a value", word);
			goto out;
		}
		value = argv[++*i];
	}
	if (o != NULL && o->type == OPT_FLAG && value != NULL) {
		(void)err_set(e, ERR_USAGE, "--%s takes no value", word);
		goto out;
	}
	rc = o == NULL ? p->cmd->other(p->out->opts, word, value, e)
		       : apply(p, set, o, value, yes, e);
out:
	free(word);
	return rc;
}

/* argv[*i] is "-abc" or "-avalue". */
static int
take_short(struct parse *p, int argc, char **argv, int *i, struct err *e)
{
	const char *s = argv[*i] + 1, *value;
	const struct opt *o;
	int set;

	for (; *s != '\0'; s++) {
		o = find(p, (unsigned char)*s, NULL, 0, &set);
		if (o == NULL)
			return err_set(
			    e, ERR_USAGE, "no option -%c (%s --help lists them)", *s, p->cmd->name);
		if (o->type == OPT_FLAG) {
			if (apply(p, set, o, NULL, true, e))
				return -1;
			continue;
		}
		value = s[1] != '\0' ? s + 1 : *i + 1 < argc ? argv[++*i] : NULL;
		if (value == NULL)
			return err_set(e, ERR_USAGE, "-%c (--%s) needs a value", *s, o->name);
		return apply(p, set, o, value, true, e);
	}
	return 0;
}

static int
take_verb(struct parse *p, const char *word, struct err *e)
{
	const struct verb *v;
	const char *names[64], *near;
	size_t n = 0;

	for (v = p->cmd->verbs; v->name != NULL && n < 63; v++) {
		if (strcmp(v->name, word) == 0) {
			p->out->verb = v;
			p->sets[SET_VERB] = v->opts;
			p->given[SET_VERB] = mem_new(count(v->opts) + 1, sizeof(bool));
			return 0;
		}
		names[n++] = v->name;
	}
	names[n] = NULL;
	near = near_word(word, names);
	return err_set(e, ERR_USAGE, "no verb '%s'%s%s%s (%s --help lists them)", word,
	    near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "", p->cmd->name);
}

/* The options of the verb that counts when none is given, or NULL. */
static const struct opt *
tacit_opts(const struct cmd *cmd)
{
	const struct verb *v;

	for (v = cmd->verbs; cmd->verb != NULL && v->name != NULL; v++)
		if (strcmp(v->name, cmd->verb) == 0)
			return v->opts;
	return NULL;
}

/* Whether the word can only be an operand. */
static bool
is_operand(const struct cmd *cmd, const char *word)
{
	const struct verb *v;

	for (v = cmd->verbs; v->name != NULL; v++)
		if (strcmp(v->name, word) == 0)
			return false;
	return (cmd->flags & CMD_TACIT) != 0;
}

/* The verb comes first among the operands, so its options are known before they are met; -h and -V
 * may stand before it, and the options of the one that is meant when there is none. */
static int
find_verb(struct parse *p, int argc, char **argv, struct err *e)
{
	const struct opt *o;
	int i, set;

	p->sets[SET_VERB] = tacit_opts(p->cmd);
	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0)
			break;
		if (argv[i][0] != '-' || argv[i][1] == '\0') {
			if (is_operand(p->cmd, argv[i]))
				break;
			if (take_verb(p, argv[i], e))
				return -1;
			memmove(&argv[i], &argv[i + 1], (size_t)(argc - i) * sizeof *argv);
			return 1;
		}
		o = argv[i][1] == '-' ? find(p, 0, argv[i] + 2, strlen(argv[i] + 2), &set)
				      : find(p, (unsigned char)argv[i][1], NULL, 0, &set);
		if (o != NULL && o->type != OPT_FLAG && (argv[i][1] == '-' || argv[i][2] == '\0'))
			i++; /* its value */
	}
	return p->cmd->verb == NULL ? 0 : take_verb(p, p->cmd->verb, e);
}

static int
parse_all(struct parse *p, int argc, char **argv, struct err *e)
{
	bool rest = (p->cmd->flags & CMD_REST) || (p->out->verb != NULL && p->out->verb->rest);
	int i, got;

	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0) {
			i++;
			break;
		}
		if (argv[i][0] == '-' && argv[i][1] != '\0') {
			got = argv[i][1] == '-' ? take_long(p, argc, argv, &i, e)
						: take_short(p, argc, argv, &i, e);
			if (got)
				return -1;
			continue;
		}
		if (rest)
			break;
		p->out->args[p->nargs++] = argv[i];
	}
	for (; i < argc; i++)
		p->out->args[p->nargs++] = argv[i];
	p->out->args[p->nargs] = NULL;
	return 0;
}

int
cmd_parse(const struct cmd *cmd, int argc, char **argv, struct cmd_parsed *out, struct err *e)
{
	struct parse p = { .cmd = cmd, .out = out };
	int got = 0;

	*out = (struct cmd_parsed){ .log_format = "text", .progress = "auto" };
	out->opts = mem_new(1, cmd->opts_size);
	if (cmd->defaults != NULL)
		memcpy(out->opts, cmd->defaults, cmd->opts_size);
	p.sets[SET_CMD] = cmd->opts;
	p.sets[SET_COMMON] = cmd_common;
	p.given[SET_CMD] = out->given_cmd = mem_new(count(cmd->opts) + 1, sizeof(bool));
	p.given[SET_COMMON] = out->given_common = mem_new(count(cmd_common) + 1, sizeof(bool));
	out->args = mem_new((size_t)argc + 1, sizeof *out->args);
	if (cmd->verbs != NULL) {
		got = find_verb(&p, argc, argv, e);
		out->given_verb = p.given[SET_VERB];
		out->verb_named = got > 0;
		if (got < 0)
			return -1;
	}
	return parse_all(&p, argc - got, argv, e);
}

/* What an option that was not given is worth: its variable, then pf.yaml. */
static int
settle(struct parse *p, int set, cmd_setting_fn *setting, const void *settings, struct err *e)
{
	const char *value, *from;
	const struct opt *o;

	for (o = p->sets[set]; o != NULL && o->name != NULL; o++) {
		if (p->given[set][o - p->sets[set]] || (set == SET_COMMON && o->type != OPT_ENUM))
			continue; /* of the common ones only words are settings: format and progress
				   */
		from = o->env;
		value = o->env == NULL ? NULL : getenv(o->env);
		if (value == NULL || value[0] == '\0') {
			from = "pf.yaml";
			value = setting == NULL ? NULL : setting(settings, p->cmd->name, o->name);
		}
		if (value != NULL && value[0] != '\0') {
			if (apply(p, set, o, value, true, e)) {
				e->code = ERR_CONFIG;
				return err_wrap(e, "%s", from);
			}
		} else if (o->flags & OPT_NEEDED) {
			return err_set(
			    e, ERR_USAGE, "--%s is needed (%s --help)", o->name, p->cmd->name);
		}
	}
	return 0;
}

int
cmd_settle(const struct cmd *cmd, struct cmd_parsed *out, cmd_setting_fn *setting,
    const void *settings, int64_t now, struct err *e)
{
	struct parse p = { .cmd = cmd, .out = out };
	const struct opt *o;
	int set;

	p.sets[SET_VERB] = out->verb == NULL ? NULL : out->verb->opts;
	p.sets[SET_CMD] = cmd->opts;
	p.sets[SET_COMMON] = cmd_common;
	p.given[SET_VERB] = out->given_verb;
	p.given[SET_CMD] = out->given_cmd;
	p.given[SET_COMMON] = out->given_common;
	if (settle(&p, SET_VERB, setting, settings, e) ||
	    settle(&p, SET_CMD, setting, settings, e) ||
	    settle(&p, SET_COMMON, setting, settings, e))
		return -1;
	for (set = 0; set < SETS; set++)
		for (o = p.sets[set]; o != NULL && o->name != NULL; o++)
			opt_settle(o, now, target(&p, set, o));
	if (cmd->verbs != NULL && out->verb == NULL)
		return err_set(e, ERR_USAGE, "a verb is needed (%s --help lists them)", cmd->name);
	return 0;
}

void
cmd_parsed_release(struct cmd_parsed *p)
{
	while (p->njoined > 0)
		free(p->joined[--p->njoined]);
	free(p->joined);
	free(p->opts);
	free(p->args);
	free(p->given_verb);
	free(p->given_cmd);
	free(p->given_common);
	*p = (struct cmd_parsed){ 0 };
}
