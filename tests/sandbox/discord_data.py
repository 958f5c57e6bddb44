"""discord_data.py FILE URL CHANNELS: what the sandbox serves of a file, read forward and backward, is the file; prints how many messages."""
import datetime, json, sys, time, urllib.error, urllib.request

path, url, channels = sys.argv[1:]
rows = [json.loads(line) for line in open(path, encoding="utf-8")]
shift = next(r["shift_days"] for r in rows if r["of"] == "settings")
messages = [r for r in rows if r["of"] == "message"]


def when(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def get(where):
    ask = urllib.request.Request(f"{url}/api/v10{where}")
    ask.add_header("Authorization", "Bot invented-discord-bot-token")
    ask.add_header("User-Agent", "DiscordBot (https://example.org/pf, 1.0)")
    while True:
        try:
            return json.load(urllib.request.urlopen(ask))
        except urllib.error.HTTPError as e:
            assert e.code == 429, e
            time.sleep(json.load(e)["retry_after"])


def walk(channel, name, at):
    got = []
    while True:
        page = get(f"/channels/{channel}/messages?limit=37&{name}={at}")
        assert [int(m["id"]) for m in page] == sorted((int(m["id"]) for m in page), reverse=True)
        got += page if name == "before" else page[::-1]
        if len(page) < 37:
            return got if name == "after" else got[::-1]
        at = page[-1 if name == "before" else 0]["id"]


assert [int(m["id"]) for m in messages] == sorted({int(m["id"]) for m in messages})
assert [when(m["timestamp"]) for m in messages] == sorted(when(m["timestamp"]) for m in messages)
for m in messages:
    assert 1 << 53 < int(m["id"]) < 1 << 63 and int(float(m["id"])) != int(m["id"])
    shown = (int(m["id"]) >> 22) + 1420070400000 - shift * 86400000
    assert shown == round(when(m["timestamp"]).timestamp() * 1000), m
channels = channels.split(",") + [r["id"] for r in rows if r["of"] == "channel" and r.get("type") == 11]
total = 0
for channel in channels:
    want = [m for m in messages if m["channel"] == channel and "deleted" not in m]
    got = walk(channel, "after", 0)
    assert [m["id"] for m in got] == [m["id"] for m in walk(channel, "before", 1 << 63)], channel
    assert [m["id"] for m in got] == [m["id"] for m in want]
    for w, g in zip(want, got):
        assert g["content"] == (w["edits"][-1]["content"] if "edits" in w else w.get("content", ""))
        assert when(g["timestamp"]) == when(w["timestamp"]) and g["embeds"] == w.get("embeds", [])
        assert [f["filename"] for f in g["attachments"]] == [f["filename"] for f in w.get("attachments", [])]
    total += len(got)
print(total)
