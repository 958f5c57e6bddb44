/*
 * Who may see the pages: who gave the API's key in a form. A cookie that is signed with what is made of the key
 * says until when (RFC 6265; HMAC, RFC 2104); nothing is kept here, and another key ends them all.
 */
#ifndef PF_WEB_LOGIN_H
#define PF_WEB_LOGIN_H

#include <stdbool.h>

struct service;
struct web_reply;
struct web_request;

/* True if the request has a cookie that counts, or none is asked for; else the answer is made. */
bool login_admits(struct service *s, const struct web_request *q, struct web_reply *r);

#endif
