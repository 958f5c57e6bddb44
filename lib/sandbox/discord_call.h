/* A request to Discord's side, checked so far that it is known who asks for what. */
#ifndef PF_SANDBOX_DISCORD_CALL_H
#define PF_SANDBOX_DISCORD_CALL_H

#include <stdbool.h>
#include <stdint.h>

#include "io/rec.h"
#include "sandbox/discord_error.h"
#include "sandbox/discord_limit.h"
#include "sandbox/discord_store.h"
#include "sandbox/reply.h"
#include "sandbox/request.h"

#define DISC_IDS_MAX 3

struct disc {
	struct disc_store store;
	struct disc_limits limits;
	struct disc_gateway *gateway; /* owned */
	char *host;                   /* owned; host and port, as clients know us */
	int64_t began, began_mono;    /* ns; the calendar clock when all began, and it goes on */
};

struct disc_call {
	struct disc *d; /* all borrowed */
	const struct request *r;
	struct reply *reply;
	struct disc_user *me; /* NULL: no bot asks, which the endpoint allows */
	struct slice words[DISC_IDS_MAX];
	uint64_t ids[DISC_IDS_MAX]; /* what the path names; 0 where it is no number */
	struct disc_channel *channel;
	struct disc_guild *guild;
	struct disc_webhook *webhook;
	const char *host; /* as the client knows us */
	int64_t now;      /* ns */
};

int64_t disc_now(const struct disc *d);

/* The value of a parameter in the query; NULL: not there. */
const char *disc_param(const struct disc_call *c, const char *name);

/* Parameters, checked; a bad one goes into the form. What is not there leaves *v as it is. */
void disc_param_int(const struct disc_call *c, const char *name, int64_t min, int64_t max,
    int64_t *v, struct disc_form *form);
void disc_param_id(
    const struct disc_call *c, const char *name, uint64_t *v, struct disc_form *form);

/* A reply of 200 begins. */
struct buf *disc_ok(const struct disc_call *c);

/* A comma, unless an array or object begins. */
void disc_next(struct buf *out);

/* Whether this fault of the vendor's own fires, and its value. */
bool disc_fault(const struct disc_call *c, const char *kind);
int64_t disc_fault_value(const struct disc_call *c);

/* The endpoints. */
typedef void disc_answer(struct disc_call *c);

disc_answer disc_get_me, disc_get_my_guilds, disc_get_application, disc_get_gateway,
    disc_get_gateway_bot, disc_get_guild, disc_list_channels, disc_list_active_threads,
    disc_get_channel, disc_list_archived_threads, disc_list_messages, disc_get_message,
    disc_create_message, disc_edit_message, disc_delete_message, disc_delete_messages,
    disc_get_webhook, disc_execute_webhook, disc_connect;

#endif
