/*
 * A command as tables: its options, its verbs, what runs. One parser, one --help, one completion
 * for all (pf(7)). Every command has: -h --help, -V --version, -v --verbose, -q --quiet,
 * --config FILE, --log-format text|json, and by its flags -n --dry-run, --progress,
 * --line-buffered.
 */
#ifndef PF_BASE_CMD_H
#define PF_BASE_CMD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/become.h"

struct err;

/* What an option's value is, and the member of the options struct that takes it. */
enum opt_type {
	OPT_FLAG,  /* bool: true; "--no-NAME" makes it false */
	OPT_STR,   /* const char *: borrowed from argv, the environment or pf.yaml; not empty */
	OPT_INT,   /* int64_t: at least 0 */
	OPT_DATE,  /* int64_t: a UTC midnight in ns; "today" and "yesterday" are understood; 0 when
		      not given */
	OPT_TIME,  /* int64_t: ns since the epoch; 0 when not given */
	OPT_SPAN,  /* int64_t: ns; "90", "15m", "2h" */
	OPT_SIZE,  /* int64_t: bytes; "64k", "16m", "1g" */
	OPT_MONEY, /* int64_t: in 1e-6 */
	OPT_ENUM,  /* const char *: one of the words of .arg, "dbn|json|csv" */
	OPT_LIST,  /* const char *: as OPT_STR; given several times they are joined by commas */
};

#define OPT_NEEDED 1u /* refused when missing */
#define OPT_HIDDEN 2u /* not in --help, not in completions */

struct opt {
	int letter; /* 0: long only */
	const char *name;
	enum opt_type type;
	size_t at; /* offsetof in the options struct */
	unsigned flags;
	const char *help; /* what it does; the default is added by --help */
	const char *arg;  /* what --help calls the value, NULL: by type; the words of an OPT_ENUM */
	const char *env;  /* variable that gives the value where the option does not; NULL: none */
};

/* What a run may touch of the world. */
struct ctx {
	const char *name; /* "pf-ohlcv" */
	FILE *in, *out;
	int64_t now;                /* calendar clock, read once; PF_NOW freezes it */
	bool dry_run;               /* -n: change nothing, spend nothing */
	bool line_buffered;         /* write each record out as it is done */
	bool out_tty;               /* stdout is a terminal */
	char *const *env;           /* what we were started with: nothing of pf.yaml's */
	struct inherited inherited; /* from who started us, for whom we become */
};

/*
 * Do it: the exit status (0, 1 "the answer is no", ERR_DATA when records were rejected), or -1 with
 * *e set. opts is the filled options struct, args the operands, NULL-terminated.
 */
typedef int cmd_run_fn(struct ctx *ctx, const void *opts, char **args, struct err *e);

struct verb {
	const char *name;
	const char *synopsis;   /* its operands and options, "[-n] file ..." */
	const char *help;       /* one line */
	const struct opt *opts; /* beside the command's own; NULL: none */
	cmd_run_fn *run;
	bool rest; /* option parsing ends at the first operand: it is a command line ("run -- CMD")
		    */
};

#define CMD_DRY_RUN 1u  /* -n, --dry-run */
#define CMD_PROGRESS 2u /* --progress auto|always|never: it calls base/progress */
#define CMD_FILTER 4u   /* --line-buffered */
#define CMD_STOPS 8u    /* polls stop_asked() */
#define CMD_TACIT                                                                                  \
	32u /* a first operand that is no verb is one of the verb taken when none is named */
#define CMD_REST 16u /* as verb.rest, for a command without verbs */

struct cmd {
	const char *name;
	const char *help;     /* the one line of its page's NAME section */
	const char *synopsis; /* for a command without verbs */
	const struct opt *opts;
	size_t opts_size;
	const void *defaults;     /* of opts_size bytes; NULL: zeros */
	cmd_run_fn *run;          /* NULL when there are verbs */
	const struct verb *verbs; /* ends with { 0 } */
	const char *verb;         /* the verb taken when none is named; NULL: one is needed */
	unsigned flags;
	/* What takes "--name value" that no table knows (parameters of a named query); 0, or -1
	 * with *e set. opts is the struct; value is NULL when none follows: the end, or another
	 * option. */
	int (*other)(void *opts, const char *name, const char *value, struct err *e);
	/* What --help says instead, by the options and operands so far (about a named query);
	 * false: nothing, the general one does. */
	bool (*more)(const void *opts, char **args, FILE *fp);
};

/* Values that stand in for options that were not given: those of pf.yaml. NULL: none for this
 * option. */
typedef const char *cmd_setting_fn(const void *settings, const char *tool, const char *option);

struct cmd_parsed {
	void *opts;              /* owned */
	const struct verb *verb; /* or NULL */
	bool verb_named;         /* it was asked for; else it is the one that is taken then */
	char **args;             /* owned array of operands within argv, NULL-terminated */
	const char *config;      /* --config, or NULL */
	const char *log_format;  /* "text" or "json" */
	const char *progress;    /* "auto", "always", "never" */
	int verbose;             /* -1 with -q, else how many -v */
	bool dry_run, line_buffered;
	bool help, version, completion; /* answer that and do nothing else */
	char **joined; /* owned: the texts of lists that were given several times */
	size_t njoined;
	/* inside: which options of each table were given */
	bool *given_verb, *given_cmd, *given_common;
};

/*
 * Parse argv by the tables: options and operands in any order up to "--". ERR_USAGE with the
 * nearest name for an unknown option or verb. Does not look at the environment or settings;
 * cmd_settle() does, for what was not given, and knows what day "today" is: a setting may say.
 * argv is permuted.
 */
int cmd_parse(const struct cmd *cmd, int argc, char **argv, struct cmd_parsed *p, struct err *e);
int cmd_settle(const struct cmd *cmd, struct cmd_parsed *p, cmd_setting_fn *setting,
    const void *settings, int64_t now, struct err *e);
void cmd_parsed_release(struct cmd_parsed *p);

/* Print --help and the bash completion, from the same tables. */
void cmd_help(const struct cmd *cmd, const struct verb *verb, FILE *fp);
void cmd_completion(const struct cmd *cmd, FILE *fp);

/* The options every command has; ends with { 0 }. Some apply only by the command's flags. */
extern const struct opt cmd_common[];
bool cmd_common_applies(const struct cmd *cmd, const struct opt *o);

#endif
