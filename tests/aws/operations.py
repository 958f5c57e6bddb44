#!/usr/bin/env python3
"""Print the rows of operations, in the language of lib/aws/shape.h, by the models that botocore has.

	operations.py SERVICE OPERATION...            rows of lib/aws/service_*.c
	operations.py --check <rows                   hold "service<TAB>operation<TAB>line<TAB>input<TAB>output" and
	                                              "service<TAB>STRUCTURE<TAB><TAB>members" against the models: a difference a line

What a model has and our row has not is no difference (models grow); all that a row says must be there.
"""
import sys

import botocore.session

SESSION = botocore.session.get_session()
# What no model says: members of an answer with status 200 that tell that some of it failed.
PARTIAL = {"DescribeServices": "failures", "DescribeTasks": "failures", "DescribeClusters": "failures", "RunTask": "failures",
           "PutTargets": "FailedEntryCount", "RemoveTargets": "FailedEntryCount", "PutEvents": "FailedEntryCount",
           "PutLogEvents": "rejectedLogEventsInfo", "BatchGetSecretValue": "Errors", "DeleteObjects": "Errors",
           "GetParameters": "InvalidParameters"}
# Pages that the paginators of botocore do not have, or with more in them than the items.
PAGES = {"GetLogEvents": ("nextToken", "nextForwardToken", "events"), "FilterLogEvents": ("nextToken", "nextToken", "events"),
         "GetCostAndUsage": ("NextPageToken", "NextPageToken", "ResultsByTime"), "ListMetrics": ("NextToken", "NextToken", "Metrics"),
         "GetDimensionValues": ("NextPageToken", "NextPageToken", "DimensionValues"),
         "BatchGetSecretValue": ("NextToken", "NextToken", "SecretValues"),
         "GetMetricData": ("NextToken", "NextToken", "MetricDataResults")}
SCALARS = {"string": "s", "character": "s", "integer": "i", "long": "i", "float": "f", "double": "f", "boolean": "b", "timestamp": "t", "blob": "x"}
# What S3 percent-encodes when it is asked to, and what stands in the root element itself: told in words only.
ENCODED = (("Object", "Key"), ("CommonPrefix", "Prefix"), ("ListObjectsV2Output", "Prefix"), ("ListObjectsV2Output", "Delimiter"), ("ListObjectsV2Output", "StartAfter"),
           ("ListObjectsV2Request", "EncodingType"))
ROOT = (("GetBucketLocationOutput", "LocationConstraint"),)
PLACES = {"uri": "@p", "querystring": "@q", "header": "@h", "headers": "@H", "statusCode": "@s"}


class Rows:
    def __init__(self, service):
        self.model = SESSION.get_service_model(service)
        metadata = self.model.metadata
        self.xml = metadata["protocol"] in ("query", "ec2", "rest-xml")
        self.ec2 = metadata["protocol"] == "ec2"
        self.rest = metadata["protocol"].startswith("rest")
        self.structures = {}
        if service in ("sqs", "cloudwatch"):
            self.xml = False  # their models name several protocols

    def type_of(self, shape, deep):
        kind = shape.type_name
        if shape.name == "policyDocumentType":
            return "d"
        if kind in SCALARS:
            return SCALARS[kind] + self.time_format(shape)
        if not deep:
            if kind == "list" and shape.member.type_name in SCALARS:
                return "[" + SCALARS[shape.member.type_name]
            return "j"
        if kind == "list":
            flat = shape.serialization.get("flattened")
            element = shape.member.serialization.get("name", "member")
            shown = "" if flat or self.ec2 or element == "member" else "<%s>" % element
            return ("*" if flat else "[") + shown + self.type_of(shape.member, deep)
        if kind == "map":
            key = shape.key.serialization.get("name", "key")
            value = shape.value.serialization.get("name", "value")
            shown = "" if (key, value) == ("key", "value") else "<%s,%s>" % (key, value)
            return "{" + shown + self.type_of(shape.value, deep)
        self.structure(shape)
        return shape.name

    def time_format(self, shape):
        if shape.type_name != "timestamp":
            return ""
        return {"iso8601": "8", "rfc822": "2", "unixTimestamp": "u"}.get(shape.serialization.get("timestampFormat"), "")

    def structure(self, shape):
        if shape.name not in self.structures:
            self.structures[shape.name] = None
            self.structures[shape.name] = self.members(shape, True)

    def wire(self, name, shape):
        if shape.type_name == "list" and shape.serialization.get("flattened"):
            element = shape.member.serialization.get("name")
            if element and not self.ec2:
                return element
        if self.ec2 and "queryName" in shape.serialization:
            raise SystemExit("queryName: " + name)
        return shape.serialization.get("name", name)

    def members(self, shape, deep):
        if shape is None:
            return ""
        out = []
        payload = shape.serialization.get("payload")
        for name, member in shape.members.items():
            if member.type_name == "structure" and getattr(member, "is_eventstream_type", False):
                continue
            location = member.serialization.get("location")
            text = name
            kind = self.type_of(member, deep)
            if kind != "s":
                text += ":" + kind
            wire = self.wire(name, member)
            if wire != name and (deep or location):
                text += "=" + wire
            if location:
                text += PLACES[location]
            if name == payload:
                text += "@b"
            if member.serialization.get("xmlAttribute"):
                raise SystemExit("an attribute: " + name)
            if member.metadata.get("sensitive"):
                text += "!"
            if name in shape.metadata.get("required", []):
                text += "+"
            if member.metadata.get("idempotencyToken"):
                text += "~"
            if (shape.name, name) in ENCODED:
                text += "%"
            if (shape.name, name) in ROOT:
                text += "@r"
            out.append(text)
        return " ".join(out)

    def operation(self, name):
        op = self.model.operation_model(name)
        deep_in = self.xml
        line = "%s %s" % (op.http["method"], op.http["requestUri"]) if self.rest else ""
        source = self.members(op.input_shape, deep_in)
        target = self.members(op.output_shape, True) if self.xml else ""
        if self.rest and not self.xml and op.output_shape is not None:
            target = ""
        return line, source, target


