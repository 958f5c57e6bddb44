/*
 * The format of AWS's two shared files (AWS SDKs and Tools Reference Guide, "Shared config and
 * credentials files"; where that is silent, as Python's configparser, which the AWS CLI reads them with).
 *
 *	[section]             # what stands in the brackets, blanks at its ends left out
 *	key = value           # or "key: value"; letters of keys may be of either case
 *	  more of the value   # indented deeper than its key
 *	block =
 *	  key = value         # one level deep, where nothing stands behind the '='
 *
 * A line that begins with '#' or ';', blanks or not in front, is a comment, and an empty one is
 * nothing. A value has no quotes and no comment: everything behind the '=' but blanks at its ends.
 * A section or a key that is there twice is an error.
 */
#ifndef PF_AWS_INI_H
#define PF_AWS_INI_H

#include <stddef.h>
#include <stdio.h>

struct err;
struct ini;

#define INI_SIZE_MAX ((size_t)1 << 20)
#define INI_SECTIONS_MAX ((size_t)20000)
#define INI_KEYS_MAX ((size_t)1000)      /* of a section */
#define INI_VALUE_MAX ((size_t)64 << 10) /* before its last line */

/*
 * Read all of fp. -1: ERR_CONFIG "NAME:LINE: what", which shows nothing of the line, ERR_IO. *ini is
 * set in any case.
 */
int ini_read(struct ini **ini, FILE *fp, const char *name, struct err *e);
void ini_free(struct ini *ini); /* wipes it */

/* Name of the section, counted from 0 in the file's order; NULL behind the last. */
const char *ini_section(const struct ini *ini, size_t i);

/*
 * A value of that section, or NULL if there is no such key. block NULL: outside of blocks, where a
 * block's own value is "". Lines of a value are parted by '\n'.
 */
const char *ini_get(const struct ini *ini, size_t section, const char *block, const char *key);

/* Line of the section's header, from 1. */
size_t ini_line(const struct ini *ini, size_t section);

#endif
