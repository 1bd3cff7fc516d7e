"""Secrets made here: enrolment codes, cookies, links in letters, programs' tokens. Stored are only their digests."""

import hashlib
import re
import secrets
import string

CODE_LENGTH = 15
_CODE_LETTERS = string.ascii_uppercase + string.digits


def digest(secret: str) -> bytes:
    """What is stored of a secret. A fast hash will do: there are 75 bits and more to guess."""
    return hashlib.sha256(secret.encode()).digest()


def new_code() -> str:
    """15 of A-Z and 0-9, to be typed by hand."""
    return "".join(secrets.choice(_CODE_LETTERS) for _ in range(CODE_LENGTH))


def typed_code(text: str) -> str:
    """A code as somebody typed it: in small letters, with spaces or hyphens."""
    return re.sub(r"[\s\-]", "", text).upper()


def shown_code(code: str) -> str:
    """In groups of five, which can be read out."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))


def new_secret() -> str:
    """256 bits, for cookies and links."""
    return secrets.token_urlsafe(32)
