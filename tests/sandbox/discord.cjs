/*
 * The vendor's best-known client (npm: discord.js) against the sandbox: REST and the gateway. A line a thing that it saw; node finds the
 * client by NODE_PATH.
 *
 *	discord.cjs course	all that is read and written, and what comes live
 *	discord.cjs resume	the gateway drops the connection; what was missed comes
 *	discord.cjs refused	a token that is none
 */
const { AttachmentBuilder, Client, EmbedBuilder, Events, GatewayIntentBits, Partials } = require("discord.js");

const [mode] = process.argv.slice(2);
const { PF_DISCORD_URL: url, DISCORD_BOT_TOKEN: token, LOG_CHANNEL_IDS: channels } = process.env;
const other = "invented-discord-token-of-mara"; /* a user of the shipped data */
const trading = channels.split(",")[0];
const say = (...what) => console.log(...what);

const client = new Client({
	intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
	partials: [Partials.Message],
	rest: { api: `${url}/api`, cdn: url },
});
client.on(Events.ShardResume, (id, replayed) => say("resumed", replayed));
client.on(Events.Error, (e) => say("error", e.message));
client.rest.on("rateLimited", (why) => process.env.PF_VERBOSE && console.error(why));

const next = (event, fits = () => true) =>
	new Promise((done) => {
		const listen = (...what) => {
			if (!fits(...what)) return;
			client.off(event, listen);
			done(what);
		};
		client.on(event, listen);
	});

/* Another user does something, by REST alone. */
const act = (method, path, body) =>
	fetch(`${url}/api/v10${path}`, {
		method,
		headers: { authorization: `Bot ${other}`, "user-agent": "DiscordBot (https://example.org, 1)", "content-type": "application/json" },
		body: body && JSON.stringify(body),
	}).then((r) => (r.status === 204 ? null : r.json()));

async function history(channel) {
	const all = [];
	for (let after = "0"; ; ) {
		const page = [...(await channel.messages.fetch({ limit: 50, after, cache: false })).values()].reverse();
		all.push(...page);
		if (page.length < 50) return all;
		after = page.at(-1).id;
	}
}

async function course() {
	const guild = client.guilds.cache.first();
	say("guild", guild.name, [...guild.channels.cache.values()].map((c) => c.name).sort().join());
	const channel = await client.channels.fetch(trading);
	const all = await history(channel);
	say("history", all.length, all.every((m, i) => i === 0 || BigInt(m.id) > BigInt(all[i - 1].id)), all[0].content.slice(0, 26));
	const one = await channel.messages.fetch(all.find((m) => m.reference).id);
	say("reply", one.type, (await one.fetchReference().catch((e) => e.code)).content !== undefined);

	const heard = next(Events.MessageCreate, (m) => m.author.username === "mara");
	const posted = await act("POST", `/channels/${trading}/messages`, { content: "live $GOOG" });
	const [live] = await heard;
	say("live", live.id === posted.id, live.content, live.channel.name);
	const changed = next(Events.MessageUpdate);
	await act("PATCH", `/channels/${trading}/messages/${posted.id}`, { content: "edited $GOOG" });
	const [before, after] = await changed;
	say("edited", before.content, "->", after.content, after.editedAt !== null);
	const gone = next(Events.MessageDelete);
	await act("DELETE", `/channels/${trading}/messages/${posted.id}`);
	say("deleted", (await gone)[0].id === posted.id);

	const text = await channel.send({ content: "text", reply: { messageReference: all.at(-1).id } });
	say("sent", text.content, text.reference.messageId === all.at(-1).id, text.editable);
	say("embed", (await channel.send({ embeds: [new EmbedBuilder().setTitle("GOOG").addFields({ name: "close", value: "362.71" })] })).embeds[0].fields[0].value);
	const file = await channel.send({ files: [new AttachmentBuilder(Buffer.from("GOOG,362.71\n"), { name: "bars.csv" })] });
	const back = file.attachments.first();
	say("file", back.name, back.size, (await (await fetch(back.url)).text()).trim());
	say("edit", (await text.edit("changed")).content, (await text.delete()).id === text.id);
	const sent = await Promise.all(Array.from({ length: 8 }, (_, i) => channel.send(`many ${i}`)));
	say("many", sent.length, new Set(sent.map((m) => m.id)).size);
	say("hidden", await client.channels.fetch("154700000000000104").then((c) => c.messages.fetch(), (e) => e).catch((e) => e).then((e) => e.code));
}

async function resume() {
	const resumed = next(Events.ShardResume);
	const heard = next(Events.MessageCreate, (m) => m.content === "missed");
	await act("POST", `/channels/${trading}/messages`, { content: "missed" }); /* the fault is at this one */
	say("heard", (await heard)[0].content);
	await resumed;
	const again = next(Events.MessageCreate);
	await act("POST", `/channels/${trading}/messages`, { content: "after" });
	say("heard", (await again)[0].content);
}

setTimeout(() => { say("no end"); process.exit(1); }, 60000).unref();
if (mode === "refused") {
	client.login("nobody").then(() => say("in"), (e) => say("refused", e.code ?? e.message)).then(() => client.destroy());
} else {
	client.once(Events.ClientReady, async () => {
		say("ready", client.user.username);
		await (mode === "resume" ? resume() : course()).catch((e) => say("failed", e.stack));
		await client.destroy();
	});
	client.login(token);
}
