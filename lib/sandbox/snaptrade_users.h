/*
 * Who may ask: clients, each with a key that signs, and the users of the commercial ones. A personal
 * key is one user's; it has no user pair. One client of each sort is there from the start, with a
 * user whose data both see.
 */
#ifndef PF_SANDBOX_SNAPTRADE_USERS_H
#define PF_SANDBOX_SNAPTRADE_USERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sandbox/snaptrade_limit.h"

/* clang-format off */
#define SNAP_TEST_CLIENT       "invented-snaptrade-client-id"
#define SNAP_TEST_KEY          "invented-snaptrade-consumer-key"
#define SNAP_TEST_USER         "invented-snaptrade-user-id"
#define SNAP_TEST_SECRET       "invented-snaptrade-user-secret"
#define SNAP_TEST_PERSONAL     "invented-snaptrade-personal-id"
#define SNAP_TEST_PERSONAL_KEY "invented-snaptrade-personal-key"
/* clang-format on */

struct snap_client {
	char *id, *key;    /* owned */
	char *user;        /* owned; whose data a personal key sees, NULL: a commercial one */
	int64_t signed_up; /* ns; CLOCK_NONE: long ago */
	struct snap_window window;
	struct snap_window *accounts; /* owned, one an account; NULL: none was asked for yet */
	size_t naccounts;
};

struct snap_user {
	char *client;      /* owned; whose user */
	char *id, *secret; /* owned */
	bool deleted;
};

struct snap_users {
	struct snap_client *clients; /* owned */
	struct snap_user *users;     /* owned; in order of time */
	size_t nclients, nusers;
	struct snap_window others; /* those that are no client of ours */
	uint64_t made;             /* secrets */
};

/* The ones that are there from the start. */
void snap_users_init(struct snap_users *u);
void snap_users_release(struct snap_users *u);

/* All borrowed, and copied. user NULL: a commercial one. One of that id is replaced. */
void snap_users_add_client(
    struct snap_users *u, const char *id, const char *key, const char *user, int64_t signed_up);
struct snap_client *snap_users_client(const struct snap_users *u, const char *id);

/* secret NULL: one is made. One that is there gets the secret. Borrowed until another is added. */
struct snap_user *snap_users_add(
    struct snap_users *u, const char *client, const char *id, const char *secret);

/* The user of a commercial client, or whom a personal one is for; NULL: none, or deleted. */
struct snap_user *snap_users_find(
    const struct snap_users *u, const struct snap_client *c, const char *id);

void snap_users_new_secret(struct snap_users *u, struct snap_user *user);

/* Room for the account's window of a personal client. */
struct snap_window *snap_client_window(struct snap_client *c, size_t account);

#endif
