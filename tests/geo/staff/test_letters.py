"""Letters reach a mail server that speaks SMTP, or the console."""

import socketserver
import threading
from email import message_from_string
from email.header import decode_header, make_header

import pytest

from geo.settings import Settings
from geo.staff.letters import Letter, send_letter

LETTER = Letter("somying@example.go.th", "ตั้งรหัสผ่านใหม่", "ลิงก์: https://pakmud.example/staff/reset?token=x")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    letter = ""


class _Conversation(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs to hand over one letter."""

    def handle(self) -> None:
        assert isinstance(self.server, _Server)
        self._say("220 ready")
        while line := self.rfile.readline().decode().strip():
            if line.upper() == "DATA":
                self._say("354 go on")
                lines = []
                while (one := self.rfile.readline().decode().rstrip("\r\n")) != ".":
                    lines.append(one)
                self.server.letter = "\n".join(lines)
            self._say("221 bye" if line.upper() == "QUIT" else "250 ok")
            if line.upper() == "QUIT":
                return

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


def test_to_a_mail_server() -> None:
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"smtp://127.0.0.1:{server.server_address[1]}"
        send_letter(Settings(_env_file=None, smtp_url=address, mail_from="pakmud@example.go.th"), LETTER)  # type: ignore[call-arg]
        server.shutdown()
        sent = message_from_string(server.letter)
    assert (sent["From"], sent["To"]) == ("pakmud@example.go.th", LETTER.to)
    assert str(make_header(decode_header(sent["Subject"]))) == LETTER.subject
    body = sent.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().strip() == LETTER.body


def test_to_the_console(capsys: pytest.CaptureFixture[str]) -> None:
    send_letter(Settings(_env_file=None), LETTER)  # type: ignore[call-arg]
    assert LETTER.body in capsys.readouterr().out
