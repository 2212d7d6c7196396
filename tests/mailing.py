"""A mail server of a few lines, for letters that really travel: it speaks SMTP on a free port."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps what it is handed; refuses whom it is told to refuse."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.letters: list[tuple[str, EmailMessage]] = []
        self.answers: dict[str, str] = {}

    @property
    def port(self) -> int:
        """The port it listens at."""
        return int(self.server_address[1])

    def sent_to(self, address: str) -> list[EmailMessage]:
        """The letters to one address, in the order of arrival."""
        return [letter for to, letter in self.letters if to == address]


class Session(socketserver.StreamRequestHandler):
    """One line from a client."""

    server: MailServer

    def handle(self) -> None:
        """Answer until the client is done."""
        self._say("220 here")
        to = ""
        for raw in self.rfile:
            line = raw.decode().strip()
            verb = line[:4].upper()
            if verb == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                self._say(self.server.answers.get(to, "250 yes"))
            elif verb == "DATA":
                self._say("354 go on")
                letter = message_from_bytes(self._text(), policy=policy.default)
                assert isinstance(letter, EmailMessage)
                self.server.letters.append((to, letter))
                self._say("250 kept")
            elif verb == "QUIT":
                return self._say("221 bye")
            else:
                self._say("250 yes")
        return None

    def _text(self) -> bytes:
        lines: list[bytes] = []
        for raw in self.rfile:
            if raw.strip() == b".":
                break
            lines.append(raw)
        return b"".join(lines)

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A server that the program's own SMTP backend sends to."""
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.PUBLIC_URL = "https://komin.example"
        try:
            yield server
        finally:
            server.shutdown()
