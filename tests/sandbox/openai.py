"""One request to OpenAI's side of the sandbox: openai.py METHOD PATH [BODY]; the body to got, the head to head, the status to code.
Options after that: key=..., type=..., header=NAME:VALUE."""
import http.client, os, sys, urllib.parse

method, path, *rest = sys.argv[1:]
body, headers = None, {"Content-Type": "application/json", "Authorization": "Bearer " + os.environ["OPENAI_API_KEY"]}
for a in rest:
    name, eq, value = a.partition("=")
    if eq and name == "key":
        headers["Authorization"] = value
    elif eq and name == "type":
        headers["Content-Type"] = value
    elif eq and name == "header":
        h, _, v = value.partition(":")
        headers[h] = v
    elif eq and name == "file":
        body = open(value, "rb").read()
    else:
        body = a.encode()
headers = {k: v for k, v in headers.items() if v}
u = urllib.parse.urlsplit(os.environ["PF_OPENAI_URL"])
c = http.client.HTTPConnection(u.hostname, u.port, timeout=60)
c.request(method, path, body, headers)
r = c.getresponse()
open("head", "w").write("".join("%s: %s\n" % (k.lower(), v) for k, v in r.getheaders()))
open("code", "w").write("%d\n" % r.status)
open("got", "wb").write(r.read())
