#!/usr/bin/python3
# messages.py COUNT FILE: data for pf-sandbox, as it lies in FILE, with COUNT messages made of the texts that are there, each at
# a time of its own, in three channels; limits that nobody meets.
import datetime
import json
import sys

count, source = int(sys.argv[1]), sys.argv[2]
epoch = datetime.datetime(1970, 1, 1)
begin = datetime.datetime(2004, 8, 18, 13)
step = datetime.timedelta(days=1500) / count
shift = 4383  # days, by which the stand-in's ids are in the vendor's time
vendor_epoch = 1420070400000


def put(record):
    print(json.dumps(record, ensure_ascii=False, separators=(",", ":")))


put({"of": "settings", "shift_days": shift, "reads": 1000000, "writes": 1000, "others": 100000, "global": 1000000})
texts, channels, authors = [], [], []
for line in open(source, encoding="utf-8"):
    record = json.loads(line)
    if record["of"] == "message":
        if record.get("content"):
            texts.append(record["content"])
    elif record["of"] == "channel":
        if record["name"] in ("trading", "market-news", "general"):
            channels.append(record["id"])
            put(record)
    elif record["of"] in ("guild", "user"):
        if record["of"] == "user" and not record.get("bot"):
            authors.append(record["id"])
        put(record)
for i in range(count):
    at = begin + step * i
    ms = int((at - epoch).total_seconds() * 1000) + shift * 86400000 - vendor_epoch
    put({"of": "message", "id": str(ms << 22 | i & 0xFFF), "channel": channels[i % len(channels)],
         "author": authors[i % len(authors)], "timestamp": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
         "content": texts[i % len(texts)] + (" #%d" % i if i % 7 == 0 else "")})
