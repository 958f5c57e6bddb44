"""A mail server for a test, by aiosmtpd: smtpd.py FOLDER [tls|starttls|clear] [auth] [refuse=ADDRESS] [greylist=N] [full]

Writes its port to FOLDER/port and each mail, as it came, to FOLDER/N.eml. FOLDER/cert.pem and key.pem are its certificate;
test@example.org with the password "invented mail word" may log in.
"""
import asyncio
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

folder, words = sys.argv[1], sys.argv[2:]
options = dict(w.split("=", 1) for w in words if "=" in w)
later = [int(options.get("greylist", 0))]


class Mailbox:
    n = 0

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address == options.get("refuse"):
            return "550 5.1.1 no such mailbox"
        if later[0] > 0:
            later[0] -= 1
            return "451 4.7.1 greylisted, come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if "full" in words:
            return "552 5.2.2 mailbox full"
        Mailbox.n += 1
        name = os.path.join(folder, "%d.eml" % Mailbox.n)
        with open(name + ".new", "wb") as f:
            f.write(("X-Envelope: %s -> %s\n" % (envelope.mail_from, " ".join(envelope.rcpt_tos))).encode())
            f.write(("X-Session: tls=%s auth=%s\n" % (session.ssl is not None or "tls" in words, session.authenticated)).encode())
            f.write(envelope.original_content)
        os.rename(name + ".new", name)
        return "250 OK kept"


def authenticate(server, session, envelope, mechanism, data):
    good = data.login == b"test@example.org" and data.password == b"invented mail word"
    return AuthResult(success=good, handled=good)


async def main():
    context = None
    if "tls" in words or "starttls" in words:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem"))
    handler = Mailbox()

    def factory():
        return SMTP(
            handler,
            hostname="mail.example.org",
            tls_context=context if "starttls" in words else None,
            require_starttls="starttls" in words,
            authenticator=authenticate,
            auth_required="auth" in words,
            auth_require_tls="tls" not in words and "clear" not in words,
        )

    server = await asyncio.get_running_loop().create_server(
        factory, "127.0.0.1", 0, ssl=context if "tls" in words else None)
    with open(os.path.join(folder, "port.new"), "w") as f:
        f.write(str(server.sockets[0].getsockname()[1]))
    os.rename(os.path.join(folder, "port.new"), os.path.join(folder, "port"))
    await asyncio.Event().wait()


asyncio.run(main())
