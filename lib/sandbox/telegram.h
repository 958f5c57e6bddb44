/*
 * Telegram's side of the wire, as far as a bot sends by it: getMe, sendMessage (core.telegram.org/bots/api; texts of errors
 * from the vendor's own server, tdlib/telegram-bot-api). One bot and a few chats are known:
 *
 *	424242            a person
 *	430000            a person who has blocked the bot
 *	-4200             a group that became a supergroup: -1001000004200
 *	-1001000000100    a supergroup
 *	@pf_sandbox       a channel: -1001000000300
 *
 * GET /messages, which the vendor does not have, lists what was sent, an object a line.
 */
#ifndef PF_SANDBOX_TELEGRAM_H
#define PF_SANDBOX_TELEGRAM_H

struct sandbox_vendor;

extern const struct sandbox_vendor tele_vendor;

#endif
