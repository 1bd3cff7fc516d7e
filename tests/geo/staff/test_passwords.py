"""Which passwords are taken, and that a guess costs the same whoever it is for."""

import pytest
from argon2 import PasswordHasher

from geo.errors import InvalidQuery
from geo.staff.passwords import check_password, hash_password, is_outdated, is_password

GOOD = "เรือใบ กาแฟ บันไดเลื่อน 47"


@pytest.mark.parametrize("password", [GOOD, "correct horse battery staple", "Xk9#mQ2$vL7p"])
def test_a_good_password(password: str) -> None:
    check_password(password, "somchai@example.go.th", "สมชาย ใจดี")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 12"),
        ("x" * 201, "may have 200"),
        ("password1234", "easy to guess"),
        ("123456789012", "easy to guess"),
        ("qwertyuiop[]", "easy to guess"),
        ("aaaaaaaaaaaaaaaaaaaa", "easy to guess"),
        ("Somchai@Example.go.th", "name or e-mail"),
        ("somchai-2569-somchai", "name or e-mail"),
        ("ขอโทษนะ สมชาย ใจดี 5", "name or e-mail"),
    ],
)
def test_a_password_that_will_not_do(password: str, why: str) -> None:
    with pytest.raises(InvalidQuery, match=why):
        check_password(password, "somchai@example.go.th", "สมชาย ใจดี")


def test_a_hash_is_argon2id_and_salted() -> None:
    first, second = hash_password(GOOD), hash_password(GOOD)
    assert first.startswith("$argon2id$")
    assert first != second
    assert is_password(first, GOOD)
    assert not is_password(first, GOOD + " ")
    assert not is_outdated(first)
    assert is_outdated("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$hMn3nMr0Bls")


def test_nobody_has_the_password_of_nobody() -> None:
    assert not is_password(None, "nobody has this password")
    assert not is_password("not a hash", GOOD)


def test_the_same_work_is_done_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hash with the same parameters is verified for an account that does not exist; no clock is asked."""
    seen: list[str] = []
    verify = PasswordHasher.verify

    def watched(self: PasswordHasher, stored: str, guess: str) -> bool:
        seen.append(stored)
        return bool(verify(self, stored, guess))

    monkeypatch.setattr(PasswordHasher, "verify", watched)
    is_password(None, "guess")
    is_password(hash_password(GOOD), "guess")
    assert [stored.rpartition("$")[0].rpartition("$")[0] for stored in seen] == ["$argon2id$v=19$m=47104,t=1,p=1"] * 2
