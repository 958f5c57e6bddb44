#!/usr/bin/env python3
# gateway.py LOG PORT [CODE [REFUSED ...]] - a Discord of one channel whose gateway goes wrong by the script below, on a free port that is written to the file PORT.
#
# Connection 1 asks to reconnect, 2 answers no heartbeat after the second, 3 says that the session is over, 4 closes with CODE (0: it does not).
# The first request whose path ends with one of REFUSED gets a page for people.
import base64
import hashlib
import json
import os
import socket
import struct
import sys
import threading

log = open(sys.argv[1], "w", buffering=1)
last_code = int(sys.argv[3]) if len(sys.argv) > 3 else 0
refused = set(sys.argv[4:])
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(10)
address = "127.0.0.1:%d" % listener.getsockname()[1]
connections = 0


def frame(op, payload, final=True):
	n = len(payload)
	size = bytes([n]) if n < 126 else bytes([126]) + struct.pack(">H", n)
	return bytes([(0x80 if final else 0) | op]) + size + payload


def say(c, op, d=None, s=None, t=None, parts=1):
	text = json.dumps({"op": op, "d": d, "s": s, "t": t}).encode()
	half = len(text) // parts
	for i in range(parts):
		piece = text[i * half:] if i == parts - 1 else text[i * half:(i + 1) * half]
		c.sendall(frame(1 if i == 0 else 0, piece, i == parts - 1))


def exactly(c, n):
	got = b""
	while len(got) < n:
		more = c.recv(n - len(got))
		if not more:
			raise EOFError
		got += more
	return got


def hear(c):
	head = exactly(c, 2)
	n = head[1] & 127
	if n == 126:
		n = struct.unpack(">H", exactly(c, 2))[0]
	mask = exactly(c, 4)
	return head[0] & 15, bytes(x ^ mask[i % 4] for i, x in enumerate(exactly(c, n)))


def message(i, content):
	return {"id": str(i), "channel_id": "2", "guild_id": "9", "author": {"id": "11", "username": "ada"}, "content": content,
		"timestamp": "2026-01-05T14:03:22+00:00", "edited_timestamp": None, "type": 0, "attachments": [], "embeds": []}


def answer(path):
	if path.endswith("/users/@me"):
		return {"id": "99", "username": "pf"}
	if path.endswith("/gateway/bot"):
		return {"url": "ws://" + address, "shards": 1,
			"session_start_limit": {"total": 1000, "remaining": 5, "reset_after": 1000, "max_concurrency": 1}}
	if "/messages/" in path:
		return message(5000000, "asked for")
	if "/messages" in path:
		return [message(4500000, "old")] if path.endswith("after=0") else []
	if "/threads" in path:
		return {"threads": [], "members": [], "has_more": False}
	return {"id": "2", "type": 0, "name": "general", "guild_id": "9", "last_message_id": "4500000"}


def requests(c):
	while True:
		head = b""
		while b"\r\n\r\n" not in head:
			head += exactly(c, 1)
		lines = head.decode().split("\r\n")
		path = lines[0].split()[1]
		fields = {line.split(": ")[0].lower(): line.split(": ")[1] for line in lines[1:] if ": " in line}
		if lines[0].startswith("POST"):
			sent = exactly(c, int(fields["content-length"]))
			shown = sent.decode("latin-1") if fields["content-type"] == "application/json" else json.dumps(sent.decode("latin-1"))
			log.write("post %s %s %s\n" % (path, fields["content-type"], shown))
		else:
			log.write("http %s\n" % path)
		for line in lines:
			if line.lower().startswith("sec-websocket-key: "):
				return line.split(": ")[1]
		last = path.split("?")[0].split("/")[-1]
		if last in refused:
			refused.remove(last)
			c.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n<p>No</p>")
			continue
		body = json.dumps(message(6000000, "sent") if lines[0].startswith("POST") else answer(path)).encode()
		c.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body)


def identified(c, n):
	say(c, 0, {"v": 10, "guilds": [], "session_id": "sess", "resume_gateway_url": "ws://" + address}, 1, "READY")
	if n > 1:
		if last_code:
			c.sendall(frame(8, struct.pack(">H", last_code)))
		return
	say(c, 0, message(5000000, "live"), 2, "MESSAGE_CREATE")
	say(c, 0, {"id": "5000000", "channel_id": "2", "embeds": []}, 3, "MESSAGE_UPDATE")
	say(c, 0, dict(message(5000002, "elsewhere"), channel_id="3"), 4, "MESSAGE_CREATE")
	say(c, 0, {"id": "4500000", "channel_id": "2"}, 5, "MESSAGE_DELETE")
	say(c, 0, {"ids": ["4400000", "4400001"], "channel_id": "2"}, 6, "MESSAGE_DELETE_BULK")
	say(c, 7)


def resumed(c, n):
	say(c, 0, message(5000001, "x" * 20000), 7, "MESSAGE_CREATE", parts=5)
	say(c, 0, {}, 8, "RESUMED")
	if n == 3:
		say(c, 9, False)


def talk(c):
	global connections
	key = requests(c)
	accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
	c.sendall(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n" % accept).encode())
	connections += 1
	n, beats = connections, 0
	say(c, 10, {"heartbeat_interval": 500}, parts=2)
	while True:
		op, text = hear(c)
		if op == 8:
			log.write("%d closed %d\n" % (n, struct.unpack(">H", text[:2])[0] if len(text) > 1 else 0))
			return
		got = json.loads(text)
		log.write("%d op %d %s\n" % (n, got["op"], text.decode()))
		if got["op"] == 1:
			beats += 1
			if n != 2 or beats < 3:
				say(c, 11)
		elif got["op"] == 2:
			identified(c, n)
		elif got["op"] == 6:
			resumed(c, n)


def serve(c):
	try:
		talk(c)
	except (EOFError, OSError):
		pass
	c.close()


with open(sys.argv[2] + ".new", "w") as f:
	f.write("http://" + address)
os.rename(sys.argv[2] + ".new", sys.argv[2])
while True:
	threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
