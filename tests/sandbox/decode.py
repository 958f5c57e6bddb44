#!/usr/bin/python3
"""Read what pf-sandbox sends with nothing of pf-utils: DBN 1 to 3 from standard input, raw or zstd (by the zstd program).

decode.py meta   the metadata as one JSON object
decode.py csv    the records as the vendor's CSV with symbols, mapped by the metadata
Status 1 and a message when the stream breaks the format anywhere.
"""
import json
import struct
import subprocess
import sys
from datetime import datetime, timezone

STYPE_ID = 0


def fail(text):
    sys.exit("decode.py: " + text)


class Cursor:
    def __init__(self, data, width):
        self.data, self.at, self.width = data, 0, width

    def u32(self):
        (v,) = struct.unpack_from("<I", self.data, self.at)
        self.at += 4
        return v

    def text(self):
        raw = self.data[self.at : self.at + self.width]
        self.at += self.width
        if len(raw) != self.width or b"\0" not in raw or raw.rstrip(b"\0") != raw.split(b"\0")[0]:
            fail("a string is not NUL padded")
        return raw.rstrip(b"\0").decode("utf-8")

    def texts(self):
        return [self.text() for _ in range(self.u32())]

    def mapping(self):
        m = {"raw_symbol": self.text(), "intervals": []}
        for _ in range(self.u32()):
            m["intervals"].append({"start_date": self.u32(), "end_date": self.u32(), "symbol": self.text()})
        return m


def metadata(data):
    if data[:3] != b"DBN" or data[3] not in (1, 2, 3):
        fail("no DBN")
    version, (length,) = data[3], struct.unpack_from("<I", data, 4)
    if version == 3 and (8 + length) % 8:
        fail("version 3 is padded to 8 bytes")
    if len(data) < 8 + length:
        fail("the metadata is cut short")
    schema, start, end, limit = struct.unpack_from("<HQQQ", data, 24)
    at = 58 if version == 1 else 50
    if version == 1 and struct.unpack_from("<Q", data, 50) != (2**64 - 1,):
        fail("record_count says something")
    stype_in, stype_out, ts_out = struct.unpack_from("<BBB", data, at)
    width = 22 if version == 1 else struct.unpack_from("<H", data, 53)[0]
    if any(data[at + (3 if version == 1 else 5) : 112]):
        fail("reserved bytes are not 0")
    c = Cursor(data[: 8 + length], width)
    c.at = 112
    m = {
        "version": version,
        "dataset": data[8:24].rstrip(b"\0").decode(),
        "schema": schema,
        "start": start,
        "end": end,
        "limit": limit,
        "stype_in": stype_in,
        "stype_out": stype_out,
        "ts_out": ts_out,
        "symbol_cstr_len": width,
        "symbols": c.texts(),
        "partial": c.texts(),
        "not_found": c.texts(),
    }
    m["mappings"] = [c.mapping() for _ in range(c.u32())]
    if any(data[c.at : 8 + length]) or 8 + length - c.at > (7 if version == 3 else 0):
        fail("something stands behind the metadata")
    return m, data[8 + length :]


def by_id(m):
    """(id, first day, day behind the last, symbol)"""
    out = {}
    for mapping in m["mappings"]:
        for i in mapping["intervals"]:
            if m["stype_out"] == STYPE_ID:
                number, symbol = int(i["symbol"]), mapping["raw_symbol"]
            else:
                number, symbol = int(mapping["raw_symbol"]), i["symbol"]
            out.setdefault(number, []).append((i["start_date"], i["end_date"], symbol))
    return out


def symbol_on(ids, number, ts):
    day = int(datetime.fromtimestamp(ts // 10**9, timezone.utc).strftime("%Y%m%d"))
    for first, last, symbol in ids.get(number, []):
        if first <= day < last:
            return symbol
    return ""


def records(m, data):
    ids = by_id(m)
    print("ts_event,rtype,publisher_id,instrument_id,open,high,low,close,volume,symbol")
    if len(data) % 56:
        fail("a record is cut short")
    for at in range(0, len(data), 56):
        r = struct.unpack_from("<BBHIQqqqqQ", data, at)
        if r[0] != 14:
            fail("a record's length is %d words" % r[0])
        print(",".join(str(v) for v in (r[4], r[1], r[2], r[3]) + r[5:]), symbol_on(ids, r[3], r[4]), sep=",")


def main():
    data = sys.stdin.buffer.read()
    if data[:4] == b"\x28\xb5\x2f\xfd":
        p = subprocess.run(["zstd", "-dcq"], input=data, stdout=subprocess.PIPE)
        if p.returncode:
            fail("zstd does not take it")
        data = p.stdout
    m, rest = metadata(data)
    if sys.argv[1] == "meta":
        print(json.dumps(m))
    else:
        records(m, rest)


main()
