/* Where a tool finds its data, its state and its fellow tools (pf(7), FILES). Results are owned by
 * the caller. */
#ifndef PF_BASE_PATH_H
#define PF_BASE_PATH_H

struct err;

/*
 * Shipped data: "schema", "queries", "pipelines", "sandbox"... as a path: below $PF_DATA_DIR, else
 * in the source folder when the program runs from its build folder, else the installed place. Not
 * checked for being there.
 */
char *path_data(const char *name);

/*
 * A path below the state folder: $PF_STATE_DIR, else $STATE_DIRECTORY, else /var/lib/pf for root,
 * else $XDG_STATE_HOME/pf or ~/.local/state/pf. Makes the folders on the way with mode 0700 (not
 * name itself). NULL with ERR_CREATE or ERR_CONFIG.
 */
char *path_state(const char *name, struct err *e);

/* The folder that the running program lies in; "" if that cannot be told. */
char *path_here(void);

/* Program "pf-NAME": beside the running program, else just the name, for a search in PATH. */
char *path_tool(const char *tool);

/* mkdir -p with the mode for what is new. ERR_CREATE. */
int path_make(const char *dir, unsigned mode, struct err *e);

/* Wait until the names in the folder are on the disk: 0, or -1 with errno. */
int path_sync(const char *dir);

#endif
