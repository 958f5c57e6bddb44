// The vendor's own client against the sandbox: openai.cjs MODE; prints what it finds, a line each. Its settings come from OPENAI_BASE_URL and OPENAI_API_KEY.
"use strict";
const fs = require("fs");
const OpenAI = require("openai");
const { zodResponseFormat, zodTextFormat } = require("openai/helpers/zod");
const { z } = require("zod");

const client = new OpenAI();
const model = "gpt-5-mini";
const say = (...a) => console.log(a.map((x) => (typeof x === "string" ? x : JSON.stringify(x))).join(" "));
const Triage = z.object({ is_noise: z.boolean(), tickers_present: z.array(z.string()), skip_reason: z.string().nullable() });
const messages = [{ role: "developer", content: "Find ideas." }, { role: "user", content: "Bought $AAPL at 190 today, short $TSLA" }];
const format = zodResponseFormat(Triage, "triage");

async function refused(name, promise) {
	try {
		await promise;
		say(name, "was not refused");
	} catch (e) {
		say(name, e.constructor.name, e.status ?? "-", e.code ?? "-", e.type ?? "-", e.param ?? "-", /^req_/.test(e.requestID ?? "") ? "named" : "unnamed");
	}
}

const modes = {
	async good() {
		const ids = [];
		for await (const m of client.models.list()) ids.push(m.id);
		say("models", ids.includes(model), (await client.models.retrieve("gpt-5-nano")).object);

		const c = await client.chat.completions.create({ model, messages });
		say("chat", c.object, c.choices[0].finish_reason, c.choices[0].message.refusal, c.choices[0].message.content.startsWith("Bought"), /^req_/.test(c._request_id));
		const p = await client.chat.completions.parse({ model, messages, response_format: format });
		say("parse", p.choices[0].message.parsed.tickers_present, p.usage.total_tokens === p.usage.prompt_tokens + p.usage.completion_tokens);

		let text = "";
		let usage = null;
		for await (const e of await client.chat.completions.create({ model, messages, stream: true, stream_options: { include_usage: true } })) {
			text += e.choices[0]?.delta?.content ?? "";
			usage = e.usage ?? usage;
		}
		say("stream", text === c.choices[0].message.content, usage.total_tokens === c.usage.total_tokens);
		const whole = await client.chat.completions.stream({ model, messages, response_format: format }).finalChatCompletion();
		say("stream parse", whole.choices[0].message.parsed.tickers_present);

		const r = await client.responses.parse({ model, input: messages, text: { format: zodTextFormat(Triage, "triage") } });
		say("responses", r.status, r.output.map((o) => o.type), r.output_parsed.tickers_present, JSON.parse(r.output_text).tickers_present);
		say("response", (await client.responses.retrieve(r.id)).output_text === r.output_text);
		const { data, response } = await client.models.list().withResponse();
		say("headers", data.data.length > 20, response.headers.get("openai-version"));
	},

	async errors() {
		await refused("key", new OpenAI({ apiKey: "sk-other" }).models.list());
		await refused("model", client.chat.completions.create({ model: "gpt-0", messages }));
		await refused("parameter", client.chat.completions.create({ model, messages, temperature: 0.5 }));
		await refused("max_tokens", client.chat.completions.create({ model, messages, max_tokens: 5 }));
		await refused("schema", client.chat.completions.create({ model, messages, response_format: { type: "json_schema", json_schema: { name: "x", strict: true, schema: { type: "object" } } } }));
		await refused("file", client.files.retrieve("file-0"));
		await refused("batch", client.batches.retrieve("batch_0"));
		await refused("response", client.responses.retrieve("resp_0"));
		await refused("length", client.chat.completions.parse({ model, messages, max_completion_tokens: 130, response_format: format }));
	},

	async files() {
		fs.writeFileSync("in.jsonl", '{"a":1}\n');
		const f = await client.files.create({ file: fs.createReadStream("in.jsonl"), purpose: "batch", expires_after: { anchor: "created_at", seconds: 7200 } });
		say("create", f.filename, f.purpose, f.bytes, f.expires_at - f.created_at);
		const g = await client.files.create({ file: await OpenAI.toFile(Buffer.from("xyz"), "other.txt"), purpose: "user_data" });
		const seen = [];
		for await (const x of client.files.list({ limit: 1 })) seen.push(x.id);
		say("list", seen.join() === [g.id, f.id].join(), (await client.files.list({ purpose: "batch" })).data.length);
		say("content", await (await client.files.content(f.id)).text());
		say("wait", (await client.files.waitForProcessing(f.id)).status);
		say("delete", await client.files.delete(g.id).then((d) => d.deleted));
		await refused("gone", client.files.content(g.id));
		await refused("name", client.files.create({ file: await OpenAI.toFile(Buffer.from("x"), "in.json"), purpose: "batch" }));
	},

	async batches() {
		const lines = [...Array(5).keys()].map((i) => JSON.stringify({ custom_id: `m-${i}`, method: "POST", url: "/v1/chat/completions", body: { model, messages, response_format: format, ...(i === 3 ? { temperature: 0 } : {}) } }));
		const file = await client.files.create({ file: await OpenAI.toFile(Buffer.from(lines.join("\n")), "in.jsonl"), purpose: "batch" });
		let b = await client.batches.create({ input_file_id: file.id, endpoint: "/v1/chat/completions", completion_window: "24h", metadata: { submission: "s-1" } });
		const states = [b.status];
		while (!["completed", "failed", "expired", "cancelled"].includes(b.status) && states.length < 20) {
			b = await client.batches.retrieve(b.id);
			states.push(b.status);
		}
		say("states", states);
		say("counts", b.request_counts, b.metadata, b.usage.total_tokens > 0);
		for (const id of [b.output_file_id, b.error_file_id]) {
			const rows = (await (await client.files.content(id)).text()).trim().split("\n").map((l) => JSON.parse(l));
			say("lines", rows.map((r) => r.custom_id).sort(), [...new Set(rows.map((r) => r.response.status_code))]);
			if (id === b.output_file_id) say("line", JSON.parse(rows[0].response.body.choices[0].message.content).tickers_present);
		}
		const c = await client.batches.create({ input_file_id: file.id, endpoint: "/v1/chat/completions", completion_window: "24h" });
		say("cancel", (await client.batches.cancel(c.id)).status, (await client.batches.retrieve(c.id)).status);
		const seen = [];
		for await (const x of client.batches.list({ limit: 1 })) seen.push(x.id);
		say("list", seen.join() === [c.id, b.id].join());
		await refused("cancelled", client.batches.cancel(c.id, { maxRetries: 0 }));
	},

	// One completion with what the client does by itself about a fault.
	async once() {
		try {
			const c = await client.chat.completions.create({ model, messages });
			say("answer", c.choices[0]?.finish_reason ?? "-", c.choices[0]?.message.content === null ? "null" : "text", c.choices[0]?.message.refusal ? "refusal" : "-");
		} catch (e) {
			say("error", e.constructor.name, e.status ?? "-", e.code ?? "-");
		}
	},
};

modes[process.argv[2]]().catch((e) => {
	console.error(e);
	process.exit(1);
});
