/* What serves requests: settings, and one connection to the database that is opened when it is wanted. */
#ifndef PF_WEB_SERVICE_H
#define PF_WEB_SERVICE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "db/pg.h"

struct err;
struct route_match;
struct values;
struct web_reply;
struct web_request;

struct service {
	const char *key; /* what clients show; NULL: none */
	bool open;       /* nobody is asked for one */
	const char *
	    origins; /* whose pages may ask from a browser: "https://a.example,https://b.example" */
	const char *consumer_key,
	    *client_secret;    /* that brokerage webhooks are signed with; NULL */
	int64_t window;        /* ns that a webhook may be old */
	int64_t patience;      /* ns that a request waits for a job */
	int64_t chat_patience; /* ns that one waits for a model */
	int64_t max_usd_day;   /* that models may cost, in 1e-6 US dollars; below 0: no limit */
	struct pg_where where;
	/* where several processes share a socket: which of them wait for a job or a model; NULL: none does */
	atomic_bool *waits;
	size_t workers, worker; /* how many there are, which one this is */
	bool frozen;            /* now is what PF_NOW says */
	int64_t now;

	/* inside */
	struct pg *db;        /* or NULL */
	int64_t silent_until; /* monotonic: until then there is no other try */
};

/* The answer to a request, whatever it is; logs a line. */
void service_answer(void *service, struct web_request *q, struct web_reply *r);
void service_release(struct service *s);

/* What time it is for this request. */
int64_t service_now(const struct service *s);

/*
 * A transaction as the role pf_api, one snapshot; a connection that the server has closed meanwhile is opened
 * again. What fails is answered (503 with Retry-After when it may work later, 500 else), logged, and undone.
 */
int service_begin(struct service *s, bool writes, struct err *e);
int service_commit(struct service *s, struct err *e);
void service_failed(
    struct service *s, const struct web_request *q, struct web_reply *r, const struct err *e);

/* Whether this process may wait for something long, too: one of several stays for all other requests. end() in any case. */
bool service_wait_begin(struct service *s);
void service_wait_end(struct service *s);

/* Run a route's parts with these values, as its answer. */
void service_parts(struct service *s, const struct route_match *m, const struct values *v,
    const struct web_request *q, struct web_reply *r);

/* The answers that are no rows. */
void answer_root(struct service *s, const struct web_request *q, struct web_reply *r);
void answer_health(struct service *s, const struct web_request *q, struct web_reply *r);
void answer_alive(struct service *s, const struct web_request *q, struct web_reply *r);
void answer_system(struct service *s, const struct web_request *q, struct web_reply *r);
void answer_sync(struct service *s, const struct web_request *q, struct web_reply *r);
void answer_chat(struct service *s, const struct web_request *q, struct web_reply *r);
void answer_webhook(struct service *s, const struct web_request *q, struct web_reply *r);

/* Pages for people, and what they stand on. */
void answer_style(struct service *s, const struct web_request *q, struct web_reply *r);
void answer_home(struct service *s, const struct web_request *q, struct web_reply *r);
void answer_login(struct service *s, const struct web_request *q, struct web_reply *r);
void answer_login_try(struct service *s, const struct web_request *q, struct web_reply *r);
void answer_logout(struct service *s, const struct web_request *q, struct web_reply *r);
void page_portfolio(struct service *s, const struct web_request *q, struct web_reply *r);
void page_stock(struct service *s, const struct web_request *q, struct web_reply *r);
void page_ideas(struct service *s, const struct web_request *q, struct web_reply *r);
void page_runs(struct service *s, const struct web_request *q, struct web_reply *r);
void page_health(struct service *s, const struct web_request *q, struct web_reply *r);

#endif
