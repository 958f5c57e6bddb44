"""The gateway, as the contract has it: a client of a few lines that does not mask what it checks. discord_ws.py MODE; it asks PF_DISCORD_URL."""
import json, os, socket, struct, sys, urllib.request

URL, TOKEN = os.environ["PF_DISCORD_URL"], os.environ["DISCORD_BOT_TOKEN"]
CHANNEL = "154700000000000101"


def rest(method, path, body=None, token=TOKEN):
    data = None if body is None else json.dumps(body).encode()
    ask = urllib.request.Request(f"{URL}/api/v10{path}", data, {"Authorization": f"Bot {token}", "User-Agent": "DiscordBot (x, 1)", "Content-Type": "application/json"}, method=method)
    text = urllib.request.urlopen(ask).read()
    return json.loads(text) if text else None


class Gateway:
    def __init__(self, query="v=10&encoding=json"):
        host, port = URL.split("//")[1].split(":")
        self.s = socket.create_connection((host, int(port)), 20)
        self.s.sendall((f"GET /?{query} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
                        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").encode())
        self.b, self.frames = b"", 0
        while b"\r\n\r\n" not in self.b:
            self.b += self.more()
        head, self.b = self.b.split(b"\r\n\r\n", 1)
        self.status = int(head.split()[1])
        assert self.status != 101 or b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in head, head  # RFC 6455 section 1.3

    def more(self):
        got = self.s.recv(65536)
        if not got:
            raise EOFError
        return got

    def need(self, n):
        while len(self.b) < n:
            self.b += self.more()
        got, self.b = self.b[:n], self.b[n:]
        return got

    def text(self):
        """The next text; a number: the close code; None: the connection is gone."""
        text = b""
        while True:
            try:
                a, n = self.need(2)
                n = struct.unpack(">H", self.need(2))[0] if n == 126 else struct.unpack(">Q", self.need(8))[0] if n == 127 else n
                data = self.need(n)
            except (EOFError, ConnectionResetError):
                return None
            self.frames += 1
            if a & 15 == 8:
                return struct.unpack(">H", data[:2])[0]
            text += data
            if a >> 7:
                return text.decode()

    def get(self):
        text = self.text()
        return json.loads(text) if isinstance(text, str) else text

    def event(self, name):
        got = self.get()
        assert isinstance(got, dict) and got["t"] == name, (name, got)
        return got

    def put(self, op, d=None):
        self.raw(json.dumps({"op": op, "d": d}).encode())

    def raw(self, text, opcode=1):
        size = bytes([128 | len(text)]) if len(text) < 126 else bytes([254]) + struct.pack(">H", len(text))
        self.s.sendall(bytes([128 | opcode]) + size + b"\0\0\0\0" + text)

    def close(self, code):
        self.raw(struct.pack(">H", code), 8)
        while self.text() is not None:
            pass


def identify(g, **more):
    g.put(2, {"token": TOKEN, "intents": 33281, "properties": {}, **more})


def hello(**more):
    g = Gateway()
    got = g.get()
    assert got["op"] == 10 and got["d"]["heartbeat_interval"] > 0 and got["s"] is None and got["t"] is None, got
    return g


def ready(**more):
    g = hello()
    identify(g, **more)
    d = g.event("READY")["d"]
    assert d["v"] == 10 and d["guilds"][0]["unavailable"] and d["resume_gateway_url"] == URL.replace("http", "ws") and d["application"]["id"], d
    if more.get("intents", 1) & 1:
        guild = g.event("GUILD_CREATE")["d"]
        assert CHANNEL in [c["id"] for c in guild["channels"]] and "hidden" not in [c["name"] for c in guild["channels"]], guild
        assert [t["name"] for t in guild["threads"]] == ["a thread"]
    return g, d["session_id"]


def closes(code, g):
    got = g.get()
    assert got == code, (got, code)


def resume(session, seq, token=TOKEN):
    g = hello()
    g.put(6, {"token": token, "session_id": session, "seq": seq})
    return g


def post(text, channel=CHANNEL):
    return rest("POST", f"/channels/{channel}/messages", {"content": text})["id"]


def course():
    g, _ = ready()
    g.put(1, 2)
    assert g.get() == {"t": None, "s": None, "op": 11, "d": None}
    a = post("long $GOOG")
    got = g.event("MESSAGE_CREATE")
    d = got["d"]
    assert got["s"] == 3 and d["id"] == a and d["content"] == "long $GOOG" and d["guild_id"] and d["member"]["roles"] == [] and d["edited_timestamp"] is None, got
    rest("PATCH", f"/channels/{CHANNEL}/messages/{a}", {"content": "short"})
    d = g.event("MESSAGE_UPDATE")["d"]
    assert d["content"] == "short" and d["edited_timestamp"], d
    rest("DELETE", f"/channels/{CHANNEL}/messages/{a}")
    assert sorted(g.event("MESSAGE_DELETE")["d"]) == ["channel_id", "guild_id", "id"]
    ids = [post("x"), post("y")]
    assert [g.event("MESSAGE_CREATE")["d"]["id"] for _ in ids] == ids
    rest("POST", f"/channels/{CHANNEL}/messages/bulk-delete", {"messages": ids}, "token-of-mara")
    assert g.event("MESSAGE_DELETE_BULK")["d"]["ids"] == ids
    rest("POST", "/channels/154700000000000102/messages", {"content": "secret"}, "token-of-mara")
    b = rest("POST", f"/channels/{CHANNEL}/messages", {"content": "seen"}, "token-of-mara")["id"]
    assert g.event("MESSAGE_CREATE")["d"]["id"] == b  # and not the one in the hidden channel
    blind, _ = ready(intents=513)
    rest("POST", f"/channels/{CHANNEL}/messages", {"content": "no intent"}, "token-of-mara")
    d = blind.event("MESSAGE_CREATE")["d"]
    assert d["content"] == "" and d["author"]["username"] == "mara", d


def refusals():
    for query in ("v=9&encoding=json", "v=10", "v=10&encoding=etf", "v=10&encoding=json&compress=zlib-stream"):
        assert Gateway(query).status == 400, query
    for code, more in ((4004, {"token": "Bot " + TOKEN}), (4004, {"token": "x"}), (4013, {"intents": 1 << 30}), (4013, {"intents": None}), (4014, {"intents": 2}),
                       (4014, {"token": "token-of-deaf"}), (4010, {"shard": [1, 1]}), (4002, {"token": 7})):
        g = hello()
        identify(g, **more)
        closes(code, g)
    g = hello()
    g.put(3, {})
    closes(4003, g)
    for code, text in ((4001, b'{"op":99}'), (4002, b"{"), (4002, b'{"op":"x"}'), (4002, b'{"op":1,"d":"' + b"x" * 4096 + b'"}'), (4005, json.dumps({"op": 2, "d": {}}).encode())):
        g, _ = ready()
        g.raw(text)
        closes(code, g)
    g = hello()
    for _ in range(121):
        g.put(1)
    while isinstance(got := g.get(), dict):
        pass
    assert got == 4008, got


def resumes():
    g, session = ready()
    post("one")
    seq = g.event("MESSAGE_CREATE")["s"]
    g.s.close()
    missed = [post("two"), post("three")]
    g = resume(session, seq)
    assert [g.event("MESSAGE_CREATE")["d"]["id"] for _ in missed] == missed
    g.event("RESUMED")
    g2 = resume(session, seq)  # what came already comes again
    assert g2.event("MESSAGE_CREATE")["s"] == seq + 1
    for text in ("x", "0" * 32):
        assert resume(text, 1).get() == {"t": None, "s": None, "op": 9, "d": False}
    assert resume(session, seq, "wrong").get()["op"] == 9
    closes(4007, resume(session, 1000))
    assert resume(session, 1).get()["op"] == 9
    for code, op in ((1000, 9), (1001, 9), (4000, 0)):
        g, session = ready()
        g.close(code)
        assert resume(session, 1).get()["op"] == op, code


def fault(kind):
    """One that --fault discord/event:KIND:@3 makes of the first message."""
    g, session = ready()
    a = post("one, in a message that is a little longer")
    if kind == "close":
        closes(4000, g)
    elif kind == "drop":
        assert g.text() is None
    elif kind == "invalid":
        assert g.get() == {"t": None, "s": None, "op": 9, "d": True}
    elif kind == "zombie":
        g.put(1)
        g.s.settimeout(0.3)
        try:
            raise AssertionError(g.get())
        except TimeoutError:
            pass
    elif kind == "junk":
        try:
            raise AssertionError(json.loads(g.text()))
        except ValueError:
            pass
    elif kind in ("reconnect", "request"):
        assert g.get()["op"] == (7 if kind == "reconnect" else 1)
    before = g.frames
    if kind in ("repeat", "pieces", "reconnect", "request", "junk"):
        assert g.event("MESSAGE_CREATE")["d"]["id"] == a
    if kind == "pieces":
        assert g.frames - before > 20, g.frames
    if kind == "repeat":
        assert g.event("MESSAGE_CREATE")["d"]["id"] == a
    if kind != "zombie":
        g.s.close()
        g = resume(session, 2)
        assert g.event("MESSAGE_CREATE")["d"]["id"] == a
        g.event("RESUMED")


def silent():
    """Who has no pulse."""
    g, session = ready()
    closes(4009, g)
    assert resume(session, 1).get()["op"] == 9


def due():
    """What the data has for later: written, changed, deleted."""
    g, _ = ready()
    a = g.event("MESSAGE_CREATE")["d"]
    b = g.event("MESSAGE_UPDATE")["d"]
    assert (a["content"], b["content"], b["edited_timestamp"] is not None) == ("soon", "changed", True), (a, b)
    assert g.event("MESSAGE_DELETE")["d"]["id"] == a["id"]


rest("GET", "/gateway/bot")  # clients ask for the address first; the Host of the connection has no port, as some of them send it
{"course": course, "refusals": refusals, "resumes": resumes, "silent": silent, "due": due}.get(sys.argv[1], lambda: fault(sys.argv[1]))()
