#!/usr/bin/env python3
"""Make vader.tsv and emoji.tsv, the data of pf-sentiment.

	npm pack vader-sentiment@1.1.3 && tar xf vader-sentiment-1.1.3.tgz
	python3 share/lexicon/make.py package/vader_lexicon.txt /usr/share/unicode/emoji/emoji-test.txt

The second is of Unicode 15, as Debian's package unicode-data has it. Of a token that is there twice the
last line counts. What the reference (vaderSentiment of 2026-03-02) has more, or has with another value,
stands in CHANGED. An emoji is one code point of emoji version 11 or older; names that changed since stand
in emoji-older.tsv.
"""
import os
import re
import sys

CHANGED = {"badass": "1.4", "flawed": "-2.1", "heart": "3.2", "hearts": "3.3"}
HEAD = "# Made by share/lexicon/make.py; NOTICE says from what.\n"
here = os.path.dirname(os.path.abspath(__file__))


def lexicon(path):
    words = {}
    for line in open(path, encoding="utf-8"):
        token, value = line.rstrip("\n").split("\t")[0:2]
        words[token] = value
    words.update(CHANGED)
    return words


def emoji(path):
    names = {}
    row = re.compile(r"([0-9A-F]+) +; [\w-]+ +# \S+ E([\d.]+) (.*)")
    for line in open(path, encoding="utf-8"):
        m = row.match(line)
        if m and float(m[2]) <= 11:
            names[int(m[1], 16)] = m[3]
    for line in open(os.path.join(here, "emoji-older.tsv"), encoding="utf-8"):
        if not line.startswith("# "):
            char, name = line.rstrip("\n").split("\t")
            assert names[ord(char)] != name, char
            names[ord(char)] = name
    return names


def write(name, rows):
    with open(os.path.join(here, name), "w", encoding="utf-8") as f:
        f.write(HEAD)
        for key, value in rows:
            f.write(f"{key}\t{value}\n")


words = lexicon(sys.argv[1])
write("vader.tsv", sorted(words.items(), key=lambda w: w[0].encode()))
names = emoji(sys.argv[2])
write("emoji.tsv", ((chr(c), names[c]) for c in sorted(names)))
print(f"{len(words)} tokens, {len(names)} emoji")
