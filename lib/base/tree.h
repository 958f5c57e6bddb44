/* A folder and all that is in it. */
#ifndef PF_BASE_TREE_H
#define PF_BASE_TREE_H

struct err;

/*
 * Remove path, a file or a folder with what is in it; never through a symbolic link below it,
 * whoever put it there meanwhile. What is not there is no error. ERR_IO.
 */
int tree_remove(const char *path, struct err *e);

#endif
