/* A command line, a word a line, and the values of a variable and of a setting: parsed, or refused
 * as usage or configuration */
#include "base/cmd.h"

#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "fuzz.h"

/* A list given several times is joined in memory that lives as long as the process, as argv does:
 * no leak. */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "detect_leaks=0";
}

struct opts {
	bool flag;
	const char *str, *word, *list;
	int64_t number, date, time, span, size, money;
};

#define AT(m) offsetof(struct opts, m)

/* clang-format off */
static const struct opt common[] = {
	{ 'f', "flag",   OPT_FLAG,  AT(flag),   0, "flag" },
	{ 's', "str",    OPT_STR,   AT(str),    0, "text" },
	{ 'w', "word",   OPT_ENUM,  AT(word),   0, "word", "one|two" },
	{ 'l', "list",   OPT_LIST,  AT(list),   0, "list" },
	{ 'N', "number", OPT_INT,   AT(number), 0, "number" },
	{ 0 }
};
static const struct opt of_verb[] = {
	{ 'd', "date",  OPT_DATE,  AT(date),  0, "date" },
	{ 't', "time",  OPT_TIME,  AT(time),  0, "time" },
	{ 'p', "span",  OPT_SPAN,  AT(span),  0, "span" },
	{ 'z', "size",  OPT_SIZE,  AT(size),  0, "size" },
	{ 'm', "money", OPT_MONEY, AT(money), 0, "money" },
	{ 0 }
};
/* clang-format on */

static const struct verb verbs[] = {
	{ .name = "run", .help = "run", .opts = of_verb, .rest = true },
	{ .name = "show", .help = "show", .opts = of_verb }, { 0 }
};
static const struct cmd cmd = { .name = "pf-fuzz",
	.help = "fuzz",
	.opts = common,
	.opts_size = sizeof(struct opts),
	.verbs = verbs,
	.verb = "show",
	.flags = CMD_DRY_RUN | CMD_PROGRESS | CMD_FILTER };

static const char *
setting(const void *settings, const char *tool, const char *option)
{
	(void)tool;
	return strcmp(option, "number") == 0 || strcmp(option, "date") == 0 ? settings : NULL;
}

#define WORDS_MAX 64

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	char *text = mem_copy((const char *)bytes, n), *argv[WORDS_MAX + 2], *p = text, *end;
	struct cmd_parsed parsed = { 0 };
	const struct opts *o;
	struct err e = { 0 };
	int argc = 0;

	argv[argc++] = text + strlen(text);
	while (argc <= WORDS_MAX && p != NULL) {
		end = strchr(p, '\n');
		if (end != NULL)
			*end++ = '\0';
		argv[argc++] = p;
		p = end;
	}
	argv[argc] = NULL;
	if (cmd_parse(&cmd, argc, argv, &parsed, &e)) {
		HOLDS(e.code == ERR_USAGE);
	} else if (cmd_settle(
		       &cmd, &parsed, setting, argv[argc - 1], 1700000000 * CLOCK_SECOND, &e)) {
		HOLDS(e.code == ERR_CONFIG || e.code == ERR_USAGE);
	} else {
		o = parsed.opts;
		HOLDS(o->number >= 0 && o->span >= 0 && o->size >= 0);
		HOLDS(
		    o->word == NULL || strcmp(o->word, "one") == 0 || strcmp(o->word, "two") == 0);
	}
	cmd_parsed_release(&parsed);
	free(text);
	return 0;
}
