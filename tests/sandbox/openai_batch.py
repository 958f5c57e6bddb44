"""Files, batches and responses of OpenAI's side of the sandbox, with urllib: openai_batch.py WHAT [FAULT]; exits with 0 when all is right."""
import json, os, sys, urllib.error, urllib.request

base, key = os.environ["OPENAI_BASE_URL"], os.environ["OPENAI_API_KEY"]


def call(method, path, body=None, kind="application/json", want=200):
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    r = urllib.request.Request(base + path, data, {"Authorization": "Bearer " + key, "Content-Type": kind}, method=method)
    try:
        reply = urllib.request.urlopen(r)
    except urllib.error.HTTPError as e:
        reply = e
    text = reply.read()
    assert reply.status == want, (method, path, reply.status, text[:500])
    return text if path.endswith("/content") and want == 200 else json.loads(text)


def upload(data, purpose="batch", name="in.jsonl", want=200, more=(), boundary="xXx"):
    parts = [("purpose", None, purpose.encode())] if purpose is not None else []
    parts += [(n, None, v.encode()) for n, v in more] + ([("file", name, data)] if data is not None else [])
    body = b""
    for n, f, v in parts:
        body += ("--%s\r\nContent-Disposition: form-data; name=\"%s\"%s\r\nContent-Type: text/plain\r\n\r\n" % (boundary, n, "; filename=\"%s\"" % f if f is not None else "")).encode() + v + b"\r\n"
    return call("POST", "/files", body + ("--%s--\r\n" % boundary).encode(), "multipart/form-data; boundary=" + boundary, want)


def line(i, **more):
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Bought $AAPL no. %d" % i}]}
    body.update(more.pop("body", {}))
    return dict({"custom_id": "m-%d" % i, "method": "POST", "url": "/v1/chat/completions", "body": body}, **more)


def jsonl(rows):
    return b"".join(json.dumps(r).encode() + b"\n" for r in rows)


def submit(data, endpoint="/v1/chat/completions", **more):
    return call("POST", "/batches", dict({"input_file_id": upload(data)["id"], "endpoint": endpoint, "completion_window": "24h"}, **more))


def life(b):
    states = [b["status"]]
    while states[-1] not in ("completed", "failed", "expired", "cancelled"):
        b = call("GET", "/batches/" + b["id"])
        states.append(b["status"])
        assert len(states) < 50
    return b, states


def rows(b, name):
    return [json.loads(x) for x in call("GET", "/files/%s/content" % b[name]).splitlines()]


def param(e):
    return e["error"]["param"]


def files():
    f = upload(b"{}\n", more=[("expires_after[anchor]", "created_at"), ("expires_after[seconds]", "3600")])
    assert (f["object"], f["bytes"], f["filename"], f["purpose"], f["status"]) == ("file", 3, "in.jsonl", "batch", "processed"), f
    assert f["expires_at"] == f["created_at"] + 3600
    assert call("GET", "/files/" + f["id"]) == f and call("GET", "/files/%s/content" % f["id"]) == b"{}\n"
    g = upload(b"\x00\r\n--xX\xff" * 1000, "user_data", "a b.bin")
    assert g["expires_at"] is None and call("GET", "/files/%s/content" % g["id"]) == b"\x00\r\n--xX\xff" * 1000
    h = upload(b"x", "batch")
    assert h["expires_at"] == h["created_at"] + 30 * 86400
    ids = lambda q: [x["id"] for x in call("GET", "/files" + q)["data"]]
    assert ids("") == [h["id"], g["id"], f["id"]] and ids("?order=asc") == [f["id"], g["id"], h["id"]] and ids("?purpose=batch") == [h["id"], f["id"]]
    p = call("GET", "/files?limit=2")
    assert (p["object"], p["first_id"], p["last_id"], p["has_more"]) == ("list", h["id"], g["id"], True), p
    p = call("GET", "/files?limit=2&after=" + p["last_id"])
    assert (p["first_id"], p["last_id"], p["has_more"]) == (f["id"], f["id"], False), p
    for q in ("?limit=0", "?limit=10001", "?limit=x", "?order=up"):
        call("GET", "/files" + q, want=400)
    call("GET", "/files?after=file-0", want=404)
    assert call("DELETE", "/files/" + g["id"]) == {"id": g["id"], "object": "file", "deleted": True}
    for m, p in (("GET", ""), ("GET", "/content"), ("DELETE", "")):
        call(m, "/files/" + g["id"] + p, want=404)
    assert ids("") == [h["id"], f["id"]]
    for want, name, args in ((400, "purpose", (b"x", None)), (400, "purpose", (b"x", "else")), (400, "file", (None,)), (400, "file", (b"", "batch")), (400, "file", (b"x", "batch", "in.json")), (400, "file", (b"x", "batch", None))):
        assert param(upload(*args, want=want)) == name, args
    for more in (("anchor", "now"), ("seconds", "3600")), (("anchor", "created_at"),), (("anchor", "created_at"), ("seconds", "3599")), (("anchor", "created_at"), ("seconds", "2592001")):
        upload(b"x", want=400, more=[("expires_after[%s]" % n, v) for n, v in more])
    form = b"--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jsonl\"\r\n\r\nx\r\n--b--\r\n"
    for body, kind in ((form, "application/json"), (form, "multipart/form-data"), (form, "multipart/form-data; boundary=c"), (b"", "multipart/form-data; boundary=b")):
        call("POST", "/files", body, kind, 400)
    for n in range(len(form) - 3):
        call("POST", "/files", form[:n], "multipart/form-data; boundary=b", 400)
    call("POST", "/files", form, "multipart/form-data; boundary=\"b\"")


