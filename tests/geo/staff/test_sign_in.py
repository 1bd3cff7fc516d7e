"""Ten thousand guesses a minute, from as many addresses: hardly any is heard, and the right person is let in."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from geo.staff import passwords
from geo.staff import sign_in as signing_in
from geo.staff.accounts import make_account
from geo.staff.audit import AT_THE_TERMINAL
from geo.staff.errors import SignInFailed, TooManyAttempts
from geo.staff.sessions import remember_device
from geo.staff.sign_in import STRANGERS, Attempt, sign_in

PASSWORD = "เรือใบ กาแฟ บันไดเลื่อน 47"  # noqa: S105 - of the tests
EMAIL = "somying@example.go.th"
GUESSES = 10_000


@pytest.fixture
def engine(make_database: Callable[[], str]) -> Iterator[Engine]:
    engine = create_engine(make_database(), pool_size=8)
    with Session(engine) as session:
        account = make_account(session, AT_THE_TERMINAL, email=EMAIL, name="Khun Somying", password=PASSWORD)
        remember_device(session, account.id, "her own browser")
        session.commit()
    yield engine
    engine.dispose()


def outcome(engine: Engine, password: str, *, network: str, device: str = "", email: str = EMAIL) -> str:
    with Session(engine) as session:
        try:
            sign_in(session, Attempt(email=email, password=password, network=network, device=device))
        except SignInFailed:
            return "wrong"
        except TooManyAttempts:
            return "refused"
    return "in"


def test_ten_thousand_guesses_from_as_many_addresses(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []

    def listen(stored: str | None, guess: str) -> bool:
        heard.append(guess)
        return passwords.is_password(stored, guess)

    monkeypatch.setattr(signing_in, "is_password", listen)

    def guess(number: int) -> str:
        # a guess may even be right: nobody hears it
        password = PASSWORD if number > GUESSES // 2 else f"guess {number}"
        return outcome(engine, password, network=f"2001:db8:{number:x}::/48", device=f"browser {number}")

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(guess, range(GUESSES)))

    assert "in" not in outcomes
    # a few more than find room at once: one leaks away each minute
    assert STRANGERS.size <= len(heard) < STRANGERS.size * 3
    assert outcome(engine, PASSWORD, network="198.51.100.0/24", device="her own browser") == "in"
    assert outcome(engine, PASSWORD, network="198.51.100.0/24", device="a new one") == "refused"


def test_her_own_browser_is_limited_too(engine: Engine) -> None:
    tries = [outcome(engine, "wrong", network="-", device="her own browser") for _ in range(12)]
    assert tries == ["wrong"] * 10 + ["refused"] * 2


def test_many_at_the_same_instant_are_no_more_than_find_room(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        tries = list(pool.map(lambda number: outcome(engine, "wrong", network=f"{number}"), range(40)))
    assert tries.count("wrong") == STRANGERS.size


def test_signing_in_properly_uses_nothing_up(engine: Engine) -> None:
    assert [outcome(engine, PASSWORD, network="-", device=f"{number}") for number in range(15)] == ["in"] * 15


def test_for_an_address_without_an_account_the_limits_are_the_same(engine: Engine) -> None:
    known = [outcome(engine, "wrong", network=f"{number}") for number in range(14)]
    unknown = [outcome(engine, "wrong", network=f"{number}", email="nobody@example.go.th") for number in range(14)]
    assert known == unknown
