"""Shared files by chance and what botocore reads in them: profile.py COUNT SEED FOLDER QUESTIONS ANSWERS.

QUESTIONS gets a JSON object a line, as tests/aws/profile reads them; ANSWERS what botocore says to each.
"""

import json
import os
import random
import sys

import botocore.exceptions
import botocore.session

NAMES = ["default", "dev", "prod", "my dev", "a-b_c.d", "ünï"]
KEYS = ["region", "output", "role_arn", "aws_access_key_id", "credential_process", "x"]
BLOCKS = ["s3", "sqs"]
VALUES = ["us-east-1", "json # no comment", "a = b", "a:b", "'q u'", "arn:aws:iam::1:role/x", "äß€", "[x]", "%(region)s", "a  b"]


def cased(key):
    return random.choice([key, key.upper(), key.title()])


def noise():
    return random.choice(["", "", "", "\n", "# comment = x\n", "  ; comment\n", " \t\n"])


def entry(indent, used):
    """A key that was not used, as its lines; now and then one that was."""
    key = random.choice([k for k in KEYS if k not in used] or ["last"])
    if used and random.random() < 0.005:
        key = random.choice(sorted(used))
    used.add(key)
    mark = random.choice(["=", " = ", "= ", ":", " : ", "\t=\t"])
    lines = indent + cased(key) + mark + random.choice(VALUES) + random.choice(["", " ", "\t"]) + "\n"
    while random.random() < 0.1:
        lines += indent + random.choice([" ", "\t", "   "]) + random.choice(VALUES) + "\n"
    return lines


def block(indent, used):
    key = random.choice(BLOCKS)
    if key in used:
        return ""
    used.add(key)
    lines = indent + key + random.choice([" =", "=", " = "]) + "\n" + noise()
    for name in random.sample(KEYS, random.randint(0, 3)):
        lines += indent + random.choice(["  ", " ", "\t\t"]) + name + " = " + random.choice(VALUES) + "\n" + noise()
    if random.random() < 0.01:
        lines += indent + "  no pair\n"
    return lines


def section(header):
    used = set()
    indent = random.choice(["", "", "", "  ", "\t"])
    lines = "[" + header + "]\n"
    for _ in range(random.randint(0, 4)):
        lines += noise() + (block(indent, used) if random.random() < 0.2 else entry(indent, used))
    if random.random() < 0.003:
        lines += indent + "no pair\n"
    return lines + noise()


def header(name):
    if name == "default":
        return name
    if " " in name:
        return "profile " + random.choice(['"%s"', "'%s'"]) % name
    return random.choice(["profile ", "profile  ", "profile\t"]) + random.choice(["%s", '"%s"']) % name


def file_of(headers):
    lines = noise()
    if random.random() < 0.005:
        lines += "x = too early\n"
    for h in headers:
        lines += section(h)
        if random.random() < 0.003:
            lines += section(h)
    if random.random() < 0.3:
        lines = lines.replace("\n", "\r\n")
    return lines[:-1] if random.random() < 0.2 else lines


def some(most):
    return random.sample(NAMES, random.randint(0, most))


def read(config, credentials, profile):
    os.environ["AWS_CONFIG_FILE"], os.environ["AWS_SHARED_CREDENTIALS_FILE"] = config, credentials
    try:
        return botocore.session.Session().full_config["profiles"].get(profile)
    except botocore.exceptions.ConfigParseError:
        return "error"


def answer(values, key, inner):
    if values is None or values == "error":
        return "error"
    value = values.get(inner if inner else key, "")
    if inner:
        value = value.get(key, "") if isinstance(value, dict) else ""
    elif isinstance(value, dict):
        value = ""
    return value.replace("\n", "\\n") if value else "null"


def main():
    count, folder = int(sys.argv[1]), sys.argv[3]
    random.seed(int(sys.argv[2]))
    with open(sys.argv[4], "w") as questions, open(sys.argv[5], "w") as answers:
        for i in range(count):
            paths = [os.path.join(folder, "%d.%s" % (i, kind)) for kind in ("config", "credentials")]
            texts = [file_of([header(n) for n in some(4)] + ["other"]), file_of(some(3))]
            for path, text in zip(paths, texts):
                with open(path, "w", newline="") as f:
                    f.write(text)
            for profile in NAMES:
                values = read(*paths, profile)
                for inner in [None] + BLOCKS:
                    for key in KEYS:
                        question = {"config": paths[0], "credentials": paths[1], "profile": profile, "block": inner, "key": key}
                        questions.write(json.dumps(question, ensure_ascii=False) + "\n")
                        answers.write(answer(values, key, inner) + "\n")


main()
