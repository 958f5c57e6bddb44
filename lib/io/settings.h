/*
 * pf.yaml(5): what stands in for options and variables that were not given.
 *
 *	environment:          # variables, where they are not set
 *	  DATABASE_URL: postgresql:///portfolio
 *	pf-ohlcv:             # options of a tool, by their long name
 *	  lookback: 7
 *
 * The first of --config, $PF_CONFIG, ~/.config/pf/pf.yaml and /etc/pf/pf.yaml; never a file of the
 * current folder.
 */
#ifndef PF_IO_SETTINGS_H
#define PF_IO_SETTINGS_H

struct err;
struct settings;

/*
 * Find and read it, and set the variables of its environment part that are not set yet. path NULL:
 * search; *s stays NULL when there is none. ERR_CONFIG with the place, ERR_NOINPUT when the named
 * file is not there.
 */
int settings_load(struct settings **s, const char *path, struct err *e);
void settings_free(struct settings *s);

/* A tool's option, or NULL; a cmd_setting_fn. Borrowed from the settings. */
const char *settings_option(const void *s, const char *tool, const char *option);

#endif
