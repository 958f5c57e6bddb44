"""A receiver of SnapTrade's webhooks, with the recipe of the vendor's page (json.dumps of the parsed payload).

webhook.py check KEY <RECORDS    whether "true" of each record of pf-sandbox webhook says what the recipe finds; prints how many are true
webhook.py serve KEY REFUSALS    answers on a free port, which goes to port: 401 to a wrong signature, to each good delivery 500 for the first
                                 REFUSALS times, then 204; what came goes to came, a line each: status and webhookId
"""
import base64
import hashlib
import hmac
import http.server
import json
import os
import sys
from collections import Counter


def good(key, signature, body):
    text = json.dumps(json.loads(body), separators=(",", ":"), sort_keys=True)
    return hmac.compare_digest(base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode(), signature)


def check(key):
    true = 0
    for line in sys.stdin:
        r = json.loads(line)
        body = json.loads(r["body"])
        assert good(key, r["signature"], r["body"]) == r["true"], line
        assert r["body"] != json.dumps(body, separators=(",", ":"), sort_keys=True), line
        assert r["true"] is False or (body["webhookId"], body["eventType"]) == (r["webhook_id"], r["event"]), line
        true += r["true"]
    print(true)


def serve(key, refusals):
    seen = Counter()

    class Receiver(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            name = json.loads(body)["webhookId"]
            status = 401
            if self.path == "/hook?a=1" and self.headers["Content-Type"] == "application/json" and good(key, self.headers["Signature"], body):
                seen[name] += 1
                status = 204 if seen[name] > refusals else 500
            with open("came", "a") as f:
                f.write("%d %s\n" % (status, name))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    with open("port.new", "w") as f:
        f.write(str(server.server_port))
    os.rename("port.new", "port")
    server.serve_forever()


if sys.argv[1] == "check":
    check(sys.argv[2])
else:
    serve(sys.argv[2], int(sys.argv[3]))
