"""A model's vendor, which does what the name of the model says: model.py PORTFILE ASKED. Each request's body is a line of ASKED."""
import http.server
import json
import sys
import time


def refusal(param):
    return 400, {"error": {"message": "Unsupported: " + param, "type": "invalid_request_error", "param": param, "code": "unsupported_value"}}


def answer(body):
    model = body["model"]
    if model == "old" and "max_completion_tokens" in body:
        return refusal("max_completion_tokens")
    if model in ("old", "cool") and "temperature" in body:
        return refusal("temperature")
    if model == "key":
        return 401, {"error": {"message": "Incorrect API key provided: sk-of-nobody-at-all", "type": "invalid_request_error", "code": "invalid_api_key"}}
    if model == "quota":
        return 429, {"error": {"message": "You exceeded your quota", "type": "insufficient_quota", "code": "insufficient_quota"}}
    if model == "broken":
        return 200, None
    if model == "slow":
        time.sleep(4)
    message = {"role": "assistant", "content": "about: " + body["messages"][-1]["content"], "refusal": None}
    if model == "refuses":
        message = {"role": "assistant", "content": None, "refusal": "I cannot say that."}
    if model == "empty":
        message["content"] = ""
    finish = {"long": "length", "filtered": "content_filter"}.get(model, "stop")
    return 200, {"id": "chatcmpl-1", "object": "chat.completion", "model": model, "choices": [{"index": 0, "message": message, "finish_reason": finish}],
                 "usage": {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}}


class Vendor(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with open(sys.argv[2], "ab") as asked:
            asked.write(body + b"\n")
        status, said = answer(json.loads(body))
        text = b"<html>" if said is None else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        try:
            self.wfile.write(text)
        except BrokenPipeError:  # nobody waits any more
            pass

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Vendor)
with open(sys.argv[1], "w") as port:
    print(server.server_address[1], file=port)
server.serve_forever()
