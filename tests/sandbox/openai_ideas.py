"""What the sandbox says of a text by the strict schemas that are shipped: openai_ideas.py PROMPT-FILE triage|ideas TEXT [WORDS]; the answer to the standard output."""
import json, os, re, sys, urllib.request

prompt, part, text, *words = sys.argv[1:]
schemas = dict(zip(("triage", "ideas"), re.findall(r"schema: \|\n((?:    .*\n|\n)+)", open(prompt).read())))
body = {"model": "gpt-5.1", "messages": [{"role": "system", "content": (words or ["Find ideas."])[0]}, {"role": "user", "content": text}],
    "response_format": {"type": "json_schema", "json_schema": {"name": part, "strict": True, "schema": json.loads(schemas[part])}}}
r = urllib.request.Request(os.environ["OPENAI_BASE_URL"] + "/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json", "Authorization": "Bearer " + os.environ["OPENAI_API_KEY"]})
print(json.load(urllib.request.urlopen(r))["choices"][0]["message"]["content"])
