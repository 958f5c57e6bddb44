"""Symbols in texts as such programs find them: regular expressions for what is stripped, cashtags and words, and sets to look them up.

	link.py universe.jsonl share/link <messages.jsonl

The same rules as pf-link's, without its fine points: it does less, not more.

	link.py make N SEED-UNIVERSE LABELLED DIR   writes DIR/universe.jsonl with N symbols and DIR/messages.jsonl with 200,000 texts
"""
import json
import random
import re
import sys

STRIP = re.compile(
    r"^(?:&gt;|>) .*$|```.*?```|`[^`\n]*`|<(?:[@#:]|a:|t:|/)[^<>\n]{0,126}>|[A-Za-z]+://[^\s<>\"`)|]+|\bwww\.[^\s<>\"`)|]+"
    r"|[\w.%+-]+@[\w.-]+\.[A-Za-z]{2,}|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|gov|edu)\b\S*|(?<!\w)#\w+|(?<!\w)@[A-Za-z][\w.-]*"
    r"|(?<!\w):[A-Za-z_][\w+-]+:|\b[ur]/[\w-]{3,}|\b\d{1,2}(?::\d\d){1,2}(?: ?[AaPp][Mm])?(?: (?:ET|EST|EDT|PT|CT|UTC|GMT))?\b",
    re.M | re.S)
CASHTAG = re.compile(r"(?<!\w)\$([A-Za-z]{1,6}(?:[.-][A-Za-z]{1,3})?)(?!\w)")
EXCHANGE = re.compile(r"\b([A-Z]{3,8}): ?([A-Z][A-Z0-9&.-]{0,9})\b")
WORD = re.compile(r"(?<![\w$&'-])([A-Z0-9][A-Z0-9]{0,9}(?:[.&/-][A-Z0-9]{1,5})?)(?![\w&])")
TOKEN = re.compile(r"[A-Za-z0-9&']+")
BEFORE = re.compile(r"([A-Za-z]+)\W+(?:(?:some|more|the|my|of|in|on|to|\d+|shares|calls|puts)\W+){0,3}$")
AFTER = re.compile(r"\s+(?:(?:\$?\d[\d.]*[cCpP]?\s+)?([A-Za-z]+)|\$?\d[\d.]*[cCpP]\b)")


def read_lists(folder):
    lists, aliases, coins = {}, {}, {}
    for line in open(folder + "/words.tsv", encoding="utf-8"):
        if line[0] != "#" and "\t" in line:
            name, words = line.rstrip("\n").split("\t")
            lists.setdefault(name, set()).update(words.split())
    for line in open(folder + "/aliases.tsv", encoding="utf-8"):
        field = line.rstrip("\n").split("\t")
        if line[0] != "#" and len(field) > 2 and field[2] != "ticker":
            aliases.setdefault(field[1], field[0])
    for line in open(folder + "/crypto.tsv", encoding="utf-8"):
        field = line.rstrip("\n").split("\t")
        if line[0] != "#" and len(field) > 2:
            coins[field[0]] = field[1]
            for name in filter(None, field[2].split(",")):
                aliases.setdefault(name.lstrip("~"), field[0])
    return lists, aliases, coins


def canonical(symbol):
    return symbol.upper().replace("-", ".").replace("/", ".")


