/* Bodies that are bytes: what is put from a file, what is got into one. */
#ifndef PF_AWS_BYTES_H
#define PF_AWS_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

struct err;

/* A body to send. */
struct aws_upload {
	FILE *fp;   /* a regular file at its start */
	bool owned; /* to be closed */
};

/*
 * Open path; "-" is in, which, when it is no regular file, is read to its end into one without a name
 * below TMPDIR. ERR_NOINPUT, ERR_IO, ERR_CREATE.
 */
int aws_upload_open(struct aws_upload *u, const char *path, FILE *in, struct err *e);
void aws_upload_close(struct aws_upload *u);

/* A body that comes. */
struct aws_download {
	FILE *fp;
	const char *path; /* borrowed; NULL: out itself */
	char *real;       /* owned: the file that path names, through symbolic links */
	char *next;       /* owned: the file until it is whole; NULL: it is written as it comes */
	mode_t mode;      /* that it is to have */
	size_t n;         /* bytes that came */
};

/*
 * Into a file beside path, which takes its place, and its mode, in aws_download_end(); path NULL or
 * "-": to out as it comes, and so to a path that is a device or a pipe. ERR_CREATE.
 */
int aws_download_open(struct aws_download *d, const char *path, FILE *out, struct err *e);
int aws_download_take(void *arg, const char *p, size_t n, struct err *e); /* ERR_IO */
int aws_download_again(
    void *arg, struct err *e); /* from the start; ERR_TEMP where bytes went out already */
int aws_download_end(struct aws_download *d, struct err *e); /* it is whole. ERR_IO */
void aws_download_release(struct aws_download *d);           /* what is not whole is removed */

#endif
