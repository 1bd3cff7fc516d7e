"""Whoever guesses passwords: from many addresses at once, for accounts that exist and those that do not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import httpx
import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.staff.accounts import find_account, make_account
from geo.staff.audit import AT_THE_TERMINAL
from geo.staff.sign_in import STRANGERS
from tests.api.conftest import ServeApp
from tests.api.staff.conftest import StaffSite
from tests.api.staff.visitor import PASSWORD, Visitor
from tests.mail_server import MailServer

GUESSES = 1_000
"""Over HTTP; tests/geo/staff/test_sign_in.py has ten thousand of them."""


@pytest.fixture(scope="module")
def attacked(serve_app: ServeApp, make_staff_database: Callable[[], str], mail: MailServer) -> StaffSite:
    """A site of its own: the attack leaves its mark."""
    url = make_staff_database()
    return StaffSite(serve_app(url, smtp_url=mail.url), url)


def visitor_from(site: StaffSite, address: str) -> Visitor:
    """Somebody behind another address, as a proxy on this machine reports it."""
    headers = {"Accept": "text/html", "X-Forwarded-For": address}
    return Visitor(httpx.Client(base_url=site.address, timeout=60, headers=headers))


def test_guesses_from_many_addresses_let_nobody_in_and_keep_the_right_one_in(attacked: StaffSite) -> None:
    mine = visitor_from(attacked, "198.51.100.7")
    assert mine.sign_in("author@example.go.th", PASSWORD).status_code == 303
    numbers = count()

    def guess_on(worker: int) -> list[int]:
        visitor = visitor_from(attacked, f"203.0.{worker}.1")
        form = visitor.form_token("/staff/sign-in")
        statuses = []
        for number in iter(lambda: next(numbers), None):
            if number >= GUESSES:
                break
            # another network each time; the last guesses are even right
            visitor.client.headers["X-Forwarded-For"] = f"10.{number % 250}.{number // 250}.9"
            password = PASSWORD if number > GUESSES - 100 else f"guess {number}"
            data = {"email": "author@example.go.th", "password": password, "form": form}
            statuses.append(visitor.client.post("/staff/sign-in", data=data).status_code)
        return statuses

    with ThreadPoolExecutor(8) as pool:
        statuses = [status for done in pool.map(guess_on, range(8)) for status in done]

    assert len(statuses) == GUESSES
    # a lucky guess in the middle of an attack is refused like all others, unheard
    assert 303 not in statuses
    assert statuses.count(422) < STRANGERS.size * 3
    assert set(statuses) == {422, 429}
    # she comes back in the browser she always uses, and from elsewhere with a letter
    assert mine.sign_in("author@example.go.th", PASSWORD).status_code == 303
    stranger = visitor_from(attacked, "198.51.100.8")
    locked = stranger.sign_in("author@example.go.th", PASSWORD)
    assert locked.status_code == 429
    assert "/staff/forgotten" in locked.text
    # others have not noticed
    assert stranger.sign_in("reviewer@example.go.th", PASSWORD).status_code == 303


def test_a_letter_opens_the_door_in_any_browser(attacked: StaffSite, mail: MailServer) -> None:
    somewhere = visitor_from(attacked, "198.51.100.9")
    for number in range(STRANGERS.size + 1):
        last = somewhere.sign_in("opdc_officer@example.go.th", f"wrong {number}")
    assert last.status_code == 429
    assert somewhere.post("/staff/forgotten", {"email": "opdc_officer@example.go.th"}).status_code == 200
    letter = mail.next_letter().get_content()
    link = next(line for line in letter.splitlines() if "/staff/reset?token=" in line)
    token = link.partition("token=")[2].strip()
    new = "ม้านั่ง ฝนดาวตก ขนมครก 12"
    done = somewhere.post("/staff/reset", {"token": token, "password": new}, of=f"/staff/reset?token={token}")
    assert done.status_code == 303
    assert somewhere.get("/staff").status_code == 200
    assert somewhere.post("/staff/reset", {"token": token, "password": new}).status_code == 422


def test_an_unknown_address_is_treated_like_a_known_one(attacked: StaffSite) -> None:
    """The same answers in the same order; the time is the hash's, which both wait for (tests/geo/staff)."""
    answers = []
    for email in ("central_officer@example.go.th", "nobody-at-all@example.go.th"):
        visitor = visitor_from(attacked, "198.51.100.20")
        answers.append([visitor.sign_in(email, "wrong").status_code for _ in range(STRANGERS.size + 2)])
        text_of_last = visitor.sign_in(email, "wrong").text.replace(email, "")
        answers[-1].append(len(text_of_last.partition("<main")[2].partition("</main>")[0]))
    assert answers[0] == answers[1]


def test_whether_there_is_an_account_is_not_told_by_the_letter_page(attacked: StaffSite, mail: MailServer) -> None:
    pages = []
    for email in ("nobody-at-all@example.go.th", "reviewer@example.go.th"):
        answer = visitor_from(attacked, "198.51.100.21").post("/staff/forgotten", {"email": email})
        pages.append((answer.status_code, answer.text.partition("<main")[2].partition("</main>")[0]))
    assert pages[0] == pages[1]
    assert mail.next_letter()["To"] == "reviewer@example.go.th"
    assert mail.letters.empty()


def test_one_network_cannot_try_many_accounts(attacked: StaffSite) -> None:
    engine = create_engine(attacked.url, poolclass=NullPool)
    with Session(engine) as session:
        make_account(session, AT_THE_TERMINAL, email="spray@example.go.th", name="Khun Spray", password=PASSWORD)
        session.commit()
        assert find_account(session, "spray@example.go.th") is not None
    visitor = visitor_from(attacked, "192.0.2.1")
    statuses = [visitor.sign_in(f"somebody{number}@example.go.th", "wrong").status_code for number in range(70)]
    # one more is heard whenever one has leaked away
    assert statuses[:40] == [422] * 40
    assert statuses[50:].count(429) > 10
    assert visitor_from(attacked, "192.0.3.1").sign_in("spray@example.go.th", PASSWORD).status_code == 303