def batch():
    n = 40
    b, states = life(submit(jsonl(line(i) for i in range(n)), metadata={"submission": "s-1"}))
    assert states == ["validating", "in_progress", "in_progress", "finalizing", "completed"], states
    assert b["request_counts"] == {"total": n, "completed": n, "failed": 0} and b["metadata"] == {"submission": "s-1"} and "error_file_id" not in b and b["model"] == "gpt-4o-2024-08-06"
    assert b["expires_at"] == b["created_at"] + 86400 and b["errors"] is None and b["usage"]["total_tokens"] == b["usage"]["input_tokens"] + b["usage"]["output_tokens"] > 0
    out = rows(b, "output_file_id")
    got = [r["custom_id"] for r in out]
    assert sorted(got) == sorted("m-%d" % i for i in range(n)) and got != ["m-%d" % i for i in range(n)]
    for r in out:
        assert sorted(r) == ["custom_id", "error", "id", "response"] and r["error"] is None and r["response"]["status_code"] == 200 and r["response"]["request_id"]
        assert r["response"]["body"]["choices"][0]["message"]["content"].endswith("no. " + r["custom_id"][2:]), r
    assert b["usage"]["input_tokens"] == sum(r["response"]["body"]["usage"]["prompt_tokens"] for r in out)
    assert len({r["id"] for r in out}) == len({r["response"]["body"]["id"] for r in out}) == n
    # no line succeeds; some do
    b, states = life(submit(jsonl([line(0, body={"temperature": 9}), line(1, body={"messages": []})])))
    assert states[-1] == "completed" and "output_file_id" not in b and b["request_counts"] == {"total": 2, "completed": 0, "failed": 2}
    assert {r["custom_id"]: r["response"]["body"]["error"]["param"] for r in rows(b, "error_file_id")} == {"m-0": "temperature", "m-1": "messages"}
    b, states = life(submit(jsonl([line(0), line(1, body={"n": 0})])))
    assert [r["custom_id"] for r in rows(b, "output_file_id")] == ["m-0"] and [r["response"]["status_code"] for r in rows(b, "error_file_id")] == [400]
    b = submit(jsonl([line(0, url="/v1/responses", body={"input": "Bought $AAPL", "messages": None})]).replace(b", \"messages\": null", b""), "/v1/responses", output_expires_after={"anchor": "created_at", "seconds": 3600})
    b, states = life(b)
    assert rows(b, "output_file_id")[0]["response"]["body"]["output"][0]["content"][0]["type"] == "output_text", b
    f = call("GET", "/files/" + b["output_file_id"])
    assert f["expires_at"] == f["created_at"] + 3600 and f["purpose"] == "batch_output"
    # lists: newest first, pages
    ids = [x["id"] for x in call("GET", "/batches")["data"]]
    assert len(ids) == 4 and ids[0] == b["id"]
    p = call("GET", "/batches?limit=3")
    assert p["has_more"] and [x["id"] for x in call("GET", "/batches?after=" + p["last_id"])["data"]] == ids[3:]
    for q in ("?limit=0", "?limit=101"):
        call("GET", "/batches" + q, want=400)
    call("GET", "/batches/batch_0", want=404)


