/*
 * Print 1,000 texts as the npm package vader-sentiment 1.1.3 scores them: tests/data/vader-npm.jsonl.
 *
 *	npm install vader-sentiment@1.1.3 && node tests/text/vader-npm.cjs FOLDER >tests/data/vader-npm.jsonl
 *
 * The package is older than the reference. The texts are of what both do alike, so without: "no", "never" and "but"; the
 * words of fixed phrases; "kind of" and its like; "without doubt"; boosters that came later; words with another value;
 * anything beyond ASCII; words of one letter; marks at words of two; two marks at a word; capitals elsewhere than in words
 * of the lexicon and neutral ones, which begin no text.
 */
const path = require('path');
const { SentimentIntensityAnalyzer, SentiText } = require(path.join(process.argv[2], 'node_modules/vader-sentiment'));
const { lexicon } = require(path.join(process.argv[2], 'node_modules/vader-sentiment/src/vader_lexicon.js'));

let seed = 20261127;
function below(n) {
	seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
	return Math.floor((seed / 4294967296) * n);
}
const pick = (list) => list[below(list.length)];

const left = 'shit bomb ass stop right death die heart hearts badass flawed beating broken kiss yeah bad bus doubt kind just enough sort'.split(' ');
const valued = Object.keys(lexicon).filter((w) => /^[a-z]{3,}$/.test(w) && !left.includes(w)).sort();
const boosters = ('absolutely amazingly completely considerably deeply entirely extremely fully greatly highly hugely incredibly more most ' +
	'really remarkably so totally utterly very almost barely hardly kinda less little marginally partly slightly somewhat').split(' ');
const negations = "not don't isn't can't won't without nothing rarely cannot wasnt despite neither".split(' ');
const neutral = ('the quarter was results look this deal market shares at an outlook chart earnings report they sold bought price ' +
	'of revenue and guidance it is above margins with volume into close today least there were that analyst').split(' ');

function text() {
	const words = [];
	const n = 4 + below(14);
	for (let i = 0; i < n; i++) {
		const r = below(100);
		let w = r < 30 ? pick(valued) : r < 42 ? pick(boosters) : r < 50 ? pick(negations) : pick(neutral);
		if ((r < 30 || r >= 50) && below(12) === 0 && w !== 'this' && w !== 'least')
			w = w.toUpperCase();
		if (w.length > 2 && below(10) === 0)
			w += pick(['.', ',', '!', '?', ';', ':']);
		words.push(w);
	}
	return words.join(' ');
}

for (let i = 0; i < 1000; i++) {
	const content = text();
	const s = SentimentIntensityAnalyzer.polarity_scores(content);
	const sentiment = { model: 'vader', neg: s.neg, neu: s.neu, pos: s.pos, compound: s.compound + 0 };
	console.log(JSON.stringify({ content, sentiment, sentiment_score: sentiment.compound }));
}
