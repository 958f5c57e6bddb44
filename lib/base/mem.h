/* Memory that is there or ends the program with status 70: the one place of lib/ that exits. */
#ifndef PF_BASE_MEM_H
#define PF_BASE_MEM_H

#include <stddef.h>

/* Say so and end: for memory that a library of others did not get. */
void mem_out(void) __attribute__((noreturn));

/* n elements of size bytes, zeroed; owned by the caller, for free(). */
void *mem_new(size_t n, size_t size) __attribute__((warn_unused_result));

/* p resized to n elements of size bytes (the product is checked); what is new is not zeroed. */
void *mem_grow(void *p, size_t n, size_t size) __attribute__((warn_unused_result));

/* The same for bytes that are secret: what p has, was bytes of it, is wiped where it moves from; new
 * bytes are zeros. */
void *mem_move(void *p, size_t was, size_t n) __attribute__((warn_unused_result));

/* The capacity to grow to so that need elements fit: doubles, starts at 16, never wraps. */
size_t mem_more(size_t cap, size_t need);

/* A NUL-terminated copy of n bytes; of a string (NULL gives NULL); of what printf would print. */
char *mem_copy(const char *s, size_t n) __attribute__((warn_unused_result));
char *mem_str(const char *s) __attribute__((warn_unused_result));
char *mem_fmt(const char *fmt, ...) __attribute__((format(printf, 1, 2), warn_unused_result));

#endif