def refused():
    f = upload(jsonl([line(0)]))["id"]
    g = upload(b"x", "user_data")["id"]
    good = {"input_file_id": f, "endpoint": "/v1/chat/completions", "completion_window": "24h"}
    for name, v in (("input_file_id", None), ("input_file_id", "file-0"), ("input_file_id", g), ("endpoint", None), ("endpoint", "/v1/else"), ("completion_window", "1h"), ("completion_window", None), ("metadata", {"a": 1}), ("more", 1),
            ("output_expires_after", {"anchor": "created_at", "seconds": 1}), ("output_expires_after", {"anchor": "created_at"})):
        e = call("POST", "/batches", dict(good, **{name: v}), want=400)
        assert param(e).split(".")[0] == name, e
    for data, want in (
            (b"{\n" + jsonl([line(1)]), [("invalid_json_line", 1)]), (jsonl([line(0), line(0), line(1), line(0)]), [("duplicate_custom_id", 2), ("duplicate_custom_id", 4)]),
            (jsonl([line(0, url="/v1/responses")]), [("mismatched_endpoint", 1)]), (jsonl([line(0, method="GET")]), [("invalid_method", 1)]), (jsonl([line(0), line(1, body={"model": "o3"})]), [("mismatched_model", 2)]),
            (jsonl([line(0, body={"model": "gpt-0"})]), [("model_not_found", 1)]), (jsonl([line(0, body={"stream": True})]), [("invalid_request", 1)]), (jsonl([line(0)]) + b"\n" + jsonl([line(1)]), [("invalid_json_line", 2)]),
            (b"\xef\xbb\xbf" + jsonl([line(0)]), [("invalid_json_line", 1)]), (jsonl([{"custom_id": 1}]), [("missing_required_parameter", 1), ("invalid_method", 1), ("mismatched_endpoint", 1), ("missing_required_parameter", 1)]),
            (b"{}\n" * 50001, [("too_many_requests", None)]), (b"[\n" * 100, [("invalid_json_line", i + 1) for i in range(20)])):
        b, states = life(submit(data))
        assert states == ["validating", "failed"] and b["errors"]["object"] == "list" and [(x["code"], x["line"]) for x in b["errors"]["data"]] == want, (data[:80], b)
        assert "output_file_id" not in b and "error_file_id" not in b and b["failed_at"]
    # the last line may lack its end
    b, states = life(submit(jsonl([line(0)])[:-1]))
    assert states[-1] == "completed"


def cancel():
    b = submit(jsonl(line(i) for i in range(10)))
    for _ in range(2):
        b = call("GET", "/batches/" + b["id"])
    c = call("POST", "/batches/%s/cancel" % b["id"])
    assert c["status"] == "cancelling" == call("POST", "/batches/%s/cancel" % b["id"])["status"]
    b, states = life(c)
    assert states == ["cancelling", "cancelled"] and len(rows(b, "output_file_id")) == b["request_counts"]["completed"] == 5 and b["cancelled_at"] and "error_file_id" not in b
    assert call("POST", "/batches/%s/cancel" % b["id"], want=409)["error"]["message"]
    b, states = life(call("POST", "/batches/%s/cancel" % submit(jsonl([line(0)]))["id"]))
    assert "output_file_id" not in b and b["status"] == "cancelled"
    # a file that is deleted meanwhile
    b = submit(jsonl([line(0)]))
    call("DELETE", "/files/" + b["input_file_id"])
    assert life(b)[0]["request_counts"]["completed"] == 1


