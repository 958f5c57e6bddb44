/*
 * A checkout that deployments move: what git(1) says of it, and git alone changes it. git is run
 * without a terminal, without the checkout's hooks and with its messages in English; a name that comes
 * from outside is never taken for an option. Errors: ERR_NOINPUT no git, no such folder, ERR_CONFIG
 * no checkout; else as each says, with git's last words.
 */
#ifndef PF_DEPLOY_GIT_H
#define PF_DEPLOY_GIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct err;

#define GIT_ID_MAX 65 /* a SHA-1 or SHA-256 id in hex, and the end */
#define GIT_SHORT 12  /* digits of an id that are shown */

struct git {
	const char *dir;    /* the top of the work tree; borrowed */
	int64_t within;     /* ns for each call; 0: a minute */
	const char *remote; /* where branches come from: "origin" */
	const char *branch; /* what may be deployed is reachable from here; borrowed */
	const char
	    *keep; /* a file that is the host's own, such as .env.aws: never cleaned away, never in
			       a patch; NULL: none */
};

/* The top of a work tree is really there. */
int git_check(const struct git *g, struct err *e);

/* The commit that is checked out. ERR_CONFIG when there is none yet. */
int git_head(const struct git *g, char id[GIT_ID_MAX], struct err *e);

/* Get the remote's branches and tags; what was forced there is taken as it is now. ERR_TEMP when the
 * remote does not answer, ERR_PERM when it does not let us in, ERR_REMOTE without that branch. */
int git_fetch(const struct git *g, struct err *e);

/* The tip of the branch, as of the last fetch. ERR_NOINPUT when there was none. */
int git_tip(const struct git *g, char id[GIT_ID_MAX], struct err *e);

/* A full or short id, a tag or a branch of the remote as the commit that it names. ERR_USAGE with what
 * it is instead: unknown, a beginning of several, no commit. */
int git_resolve(const struct git *g, const char *name, char id[GIT_ID_MAX], struct err *e);

/* 1 when the branch has that commit, 0 when it has not, or not any more. */
int git_on_branch(const struct git *g, const char *id, struct err *e);

/* Whether a file is in git's care: a secret must not be. 1, 0 or -1. */
int git_tracked(const struct git *g, const char *path, struct err *e);

/* How many paths are not as HEAD has them, those that git ignores aside; their names, a line each, are
 * added to *paths, which may be NULL. */
int git_dirty(const struct git *g, size_t *n, struct buf *paths, struct err *e);

/* All that git_dirty() counts as one patch against HEAD, new and binary files too, written to the file
 * path (mode 0600): git apply brings it back. ERR_CREATE and ERR_IO of the file. */
int git_save(const struct git *g, const char *path, struct err *e);

/* Check out exactly that commit, whatever the tree looks like; files that git ignores stay. HEAD is
 * looked at afterwards: ERR_BUG when it is another. */
int git_checkout(const struct git *g, const char *id, struct err *e);

/* The paths that differ between two commits, each with a NUL behind it, added to *paths. */
int git_changes(
    const struct git *g, const char *from, const char *to, struct buf *paths, struct err *e);

/* The last n commits of the branch, newest first: "id\tseconds\tsubject\n" each. */
int git_log(const struct git *g, size_t n, struct buf *lines, struct err *e);

#endif
