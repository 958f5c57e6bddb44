#!/bin/sh
# pf-notify by mail, to a server that nobody here wrote (aiosmtpd): encrypted or not at all, headers that no value can add to, refusals told apart.
. "${srcdir:-$(dirname "$0")/..}/tests/tap.sh"
unset RUN_TELEGRAM DISCORD_WEBHOOK_URL PF_NOTIFY_SNS_TOPIC SMTP_SERVER SMTP_PORT SMTP_USERNAME SMTP_PASSWORD SMTP_USE_TLS EMAIL_FROM EMAIL_FROM_NAME PF_SMTP_URL PF_SMTP_CA
need openssl
if ! python3 -c 'import aiosmtpd' 2>/dev/null; then
	case " ${PF_TEST_NEEDS:-} " in
	*" aiosmtpd "*) echo 'Bail out! aiosmtpd is needed here and missing'; exit 1 ;;
	esac
	echo '1..0 # SKIP aiosmtpd (python3-aiosmtpd) is not installed'
	exit 0
fi
PF_HTTP_BACKOFF=10ms PF_NOTIFY_MAIL_TO=me@example.org
export PF_HTTP_BACKOFF PF_NOTIFY_MAIL_TO
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$scratch/key.pem" -out "$scratch/cert.pem" -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost 2>/dev/null

# post WORD...: a server of this test alone, its folder is box; ended with the test
post() {
	rm -rf box && mkdir box && cp "$scratch/key.pem" "$scratch/cert.pem" box
	python3 -W ignore "$top/tests/notify/smtpd.py" box "$@" 2>box/err &
	post=$!
	trap 'kill $post 2>/dev/null' EXIT
	i=0
	while [ ! -s box/port ] && [ $i -lt 200 ]; do sleep 0.05; i=$((i + 1)); done
	SMTP_SERVER=localhost SMTP_PORT=$(cat box/port) SMTP_USERNAME=test@example.org SMTP_PASSWORD='invented mail word' PF_SMTP_CA=$scratch/cert.pem
	export SMTP_SERVER SMTP_PORT SMTP_USERNAME SMTP_PASSWORD PF_SMTP_CA
}
# mail PYTHON: a check of the first mail, read by python's own reader
mail() {
	python3 -c "import email, email.policy, sys
raw = open('box/1.eml', 'rb').read()
m = email.message_from_bytes(raw, policy=email.policy.default)
text = m.get_content().replace('\r\n', '\n')
$1"
}

ok 'STARTTLS and a login; the text arrives as it was' '
	post starttls auth && printf "Gr\303\274\303\237e \342\200\224 \360\237\230\200\n.dot\n..\nFrom me = you \n\ttab%0400d\n" 7 >text && exits 0 pf-notify --title "Nacht $(printf "\342\200\224") 1" --text "$(cat text)" && says "X-Session: tls=True auth=True" box/1.eml && says "X-Envelope: test@example.org -> me@example.org" box/1.eml &&
	mail "
assert m[\"subject\"] == \"Nacht \u2014 1\" and m[\"to\"] == \"me@example.org\" and m[\"from\"] == \"test@example.org\" and m[\"auto-submitted\"] == \"auto-generated\" and m[\"message-id\"].endswith(\"@example.org>\")
assert text == open(\"text\").read().replace(\"\t\", \" \"), (text, open(\"text\").read())
assert all(len(l) < 79 for l in raw.split(b\"\r\n\")[2:]) and b\"\n\" not in raw.replace(b\"\r\n\", b\"\").split(b\"X-Session\")[1].split(b\"\n\", 1)[1]
assert not m.defects and all(not h.defects for h in m.values() if hasattr(h, \"defects\"))"'
ok 'TLS from the beginning, several recipients, a name' '
	post tls auth && export SMTP_USE_TLS=false EMAIL_FROM=pf@example.org EMAIL_FROM_NAME="Pf \"x\" $(printf "\303\251")" PF_NOTIFY_MAIL_TO="me@example.org, you@example.org" && exits 0 pf-notify --title T x && mail "assert m[\"from\"].addresses[0].display_name == \"Pf \\\"x\\\" \u00e9\" and m[\"from\"].addresses[0].addr_spec == \"pf@example.org\" and len(m[\"to\"].addresses) == 2" && says "pf@example.org -> me@example.org you@example.org" box/1.eml'
ok 'no value begins a header' '
	post starttls auth && export EMAIL_FROM_NAME="$(printf "a\r\nBcc: evil@example.org")" && exits 0 pf-notify --title "$(printf "x\r\nBcc: evil@example.org\r\n\r\nbody")" --text "$(printf "\r\n.\r\nMAIL FROM:<evil@example.org>\r\n")" && mail "assert m[\"bcc\"] is None and m[\"subject\"] == \"x  Bcc: evil@example.org    body\" and text == \".\nMAIL FROM:<evil@example.org>\n\", (m[\"subject\"], text)" && [ "$(find box -name "*.eml" | wc -l)" = 1 ]'
ok 'a password that is not taken, a certificate, a server without STARTTLS: no mail, and no secret in a message' '
	post starttls auth && SMTP_PASSWORD=wrong-mail-word exits 77 pf-notify x 2>err && says "535" err && ! grep -q wrong-mail-word err && PF_SMTP_CA= exits 69 pf-notify x 2>err && says "certificate is not to be trusted" err && SMTP_SERVER=127.0.0.1 exits 69 pf-notify x 2>err && says "certificate" err || exit
	kill $post; post clear auth && exits 69 pf-notify x 2>err && says "no STARTTLS, and nothing is sent in the clear" err && exits 0 env PF_SMTP_URL="smtp://127.0.0.1:$SMTP_PORT" pf-notify x && says "tls=False auth=True" box/1.eml'
ok 'what is refused for good, and what is asked to come again' '
	post starttls auth refuse=you@example.org && PF_NOTIFY_MAIL_TO=me@example.org,you@example.org exits 69 pf-notify x 2>err && says "550 5.1.1 no such mailbox" err && [ ! -e box/1.eml ] || exit
	kill $post; post starttls auth greylist=2 && exits 0 pf-notify x 2>err && says "451 4.7.1 greylisted" err && [ -e box/1.eml ] && [ ! -e box/2.eml ] || exit
	kill $post; post starttls auth greylist=9 && exits 75 pf-notify x 2>err && kill $post; post starttls auth full && exits 69 pf-notify x 2>err && says "552" err'
ok 'nobody listens, or what listens is no mail server' '
	post starttls auth && kill $post; wait $post; exits 75 pf-notify x 2>err && says "cannot connect" err && exits 75 env SMTP_SERVER=nowhere.invalid pf-notify x 2>err && says "cannot be resolved" err'
ok 'on change by mail: one for a failure and one for its end, as its subject says' '
	post starttls auth; c() { printf "{\"kind\":\"check\",\"name\":\"disk\",\"status\":\"%s\",\"text\":\"95 percent are used\"}\n" "$1" | pf-notify --on-change; }; c fail && c fail && c pass && c pass && [ "$(find box -name "*.eml" | wc -l)" = 2 ] && mail "assert m[\"subject\"].endswith(\": 1 error\") and text == \"FAILED disk: 95 percent are used\n\"" && grep -q "^Subject: .*: 1 is ok again" box/2.eml'
done_testing
