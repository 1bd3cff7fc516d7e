"""Letters by e-mail: to the mail server of the settings, or printed where there is none."""

import smtplib
import sys
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from geo.settings import Settings

_PATIENCE_S = 20


@dataclass(frozen=True, slots=True)
class Letter:
    to: str
    subject: str
    body: str


def send_letter(settings: Settings, letter: Letter) -> None:
    """Raises what `smtplib` raises: whoever calls this does so after the answer, so that nobody waits or learns."""
    if settings.smtp_url is None:
        sys.stdout.write(f"\n--- To: {letter.to}\n--- {letter.subject}\n\n{letter.body}\n---\n")
        sys.stdout.flush()
        return
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, letter.to, letter.subject
    message.set_content(letter.body, cte="base64")  # seven bits: every server on the way can carry them
    server = urlsplit(settings.smtp_url)
    host = server.hostname or "localhost"
    if server.scheme == "smtps":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(host, server.port or 465, timeout=_PATIENCE_S)
    else:
        connection = smtplib.SMTP(host, server.port or 25, timeout=_PATIENCE_S)
    with connection:
        if server.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls()
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)