def fault(kind):
    b, states = life(submit(jsonl(line(i) for i in range(8))))
    out = rows(b, "output_file_id") if "output_file_id" in b and kind != "lines_garbled" else []
    bad = rows(b, "error_file_id") if "error_file_id" in b else []
    if kind == "batch_expired":
        assert b["status"] == "expired" and b["expired_at"] and len(out) == len(bad) == 4, b
        assert all(r["response"] is None and r["error"]["code"] == "batch_expired" for r in bad) and b["request_counts"] == {"total": 8, "completed": 4, "failed": 4}
    elif kind == "batch_failed":
        assert b["status"] == "failed" and [(x["code"], x["line"]) for x in b["errors"]["data"]] == [("token_limit_exceeded", None)]
    elif kind == "batch_pending=3":
        assert states == ["validating"] + ["in_progress"] * 4 + ["finalizing", "completed"], states
    elif kind == "lines_failed":
        assert sorted(r["custom_id"] for r in bad) == ["m-%d" % i for i in range(0, 8, 2)] and all(r["response"]["status_code"] == 500 for r in bad) and len(out) == 4
    elif kind == "lines_lost":
        assert sorted(r["custom_id"] for r in out) == ["m-%d" % i for i in range(1, 8, 2)] and not bad
    elif kind == "lines_garbled":
        good = []
        for x in call("GET", "/files/%s/content" % b["output_file_id"]).splitlines():
            try:
                good.append(json.loads(x)["custom_id"])
            except ValueError:
                pass
        assert sorted(good) == ["m-%d" % i for i in range(1, 8, 2)], good
    elif kind == "refusal":
        said = {r["custom_id"]: r["response"]["body"]["choices"][0]["message"] for r in out}
        assert all((said["m-%d" % i]["content"] is None) == (i % 2 == 0) == bool(said["m-%d" % i]["refusal"]) for i in range(8))
    else:
        raise SystemExit("no fault " + kind)


def responses():
    schema = {"type": "object", "properties": {"tickers_present": {"type": "array", "items": {"type": "string"}}}, "required": ["tickers_present"], "additionalProperties": False}
    text = {"format": {"type": "json_schema", "name": "x", "strict": True, "schema": schema}}
    r = call("POST", "/responses", {"model": "gpt-5.1", "input": "Bought $AAPL", "text": text, "reasoning": {"effort": "low"}, "metadata": {"a": "b"}})
    assert (r["object"], r["status"], r["error"], r["incomplete_details"], r["model"]) == ("response", "completed", None, None, "gpt-5.1-2025-11-13") and r["completed_at"]
    assert [o["type"] for o in r["output"]] == ["reasoning", "message"] and r["output"][0]["summary"] == [] and r["text"] == text and r["metadata"] == {"a": "b"} and r["store"] is True and "output_text" not in r
    assert json.loads(r["output"][1]["content"][0]["text"]) == {"tickers_present": ["AAPL"]} and r["output"][1]["content"][0]["annotations"] == []
    u = r["usage"]
    assert u["output_tokens_details"]["reasoning_tokens"] == 64 and u["total_tokens"] == u["input_tokens"] + u["output_tokens"] and u["input_tokens_details"]["cached_tokens"] == 0
    assert call("GET", "/responses/" + r["id"]) == r
    more = call("POST", "/responses", {"model": "gpt-5.1", "input": [{"role": "user", "content": [{"type": "input_text", "text": "And $MSFT"}]}], "previous_response_id": r["id"], "store": False, "instructions": "Be short."})
    assert more["usage"]["input_tokens"] > u["input_tokens"] and more["instructions"] == "Be short." and more["previous_response_id"] == r["id"]
    call("GET", "/responses/" + more["id"], want=404)
    r = call("POST", "/responses", {"model": "gpt-5", "input": "Bought $AAPL", "max_output_tokens": 16})
    assert (r["status"], r["incomplete_details"]) == ("incomplete", {"reason": "max_output_tokens"}) and [o["type"] for o in r["output"]] == ["reasoning"]
    good = {"model": "gpt-4o", "input": "x"}
    bad = dict(schema, additionalProperties=True)
    for name, v in (("input", None), ("input", 1), ("input", []), ("max_output_tokens", 15), ("background", True), ("stream", True), ("stream", 1), ("truncation", "maybe"), ("text.verbosity", {"verbosity": "loud"}), ("reasoning.effort", {"effort": "low"}),
            ("previous_response_id", "resp_0"), ("messages", []), ("store", 1), ("text.format.schema", {"format": dict(text["format"], schema=bad)}), ("text.format.name", {"format": dict(text["format"], name="a b")}), ("input", 0)):
        e = call("POST", "/responses", dict(good, **{name.split(".")[0]: v}), want=400)
        assert param(e) == name, (name, e)
    call("GET", "/responses/resp_0", want=404)


def large():
    n = 50000
    b, states = life(submit(jsonl(line(i) for i in range(n))))
    assert states[-1] == "completed" and len({r["custom_id"] for r in rows(b, "output_file_id")}) == n == b["request_counts"]["completed"]


{"files": files, "batch": batch, "refused": refused, "cancel": cancel, "responses": responses, "large": large}[sys.argv[1]]() if len(sys.argv) == 2 else fault(sys.argv[2])
