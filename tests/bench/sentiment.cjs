/* pf-sentiment's peer, as its users would write it: node sentiment.cjs FOLDER-OF-NODE_MODULES FILE; scores each line's content */
const fs = require('fs');
const path = require('path');
const readline = require('readline');
const vader = require(path.join(process.argv[2], 'node_modules/vader-sentiment')).SentimentIntensityAnalyzer;

async function main() {
	const out = [];
	for await (const line of readline.createInterface({ input: fs.createReadStream(process.argv[3]), crlfDelay: Infinity })) {
		const record = JSON.parse(line);
		const s = vader.polarity_scores(record.content);
		record.sentiment = { model: 'vader', neg: s.neg, neu: s.neu, pos: s.pos, compound: s.compound };
		record.sentiment_score = s.compound;
		out.push(JSON.stringify(record));
		if (out.length === 1000)
			process.stdout.write(out.splice(0).join('\n') + '\n');
	}
	if (out.length > 0)
		process.stdout.write(out.join('\n') + '\n');
}
main();