def pages(service, name):
    if name in PAGES:
        return PAGES[name]
    try:
        model = SESSION.get_component("data_loader").load_service_model(service, "paginators-1")
    except Exception:
        return None
    row = model["pagination"].get(name)
    if row is None:
        return None
    one = lambda v: v if isinstance(v, list) else [v]
    if len(one(row["input_token"])) > 1:
        return None
    items = ",".join(one(row["result_key"]))
    return row["input_token"], one(row["output_token"])[0], items, row.get("more_results", "")


def quoted(text, indent):
    """A C string, in pieces of at most 100 characters."""
    if not text:
        return "NULL"
    pieces, line = [], ""
    for word in text.split(" "):
        if line and len(line) + len(word) + 1 > 100:
            pieces.append(line + " ")
            line = word
        else:
            line = word if not line else line + " " + word
    pieces.append(line)
    return ("\n" + indent).join('"%s"' % p for p in pieces)


def show(service, names):
    rows = Rows(service)
    ops = [(n,) + rows.operation(n) for n in sorted(names)]
    ident = service
    if rows.structures:
        print("const struct aws_shape aws_%s_shapes[] = {" % ident)
        for name in sorted(rows.structures):
            print('\t{ "%s",\n\t    %s },' % (name, quoted(rows.structures[name], "\t    ")))
        print("\t{ 0 }\n};\n")
    print("const struct aws_operation aws_%s_operations[] = {" % ident)
    for name, line, source, target in ops:
        print('\t{ "%s", %s,\n\t    %s,' % (name, quoted(line, ""), quoted(source, "\t    ")))
        page = pages(service, name)
        tail = "" if page is None else ", { %s }" % ", ".join('"%s"' % p for p in page if p)
        if name == "GetLogEvents":
            tail = tail.replace(" }", ", .same = true }")
        if Rows(service).model.operation_model(name).http_checksum.get("requestChecksumRequired"):
            tail += ", .checksum = true"
        if name in PARTIAL:
            tail += ', .partial = "%s"' % PARTIAL[name]
        print("\t    %s%s }," % (quoted(target, "\t    "), tail))
    print("\t{ 0 }\n};")


def check():
    rows = {}
    bad = 0
    for text in sys.stdin:
        service, name, line, source, target = (text.rstrip("\n").split("\t") + [""] * 5)[:5]
        if service not in rows:
            rows[service] = (Rows(service), {})
        model, _ = rows[service]
        if name in model.model.operation_names:
            want = model.operation(name)
        elif name in model.structures:
            want = ("", model.structures[name], "")
        else:
            continue
        if line and line != want[0]:
            bad += 1
            print("%s %s: '%s', the model has '%s'" % (service, name, line, want[0]))
        for ours, theirs in ((source, want[1]), (target, want[2])):
            known = {w.split(":")[0].split("=")[0].split("@")[0].rstrip("!+~%"): w for w in theirs.split(" ")}
            for word in ours.split(" "):
                field = word.split(":")[0].split("=")[0].split("@")[0].rstrip("!+~%")
                if field in known and known[field].rstrip("!+~%") != word.rstrip("!+~%"):
                    bad += 1
                    print("%s %s: '%s', the model has '%s'" % (service, name, word, known[field]))
    return bad


if __name__ == "__main__":
    if sys.argv[1] == "--check":
        sys.exit(1 if check() else 0)
    show(sys.argv[1], sys.argv[2:])
