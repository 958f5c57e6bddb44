// Two clients of Telegram's Bot API from npm, unchanged: what each sends, and how each reads the refusals
'use strict';
const { Api } = require('grammy');
const { Telegraf } = require('telegraf');

const { PF_TELEGRAM_URL: root, TELEGRAM_BOT_TOKEN: token, TELEGRAM_CHAT_ID: chat } = process.env;
const say = (...what) => console.log(...what);

async function refused(who, f) {
	try {
		await f();
		say(who, 'was not refused');
	} catch (e) {
		say(who, e.error_code || e.code, e.description, JSON.stringify(e.parameters || {}));
	}
}

(async () => {
	const t = new Telegraf(token, { telegram: { apiRoot: root } }).telegram;
	const g = new Api(token, { apiRoot: root });

	say('telegraf', (await t.getMe()).username, (await t.sendMessage(chat, 'a & 😀 <b>')).text);
	say('telegraf', (await t.sendMessage(chat, '<b>x</b> &lt; 1.5', { parse_mode: 'HTML' })).text);
	say('grammy', (await g.getMe()).username, (await g.sendMessage('@pf_sandbox', 'b', { link_preview_options: { is_disabled: true } })).chat.id);
	for (const [id, text, how] of [[1, 'x'], [430000, 'x'], [-4200, 'x'], [chat, ' '], [chat, 'x'.repeat(4097)], [chat, '<p>x', { parse_mode: 'HTML' }]]) {
		await refused('telegraf', () => t.sendMessage(id, text, how));
		await refused('grammy', () => g.sendMessage(id, text, how));
	}
	await refused('grammy', () => new Api('1:bad', { apiRoot: root }).getMe());
	await refused('grammy', () => new Api('bad', { apiRoot: root }).getMe());
})();
