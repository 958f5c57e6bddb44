#!/usr/bin/env python3
"""Hold our protocols against botocore's: random inputs as they are serialised, random replies as they are read.

	wire.py PROGRAM COUNT SEED          a difference a line, status 1 if there is one; "N requests, M replies" at the end
"""
import base64
import datetime
import json
import random
import subprocess
import sys
import urllib.parse
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import botocore.awsrequest
import botocore.parsers
import botocore.serialize
import botocore.session

SESSION = botocore.session.get_session()
TEXT = "abcXYZ019 -_.~/+&=%?#<>\"'üß€漢,;:@!*()\t"
HEADER = "abcXYZ019-_./+=%,;:@"
RANDOM = random.Random()


def tables(program):
    """Names of members that we know, by service and by structure or operation and side."""
    known, rows = {}, []
    out = subprocess.run([program], input="tables\n", capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        service, name, http, source, target = line.split("\t")
        names = lambda words: [w.split(":")[0].split("=")[0].split("@")[0].rstrip("!+~%") for w in words.split()]
        known[service, name, "in"] = names(source)
        known[service, name, "out"] = names(target)
        rows.append((service, name))
    return known, rows


class Maker:
    def __init__(self, service, known):
        self.service, self.known = service, known
        self.model = SESSION.get_service_model(service)
        self.protocol = self.model.metadata["protocol"]

    def text(self, letters=TEXT):
        return "".join(RANDOM.choice(letters) for _ in range(RANDOM.randint(1, 12)))

    def time(self):
        return datetime.datetime.fromtimestamp(RANDOM.randint(0, 4000000000), datetime.timezone.utc)

    def names(self, shape, name, side):
        names = self.known.get((self.service, name, side)) or self.known.get((self.service, name, "in")) or []
        return [n for n in names if n in shape.members]

    def value(self, shape, place=None, depth=0):
        """(for botocore, for us)"""
        kind = shape.type_name
        if kind == "structure":
            return self.structure(shape, self.names(shape, shape.name, "in"), depth + 1)
        if kind == "list":
            both = [self.value(shape.member, place, depth + 1) for _ in range(RANDOM.randint(0 if place is None else 1, 3))]
            return [b[0] for b in both], [b[1] for b in both]
        if kind == "map":
            both = {self.text(HEADER.replace(":", "").replace(",", "").replace(";", "").replace("/", "") if place else TEXT): self.value(shape.value, place, depth + 1) for _ in range(RANDOM.randint(1, 3))}
            return {k: v[0] for k, v in both.items()}, {k: v[1] for k, v in both.items()}
        if kind == "timestamp":
            t = self.time()
            return t, t.strftime("%Y-%m-%dT%H:%M:%SZ")
        if kind == "boolean":
            b = RANDOM.random() < 0.5
            return b, b
        if kind in ("integer", "long"):
            n = RANDOM.choice((0, 1, -7, 100, 2**31 - 1, RANDOM.randint(0, 10**12)))
            return n, n
        if kind == "blob":
            b = bytes(RANDOM.randint(0, 255) for _ in range(RANDOM.randint(1, 20)))
            return b, base64.b64encode(b).decode()
        s = self.text(HEADER if place == "header" or place == "headers" else TEXT)
        return s, s

    def structure(self, shape, names, depth=0):
        theirs, ours = {}, {}
        needed = shape.metadata.get("required", []) + [n for n in names if shape.members[n].metadata.get("idempotencyToken") or n == "EncodingType"]
        for name in names:
            member = shape.members[name]
            if name not in needed and RANDOM.random() < (0.5 if depth < 3 else 0.8):
                continue
            if name == "Bucket" and depth == 0:
                theirs[name] = ours[name] = "bucket-%d" % RANDOM.randint(0, 99)
                continue
            theirs[name], ours[name] = self.value(member, member.serialization.get("location"), depth)
        return theirs, ours

    def xml(self, shape, name, depth=0):
        """An element as the service might write it."""
        if shape.type_name == "structure":
            inside = ""
            for member in self.names(shape, shape.name, "out" if depth == 0 else "in"):
                inside += self.member(shape, member, depth)
            return "<%s>%s</%s>" % (name, inside, name)
        if shape.type_name == "map":
            key, value = shape.key.serialization.get("name", "key"), shape.value.serialization.get("name", "value")
            return "<%s>%s</%s>" % (name, "".join("<entry><%s>%s</%s>%s</entry>" % (key, escape(self.text(HEADER)) + str(i), key, self.xml(shape.value, value, depth + 1)) for i in range(RANDOM.randint(0, 2))), name)
        return "<%s>%s</%s>" % (name, escape(self.scalar(shape)), name)

    def scalar(self, shape):
        kind = shape.type_name
        if kind == "timestamp":
            return self.time().strftime(RANDOM.choice(("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S.250Z")))
        if kind == "boolean":
            return RANDOM.choice(("true", "false"))
        if kind in ("integer", "long"):
            return str(RANDOM.randint(-9, 10**12))
        if kind == "blob":
            return base64.b64encode(self.text().encode()).decode()
        return RANDOM.choice((self.text(), "", self.text()))

    def member(self, parent, name, depth):
        shape = parent.members[name]
        if RANDOM.random() < (0.3 if depth < 2 else 0.6) or shape.serialization.get("location"):
            return ""
        wire = shape.serialization.get("name", name)
        if shape.type_name != "list":
            return self.xml(shape, wire, depth + 1)
        count = RANDOM.randint(0, 3)
        if shape.serialization.get("flattened"):
            element = shape.member.serialization.get("name") or wire
            return "".join(self.xml(shape.member, element, depth + 1) for _ in range(count))
        element = shape.member.serialization.get("name", "item" if self.protocol == "ec2" else "member")
        return "<%s>%s</%s>" % (wire, "".join(self.xml(shape.member, element, depth + 1) for _ in range(count)), wire)


def tree(text):
    def strip(e):
        return (e.tag.split("}")[-1], (e.text or ""), [strip(c) for c in e])
    return strip(ElementTree.fromstring(text)) if text else None


def request(maker, op):
    """A line for us and what botocore makes of the same."""
    shape = op.input_shape
    theirs, ours = ({}, {}) if shape is None else maker.structure(shape, maker.known[maker.service, op.name, "in"] and [n for n in maker.known[maker.service, op.name, "in"] if n in shape.members])
    if maker.service == "s3" and op.name in ("PutObject", "UploadPart") and "Body" not in ours:
        theirs["Body"], ours["Body"] = b"x", "eA=="
    made = botocore.serialize.create_serializer(maker.protocol, include_validation=False).serialize_to_request(theirs, op)
    return "write\t%s\t%s\t%s" % (maker.service, op.name, json.dumps(ours)), made


def text(value):
    """A header's value; older releases have "True"."""
    value = value.decode() if isinstance(value, bytes) else str(value)
    return value.lower() if value in ("True", "False") else value


def pairs(query):
    return sorted(urllib.parse.parse_qsl(query, keep_blank_values=True))


def same_request(maker, line, made):
    if line.startswith("error"):
        return line
    method, path, headers, body = line.split("\t")
    body = base64.b64decode(body)
    botocore.awsrequest.prepare_request_dict(made, "https://host")
    if method != made["method"]:
        return "method %s" % method
    ours, theirs = urllib.parse.urlsplit("https://host" + path), urllib.parse.urlsplit(made["url"])
    if ours.path != theirs.path or pairs(ours.query) != pairs(theirs.query):
        return "%s?%s, botocore has %s?%s" % (ours.path, ours.query, theirs.path, theirs.query)
    got = dict(h.split(": ", 1) for h in headers.split("\1") if h)
    for name, value in made["headers"].items():
        mine = next((v for k, v in got.items() if k.lower() == name.lower()), None)
        if name.lower() not in ("content-type", "user-agent") and mine != text(value):
            return "header %s: %s, botocore has %s" % (name, mine, value)
    extra = set(k.lower() for k in got) - set(k.lower() for k in made["headers"]) - {"content-type", "x-amz-checksum-sha256"}
    if extra:
        return "headers %s" % extra
    want = made["body"]
    if isinstance(want, dict):
        return None if pairs(body.decode()) == sorted((k, str(v)) for k, v in want.items()) else "%s, botocore has %s" % (body.decode(), sorted(want.items()))
    want = want.encode() if isinstance(want, str) else want
    if body == want:
        return None
    if maker.protocol == "rest-xml" and want.startswith(b"<"):
        return None if tree(body) == tree(want) else "%s, botocore has %s" % (body, want)
    if maker.protocol == "rest-json":
        number = lambda v: json.loads(v, parse_int=float) if v else {}
        return None if number(body) == number(want) else "%s, botocore has %s" % (body, want)
    return "%s, botocore has %s" % (body, want)


def reply(maker, op):
    shape, headers, body = op.output_shape, {}, ""
    if maker.protocol == "query":
        body = "<%sResponse xmlns='https://x/'>%s<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></%sResponse>" % (op.name, maker.xml(shape, op.name + "Result"), op.name)
    elif maker.protocol == "ec2":
        body = maker.xml(shape, op.name + "Response").replace("</%sResponse>" % op.name, "<requestId>r</requestId></%sResponse>" % op.name)
    else:
        payload = shape.serialization.get("payload")
        if payload is None:
            body = maker.xml(shape, "Result")
        elif shape.members[payload].type_name == "structure":
            body = maker.xml(shape.members[payload], payload, 1)
        else:
            body = maker.text()
        for name in maker.names(shape, op.name, "out"):
            member = shape.members[name]
            if member.serialization.get("location") == "header" and RANDOM.random() < 0.4:
                value = maker.scalar(member) if member.type_name != "string" else maker.text(HEADER)
                if member.type_name == "timestamp" and member.serialization.get("timestampFormat") != "iso8601":
                    value = maker.time().strftime("%a, %d %b %Y %H:%M:%S GMT")
                headers[member.serialization["name"].lower()] = value
            if member.serialization.get("location") == "headers":
                headers["x-amz-meta-" + maker.text("abcxyz")] = maker.text(HEADER)
    head = "\1".join("%s: %s" % h for h in headers.items())
    line = "read\t%s\t%s\t%s\t%s" % (maker.service, op.name, head, base64.b64encode(body.encode()).decode())
    parsed = botocore.parsers.create_parser(maker.protocol).parse({"body": body.encode(), "headers": botocore.awsrequest.HeadersDict(headers), "status_code": 200}, shape)
    parsed.pop("ResponseMetadata", None)
    if isinstance(parsed.get("Body"), str):  # what is bytes comes as text here
        parsed["Body"] = parsed["Body"].encode()
    return line, parsed


def plain(value, keep):
    """Botocore's Python values as JSON has them, of members that we know."""
    if isinstance(value, dict):
        return {k: plain(v, keep) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v, keep) for v in value]
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return value


