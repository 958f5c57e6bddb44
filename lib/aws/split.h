/* A command in a profile as words (base/word; the AWS CLI uses Python's shlex.split, which is this). */
#ifndef PF_AWS_SPLIT_H
#define PF_AWS_SPLIT_H

struct err;

/* The words, NULL-terminated, for aws_split_free(); NULL with ERR_CONFIG, which shows no word. */
char **aws_split(const char *text, struct err *e);
void aws_split_free(char **words);

#endif
