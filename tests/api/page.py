"""Whether standard input is a page that is well-formed and has what every page has: page.py [WORD-THAT-IS-TEXT ...]"""
import re
import sys
import xml.etree.ElementTree as tree

page = sys.stdin.buffer.read().decode()
if not page.startswith("<!DOCTYPE html>\n"):
    sys.exit("it has no document type")
root = tree.fromstring(page)  # what is written is XML, too: nothing open, nothing unescaped
every = list(root.iter())
names = [e.tag for e in every]
for name, least, most in (("title", 1, 1), ("h1", 1, 1), ("main", 1, 1), ("header", 1, 1), ("footer", 1, 1), ("script", 0, 0), ("style", 0, 0)):
    n = len([t for t in every if t.tag.split("}")[-1] == name and not t.tag.startswith("{")])
    if not least <= n <= most:
        sys.exit(f"{n} times <{name}>")
if root.get("lang") != "en":
    sys.exit("it has no language")
for e in every:
    for key, value in e.attrib.items():
        if key.startswith("on") or key == "style":
            sys.exit(f"<{e.tag}> has {key}")
        if key in ("href", "src", "action") and not re.match(r"/ui/|#|data:,", value):
            sys.exit(f"<{e.tag}> goes to {value}")
ids = [e.get("id") for e in every if e.get("id")]
if len(ids) != len(set(ids)):
    sys.exit(f"an id is there twice: {sorted(ids)}")
for table in root.iter("table"):
    if table.find("caption") is None:
        sys.exit("a table has no caption")
    if any(th.get("scope") not in ("col", "row") for th in table.iter("th")) or table.find("thead/tr/th") is None:
        sys.exit("a table has no heads, or heads of nothing")
    width = len(table.findall("thead/tr/th"))
    if any(len(list(row)) != width for row in table.findall("tbody/tr")):
        sys.exit("a row has not the columns of its table")
for svg in (e for e in every if e.tag.endswith("svg")):
    if svg.get("role") != "img" or not (svg.get("aria-label") or svg.get("aria-labelledby")):
        sys.exit("a picture has no text")
for control in root.iter("input"):
    if control.get("type") != "hidden" and not [l for l in root.iter("label") if l.get("for") == control.get("id")]:
        sys.exit("a field has no label")
text = " ".join("".join(root.itertext()).split())
for word in sys.argv[1:]:
    if word not in text:
        sys.exit(f"'{word}' is not in: {text}")
