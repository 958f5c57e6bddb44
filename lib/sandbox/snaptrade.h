/*
 * SnapTrade's side of the wire (docs.snaptrade.com, and the OpenAPI description in
 * github.com/passiv/snaptrade-sdks):
 *
 *	snaptrade_sign         whether a request is signed, and by whom
 *	snaptrade_users        the clients and users that there are
 *	snaptrade_store        connections, accounts and what is in them, from a file
 *	snaptrade_limit        how often a client may ask
 *	snaptrade_error        what goes wrong, in the vendor's shapes
 *	snaptrade_call         a request on its way; its parameters, its faults
 *	snaptrade_accounts, _orders, _activities, _holdings, _connections, _portal, _reports
 *	                       the endpoints
 *	snaptrade_delivery     webhooks, and
 *	snaptrade_post         how they are sent
 */
#ifndef PF_SANDBOX_SNAPTRADE_H
#define PF_SANDBOX_SNAPTRADE_H

struct sandbox_vendor;

extern const struct sandbox_vendor snap_vendor;

#endif
