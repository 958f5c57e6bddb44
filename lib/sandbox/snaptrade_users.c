#include "sandbox/snaptrade_users.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "sandbox/fault.h"

void
snap_users_init(struct snap_users *u)
{
	*u = (struct snap_users){ 0 };
	snap_users_add_client(u, SNAP_TEST_CLIENT, SNAP_TEST_KEY, NULL, CLOCK_NONE);
	snap_users_add_client(
	    u, SNAP_TEST_PERSONAL, SNAP_TEST_PERSONAL_KEY, SNAP_TEST_USER, CLOCK_NONE);
	(void)snap_users_add(u, SNAP_TEST_CLIENT, SNAP_TEST_USER, SNAP_TEST_SECRET);
}

static void
client_release(struct snap_client *c)
{
	size_t i;

	snap_window_release(&c->window);
	for (i = 0; i < c->naccounts; i++)
		snap_window_release(&c->accounts[i]);
	free(c->accounts);
	free(c->id);
	free(c->key);
	free(c->user);
	*c = (struct snap_client){ 0 };
}

void
snap_users_release(struct snap_users *u)
{
	size_t i;

	for (i = 0; i < u->nclients; i++)
		client_release(&u->clients[i]);
	for (i = 0; i < u->nusers; i++) {
		free(u->users[i].client);
		free(u->users[i].id);
		free(u->users[i].secret);
	}
	free(u->clients);
	free(u->users);
	snap_window_release(&u->others);
	*u = (struct snap_users){ 0 };
}

struct snap_client *
snap_users_client(const struct snap_users *u, const char *id)
{
	size_t i;

	for (i = 0; i < u->nclients; i++)
		if (strcmp(u->clients[i].id, id) == 0)
			return &u->clients[i];
	return NULL;
}

void
snap_users_add_client(
    struct snap_users *u, const char *id, const char *key, const char *user, int64_t signed_up)
{
	struct snap_client *c = snap_users_client(u, id);

	if (c == NULL) {
		u->clients = mem_grow(u->clients, u->nclients + 1, sizeof *u->clients);
		c = &u->clients[u->nclients++];
	} else {
		client_release(c);
	}
	*c = (struct snap_client){ .id = mem_str(id),
		.key = mem_str(key),
		.user = mem_str(user),
		.signed_up = signed_up };
	log_secret(c->key);
}

struct snap_user *
snap_users_add(struct snap_users *u, const char *client, const char *id, const char *secret)
{
	const struct snap_client *c = snap_users_client(u, client);
	struct snap_user *user = c == NULL || c->user != NULL ? NULL : snap_users_find(u, c, id);

	if (user != NULL && secret != NULL) {
		free(user->secret);
		user->secret = mem_str(secret);
		log_secret(user->secret);
		return user;
	}
	u->users = mem_grow(u->users, u->nusers + 1, sizeof *u->users);
	user = &u->users[u->nusers++];
	*user = (struct snap_user){
		.client = mem_str(client), .id = mem_str(id), .secret = mem_str(secret)
	};
	if (user->secret == NULL)
		snap_users_new_secret(u, user);
	log_secret(user->secret);
	return user;
}

struct snap_user *
snap_users_find(const struct snap_users *u, const struct snap_client *c, const char *id)
{
	struct snap_user *user;
	size_t i;

	for (i = 0; i < u->nusers; i++) {
		user = &u->users[i];
		if (!user->deleted && strcmp(user->id, id) == 0 &&
		    (c->user != NULL || (user->client != NULL && strcmp(user->client, c->id) == 0)))
			return user;
	}
	return NULL;
}

/* A version 4 uuid (RFC 9562), the same in each run. */
void
snap_users_new_secret(struct snap_users *u, struct snap_user *user)
{
	uint64_t a = fault_mix(++u->made), b = fault_mix(~u->made);

	free(user->secret);
	user->secret = mem_fmt("%08" PRIx64 "-%04" PRIx64 "-4%03" PRIx64 "-a%03" PRIx64
			       "-%012" PRIx64,
	    a >> 32, a >> 16 & 0xffff, a & 0xfff, b >> 48 & 0xfff, b & UINT64_C(0xffffffffffff));
	log_secret(user->secret);
}

struct snap_window *
snap_client_window(struct snap_client *c, size_t account)
{
	while (c->naccounts <= account) {
		c->accounts = mem_grow(c->accounts, c->naccounts + 1, sizeof *c->accounts);
		c->accounts[c->naccounts++] = (struct snap_window){ 0 };
	}
	return &c->accounts[account];
}