class Linker:
    def __init__(self, universe, folder):
        self.lists, self.aliases, self.coins = read_lists(folder)
        self.symbols = {}
        self.names = {}
        endings = self.lists["legal"] | self.lists["generic"]
        for line in open(universe, encoding="utf-8"):
            record = json.loads(line)
            self.symbols.setdefault(canonical(record["symbol"]), record["symbol"])
            name = TOKEN.findall(re.split(r",|\(| - | class ", record.get("description", "").lower())[0])
            while len(name) > 1 and name[-1] in endings:
                name.pop()
            if name:
                self.names.setdefault(" ".join(name), record["symbol"])
        for symbol in list(self.aliases.values()) + list(self.coins):
            self.symbols.setdefault(canonical(symbol), symbol)
        for name, symbol in self.aliases.items():
            self.names[" ".join(TOKEN.findall(name.lower()))] = symbol
        self.first = {name.split(" ")[0] for name in self.names}
        self.words = self.lists["reserved"] | self.lists["stop"] | self.lists["strict"] | self.lists["chatter"]

    def context(self, text, at, end):
        before = BEFORE.search(text, max(0, at - 40), at)
        after = AFTER.match(text, end)
        return (after and (after.group(1) or "calls").lower() in self.lists["after"]) or \
            (before and before.group(1).lower() in self.lists["trading"])

    def link_names(self, text, take):
        places = [(m.start(), m.end()) for m in TOKEN.finditer(text)]
        words = [text[a:b].lower() for a, b in places]
        i = 0
        while i < len(words):
            n = 0
            if words[i] in self.first and (places[i][0] == 0 or text[places[i][0] - 1] != "$"):
                for n in range(min(4, len(words) - i), 0, -1):
                    symbol = self.names.get(" ".join(words[i:i + n]))
                    if symbol is None or words[i] in self.words:
                        continue
                    a, b = places[i][0], places[i + n - 1][1]
                    if words[i] not in self.lists["everyday"] or self.context(text, a, b):
                        take(symbol, "alias", 0.8, a, b)
                        break
                else:
                    n = 0
            i += n or 1

    def link(self, text):
        found, tags = {}, {}

        def take(symbol, how, confidence, at, end):
            key = found.setdefault(symbol, [how, confidence, raw[at:end], at, 0])
            key[4] += 1

        raw = text
        text = STRIP.sub(lambda m: " " * len(m.group()), text)
        letters = [c for c in text if c.isalpha()]
        shouting = sum(c.isupper() for c in letters) * 2 > len(letters)
        for m in CASHTAG.finditer(text):
            key = canonical(m.group(1))
            if key.lower() in self.lists["reserved"] or key.lower() in self.lists["variable"]:
                continue
            known = self.symbols.get(key) or self.symbols.get(key.split(".")[0])
            take(known or key, "cashtag", 0.95 if known else 0.6, m.start(), m.end())
            tags.setdefault("$" + key)
        for m in EXCHANGE.finditer(text):
            if m.group(1).lower() in self.lists["exchange"]:
                key = canonical(m.group(2))
                take(self.symbols.get(key, key), "exchange", 0.97, m.start(), m.end())
        for m in WORD.finditer(text):
            known = self.symbols.get(canonical(m.group(1)))
            if known is None or m.group(1).lower() in self.lists["reserved"]:
                continue
            if len(known) == 1 or shouting or m.group(1).lower() in self.words:
                if self.context(text, m.start(), m.end()):
                    take(known, "word", 0.75, m.start(), m.end())
            else:
                take(known, "crypto" if known in self.coins else "bare", 0.85, m.start(), m.end())
        self.link_names(text, take)
        return found, tags


def make(n, seed, labelled, folder):
    rng = random.Random(9)
    with open(folder + "/universe.jsonl", "w", encoding="utf-8") as out:
        lines = open(seed, encoding="utf-8").read().splitlines()
        seen = {json.loads(line)["symbol"] for line in lines}
        out.write("\n".join(lines) + "\n")
        while len(seen) < n:
            symbol = "".join(rng.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(rng.choice((4, 5, 5, 6))))
            if symbol not in seen:
                seen.add(symbol)
                name = "".join(rng.choice("abcdefghijklmnoprstuvwz") for _ in range(9)).capitalize()
                out.write(json.dumps({"kind": "symbol", "symbol": symbol, "description": name + " Industries Inc."}) + "\n")
    texts = [json.loads(line)["content"] for line in open(labelled, encoding="utf-8")]
    with open(folder + "/messages.jsonl", "w", encoding="utf-8") as out:
        for i in range(200000):
            text = " ".join(rng.choice(texts) for _ in range(rng.choice((1, 1, 2, 3))))
            out.write(json.dumps({"kind": "message", "message_id": str(i), "content": text}) + "\n")


def main():
    if sys.argv[1] == "make":
        return make(int(sys.argv[2]), *sys.argv[3:])
    linker = Linker(sys.argv[1], sys.argv[2])
    for line in sys.stdin:
        record = json.loads(line)
        found, tags = linker.link(record["content"])
        record["tickers_detected"] = ", ".join(tags) or None
        record["symbols"] = [{"symbol": s, "how": h, "confidence": c, "text": t, "at": a, "count": n}
                             for s, (h, c, t, a, n) in found.items()]
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


main()
