/*
 * Answers that come in pages: the same call again with the token that the last one gave, by the
 * operation's row, until there is none (botocore's paginators). A token that comes again would go on
 * for ever, so it is told.
 */
#ifndef PF_AWS_PAGES_H
#define PF_AWS_PAGES_H

#include <stddef.h>

struct aws;
struct aws_operation;
struct aws_request;
struct err;

#define AWS_PAGES_MAX 1000000

/* An answer, an object of one line. 0; 1: enough; -1 with *e set. */
typedef int aws_page(void *arg, const char *answer, size_t n, struct err *e);

/*
 * Call page for each answer; of an operation without pages that is one. An empty page is not the end.
 * 0, or -1: what aws_send() says, ERR_DATA when a token repeats or there is no end of them.
 */
int aws_pages(struct aws *a, const struct aws_request *q, aws_page *page, void *arg, struct err *e);

/* Call item for each element of what the operation lists in an answer. 0; 1: item has enough; -1. */
int aws_items(const struct aws_operation *op, const char *answer, size_t n, aws_page *item,
    void *arg, struct err *e);

#endif
