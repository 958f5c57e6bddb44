/*
 * The folder of migrations: NNN_name.sql (three or more digits), applied once, in the order of
 * their numbers and then of their names; api/NAME.sql, applied again when they change. Everything
 * else in it, and every other folder (archive/), is left alone.
 */
#ifndef PF_DB_MIGRATE_FILES_H
#define PF_DB_MIGRATE_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

#define MIGRATION_FILE_MAX (64u << 20) /* bytes of one file */
#define MIGRATION_SUM_TEXT 65          /* SHA-256 in lower-case hex, and a NUL */

struct migration {
	uint64_t number; /* 0 for a repeatable */
	char *version; /* owned; the exact stem, "061_cleanup"; "api/NAME" for a repeatable: the key
			  of the ledger */
	char *path;    /* owned */
	char *text;    /* owned; the file as it is, NUL-terminated */
	size_t len;
	char sum[MIGRATION_SUM_TEXT]; /* of the file as it is */
};

struct migration_folder {
	struct migration *files; /* owned; in order */
	size_t count, cap;
	bool baseline; /* files[0] is one: NNN_baseline*.sql, the highest of them; what stands below
			  is part of it and left out */
	struct migration *repeats; /* owned; api/, by name */
	size_t repeats_count, repeats_cap;
	size_t below;     /* files left out because they are older than the baseline */
	size_t misnamed;  /* .sql files that no rule takes */
	char *a_misnamed; /* owned; the name of one of them */
};

/* Read all of it. ERR_NOINPUT if the folder is not there, ERR_IO, ERR_DATA if a file is too large
 * or holds a NUL byte. */
int migration_folder_read(struct migration_folder *folder, const char *dir, struct err *e);
void migration_folder_release(struct migration_folder *folder);

/* One file of any name, for lint: path, text, len and sum are set. ERR_NOINPUT and as above. */
int migration_read(struct migration *m, const char *path, struct err *e);
void migration_release(struct migration *m);

/* The number of "NNN_name.sql" with its stem's length; false for any other name. */
bool migration_name(const char *file, uint64_t *number, size_t *stem);

/* The first free number behind all of the folder, at least 1. */
uint64_t migration_folder_next(const struct migration_folder *folder);

/*
 * Make the next file, with an empty text, never over another one. Blanks and dashes of the name
 * become "_", letters small. Returns the version, owned by the caller, as is *path; with dry
 * nothing is made. NULL with ERR_USAGE if the name has other characters, ERR_CREATE, ERR_IO.
 */
char *migration_create(const struct migration_folder *folder, const char *dir, const char *name,
    bool dry, char **path, struct err *e);

#endif
