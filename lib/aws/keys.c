#include "aws/keys.h"

#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/json.h"

/* ASCII that is seen, nothing else: what no header can be broken with. */
static int
check(const char *from, const char *what, const char *s, struct err *e)
{
	const char *c;

	for (c = s; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~')
			return err_set(e, ERR_CONFIG,
			    "%s: the %s has a blank or another character that no key has", from,
			    what);
	return 0;
}

int
aws_keys_set(struct aws_keys *k, const char *from, const char *id, const char *secret,
    const char *token, const char *expiration, struct err *e)
{
	int64_t expires = CLOCK_NONE;

	if (id == NULL || id[0] == '\0')
		return err_set(e, ERR_CONFIG, "%s: there is no access key id", from);
	if (secret == NULL || secret[0] == '\0')
		return err_set(e, ERR_CONFIG,
		    "%s: partial credentials: an access key id without its secret key", from);
	if (check(from, "access key id", id, e) || check(from, "secret key", secret, e) ||
	    (token != NULL && check(from, "session token", token, e)))
		return -1;
	if (expiration != NULL && expiration[0] != '\0' &&
	    clock_parse_time(expiration, strlen(expiration), &expires))
		return err_set(e, ERR_CONFIG,
		    "%s: the time of expiration is no time with a zone (2024-01-31T12:00:00Z)",
		    from);
	log_secret(secret);
	log_secret(token);
	k->id = mem_str(id);
	k->secret = mem_str(secret);
	k->token = token == NULL || token[0] == '\0' ? NULL : mem_str(token);
	k->expires = expires;
	(void)snprintf(k->from, sizeof k->from, "%s", from); /* cut: it is for people */
	return 0;
}

int
aws_keys_read(struct aws_keys *k, const char *from, const struct aws_keys_names *names,
    const struct json *object, struct err *e)
{
	if (!json_is_object(object))
		return err_set(e, ERR_DATA, "%s: the answer is no JSON object", from);
	return aws_keys_set(k, from, json_str(json_get(object, names->id)),
	    json_str(json_get(object, names->secret)), json_str(json_get(object, names->token)),
	    json_str(json_get(object, names->expiration)), e);
}

void
aws_wipe(char *text)
{
	if (text != NULL)
		OPENSSL_cleanse(text, strlen(text));
	free(text);
}

void
aws_keys_release(struct aws_keys *k)
{
	aws_wipe(k->id);
	aws_wipe(k->secret);
	aws_wipe(k->token);
	*k = (struct aws_keys){ .expires = CLOCK_NONE };
}