def times(ours, theirs):
    """Our times as theirs, where theirs has a number."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return {k: times(v, theirs.get(k)) for k, v in ours.items()}
    if isinstance(ours, list) and isinstance(theirs, list):
        return [times(a, b) for a, b in zip(ours, theirs)] + ours[len(theirs):]
    if isinstance(ours, str) and isinstance(theirs, float):
        form = "%Y-%m-%dT%H:%M:%S.%fZ" if "." in ours else "%Y-%m-%dT%H:%M:%SZ"
        return datetime.datetime.strptime(ours, form).replace(tzinfo=datetime.timezone.utc).timestamp()
    return ours


def main():
    program, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    RANDOM.seed(seed)
    known, rows = tables(program)
    makers, work = {}, []
    for service, name in rows:
        maker = makers.setdefault(service, None) or Maker(service, known)
        makers[service] = maker
        if name not in maker.model.operation_names or maker.protocol == "json" or service in ("sqs", "cloudwatch"):
            continue
        work.append((maker, maker.model.operation_model(name)))
    lines, wants = [], []
    for i in range(count):
        maker, op = work[i % len(work)]
        lines.append(request(maker, op))
    replies = [(m, op) for m, op in work if m.protocol != "rest-json" and op.output_shape is not None and known[m.service, op.name, "out"] and op.name != "GetBucketLocation"]
    for i in range(count):
        maker, op = replies[i % len(replies)]
        lines.append(reply(maker, op))
    out = subprocess.run([program], input="\n".join(l for l, _ in lines) + "\n", capture_output=True, text=True, check=True).stdout.split("\n")
    bad = 0
    for i, (line, want) in enumerate(lines):
        maker = work[i % len(work)][0]
        if i < count:
            why = same_request(maker, out[i], want)
        else:
            want = plain(want, known)
            why = out[i] if out[i].startswith("error") else None
            if why is None and times(json.loads(out[i]), want) != want:
                why = "%s, botocore has %s" % (out[i], json.dumps(want))
        if why:
            bad += 1
            if bad < 20:
                print("%s: %s" % (line[:300], why[:1500]))
    print("%d requests, %d replies" % (count, len(lines) - count))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
