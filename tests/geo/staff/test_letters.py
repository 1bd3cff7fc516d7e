"""Letters reach a mail server that speaks SMTP, or the console."""

import pytest

from geo.settings import Settings
from geo.staff.letters import Letter, send_letter
from tests.mail_server import mail_server

LETTER = Letter("somying@example.go.th", "ตั้งรหัสผ่านใหม่", "ลิงก์: https://pakmud.example/staff/reset?token=x")


def test_to_a_mail_server() -> None:
    with mail_server() as server:
        settings = Settings(_env_file=None, smtp_url=server.url, mail_from="pakmud@example.go.th")  # type: ignore[call-arg]
        send_letter(settings, LETTER)
        sent = server.next_letter()
    assert (sent["From"], sent["To"], sent["Subject"]) == ("pakmud@example.go.th", LETTER.to, LETTER.subject)
    assert sent.get_content().strip() == LETTER.body


def test_to_the_console(capsys: pytest.CaptureFixture[str]) -> None:
    send_letter(Settings(_env_file=None), LETTER)  # type: ignore[call-arg]
    assert LETTER.body in capsys.readouterr().out
