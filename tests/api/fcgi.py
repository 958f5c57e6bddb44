"""A client of FastCGI 1.0 that can be as rude as it likes: fcgi.py SOCKET CASE, prints what came back."""
import socket
import struct
import sys


def record(kind, content, version=1):
    return struct.pack(">BBHHBB", version, kind, 1, len(content), 0, 0) + content


def begin(keep=0, role=1):
    return record(1, struct.pack(">HB5x", role, keep))


def pair(name, value):
    return struct.pack(">II", len(name) | 1 << 31, len(value) | 1 << 31) + name.encode() + value.encode()


def params(**given):
    given = {"REQUEST_METHOD": "GET", "PATH_INFO": "/api/health", "HTTP_AUTHORIZATION": "Bearer a-key-of-nobody", **given}
    text = b"".join(pair(k, v) for k, v in given.items())
    return record(4, text) + record(4, b"")


def connect():
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(15)
    s.connect(sys.argv[1])
    return s


def answer(s):
    """The status that came, or how the connection ended."""
    text = b""
    try:
        while part := s.recv(65536):
            text += part
            if b"\r\n\r\n" in text:
                return text[16:].decode("latin-1")  # behind the head of the record, and "Status: "
    except socket.timeout:
        return "silence"
    except ConnectionError:
        return "closed"
    return "closed"


def ask(text, end=True):
    s = connect()
    s.sendall(text)
    if end:
        s.shutdown(socket.SHUT_WR)
    return answer(s)


END = record(5, b"")
BROKEN = {
    "nothing": b"",
    "no FastCGI": b"GET / HTTP/1.1\r\n\r\n",
    "another version": record(1, struct.pack(">HB5x", 1, 0), 9) + params(),
    "a role that is none": begin(role=9) + params() + END,
    "half of the parameters": begin() + params()[:30],
    "a parameter longer than its record": begin() + record(4, struct.pack(">II", 2**32 - 1, 2**32 - 1)) + record(4, b"") + END,
    "no parameters": begin() + record(4, b"") + END,
    "a body shorter than announced": begin() + params(REQUEST_METHOD="POST", CONTENT_LENGTH="500") + record(5, b"abc") + END,
    "a length below nothing": begin() + params(CONTENT_LENGTH="-1") + END,
    "a length that is too much": begin() + params(CONTENT_LENGTH="1048577") + END,
}

match sys.argv[2]:
    case "broken":
        for name, text in BROKEN.items():
            print(name + ":", ask(text)[:3].replace("clo", "closed"))
    case "kept":
        kept = [connect() for _ in range(8)]
        for s in kept:
            s.sendall(begin(keep=1) + params() + END)
            answer(s)
        print(ask(begin() + params() + END)[:3])
    case "half":  # is held until it is closed
        s = connect()
        s.sendall(begin() + params()[:30])
        print("sent", flush=True)
        print(answer(s))
    case "get":
        given = dict(a.split("=", 1) for a in sys.argv[3:])
        print(ask(begin() + params(**given) + END))
    case "post":  # its body is the first argument
        given = dict(a.split("=", 1) for a in sys.argv[4:])
        body = sys.argv[3].encode()
        head = params(REQUEST_METHOD="POST", CONTENT_LENGTH=str(len(body)), **given)
        print(ask(begin() + head + record(5, body) + END))
