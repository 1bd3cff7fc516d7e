"""A mail server of the tests: as much of RFC 5321 as a client needs to hand over a letter."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from queue import Queue


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.letters: Queue[EmailMessage] = Queue()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def next_letter(self) -> EmailMessage:
        """Waits for it. Raises: queue.Empty when none comes."""
        return self.letters.get(timeout=30)


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert isinstance(self.server, MailServer)
        self._say("220 ready")
        while line := self.rfile.readline().strip():
            if line.upper() == b"DATA":
                self._say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                letter = message_from_bytes(b"".join(lines), _class=EmailMessage, policy=policy.default)
                self.server.letters.put(letter)
            self._say("221 bye" if line.upper() == b"QUIT" else "250 ok")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Serves until the end of the block."""
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
