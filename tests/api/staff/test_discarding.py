"""Drafts that nobody wants any more: discarded after one more look, kept, told, and taken up again."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from tests.api.conftest import ServeApp
from tests.api.staff.conftest import StaffSite
from tests.api.staff.manual_desk import STEPS, make_procedure
from tests.api.staff.program import programs
from tests.api.staff.test_manuals import FEES, begin, press, version, write
from tests.api.staff.visitor import SignIn, Visitor, visitors
from tests.mail_server import MailServer, mail_server

BY_HAND, BY_PROGRAM, IN_HASTE = "0150814000001", "0150814000002", "0150814000003"


@pytest.fixture(scope="module")
def own_mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def site(serve_app: ServeApp, make_staff_database: Callable[[], str], own_mail: MailServer) -> StaffSite:
    url = make_staff_database()
    for code in (BY_HAND, BY_PROGRAM, IN_HASTE):
        make_procedure(url, code)
    return StaffSite(serve_app(url, smtp_url=own_mail.url), url)


@pytest.fixture
def at(site: StaffSite) -> Iterator[SignIn]:
    with visitors(site.address) as sign_in:
        yield sign_in


def discard(visitor: Visitor, path: str, **fields: object) -> httpx.Response:
    page = f"{path}/discard"
    return visitor.post(page, {"version": version(visitor, page), **fields}, of="/staff")


def test_a_draft_is_discarded_and_taken_up_again(site: StaffSite, at: SignIn, own_mail: MailServer) -> None:
    author, officer = at("author"), at("central_officer")
    path = begin(author, BY_HAND)
    write(author, path, "steps", **STEPS)
    write(officer, path, "fees", **FEES, **{"row-0-per_th": "ฉบับ"})
    assert "ทิ้งคู่มือฉบับที่ 2 หรือไม่" in author.get(f"{path}/discard").text
    assert discard(officer, path, comment="รวมกับกระบวนงานอื่นแล้ว").headers["location"] == path
    page = author.get(path).text
    assert "Khun central_officer ทิ้งฉบับนี้" in page
    assert "รวมกับกระบวนงานอื่นแล้ว" in page
    assert "ยื่นคำขอ" in page, "what it said is lost"
    assert f"{path}/parts/steps" not in page, "it can still be written"
    assert author.get(f"{path}/discard").status_code == 303, "it can be discarded twice"
    letter = own_mail.next_letter()
    assert str(letter["To"]) == "author@example.go.th"
    assert "รวมกับกระบวนงานอื่นแล้ว" in letter.get_content()
    with httpx.Client(base_url=site.address, timeout=60) as citizen:
        assert citizen.get(f"/v1/procedures/{BY_HAND}/revisions/2").status_code == 404
        assert citizen.get(f"/procedures/{BY_HAND}/revisions/2").status_code == 404

    another = begin(author, BY_HAND)
    assert another.endswith("/3")
    page = author.get(path).text
    assert f'href="{another}"' in page
    assert "/take-up" not in page
    seen = {"version": version(author, another)}
    refused = author.post(f"{path}/take-up", seen, of="/staff")
    assert refused.status_code == 409
    assert discard(author, another).status_code == 303, "a reason is not asked for"
    assert press(author, path, "take-up").headers["location"] == path
    assert f"{path}/parts/steps" in author.get(path).text
    letter = own_mail.next_letter()
    assert (str(letter["To"]), "นำกลับมาทำต่อ" in str(letter["Subject"])) == ("central_officer@example.go.th", True)
    log = officer.get("/staff/audit?action=manual.discard").text
    assert f"{BY_HAND}/2" in log or "การขอสินเชื่อชุมชน" in log
    listed = author.get(f"/staff/procedures/{BY_HAND}").text
    assert "ทิ้งแล้ว" in listed
    assert "ฉบับร่าง" in listed


def test_what_was_not_seen_is_not_discarded(at: SignIn) -> None:
    author, officer = at("author"), at("central_officer")
    path = begin(author, IN_HASTE)
    seen = version(author, f"{path}/discard")
    assert write(officer, path, "fees", **FEES, **{"row-0-per_th": "ฉบับ"}).status_code == 303
    late = author.post(f"{path}/discard", {"version": seen, "comment": "ไม่ใช้แล้ว"}, of="/staff")
    assert late.status_code == 409
    assert "Khun central_officer" in late.text
    assert "ไม่ใช้แล้ว" in late.text, "what she wrote is lost"
    long = discard(author, path, comment="ก" * 4_001)
    assert long.status_code == 422
    assert 'href="#comment"' in long.text
    assert press(author, path, "send").status_code == 303
    waits = author.post(f"{path}/discard", {"version": version(author, path)}, of="/staff")
    assert waits.status_code == 409, "it was taken out of the reviewer's hands"
    assert at("reviewer").get(f"{path}/discard").status_code == 403


def test_programs_discard_too(site: StaffSite) -> None:
    with programs(site.address, site.url) as program:
        clerk = program("central_officer")
        base = f"/v1/staff/procedures/{BY_PROGRAM}/revisions"
        begun = clerk.post(base, json={}).json()
        path = f"{base}/{begun['number']}"
        assert clerk.post(f"{path}/discard", json={"version": 0}).status_code == 409
        assert clerk.post(f"{path}/take-up", json={"version": begun["version"]}).status_code == 409
        gone = clerk.post(f"{path}/discard", json={"version": begun["version"], "comment": "ซ้ำ"}).json()
        assert (gone["standing"], gone["manual"]) == ("discarded", begun["manual"])
        assert (gone["story"][-1]["action"], gone["story"][-1]["comment"]) == ("discard", "ซ้ำ")
        assert clerk.patch(path, json={"version": gone["version"], "manual": {"fees": []}}).status_code == 409
        other = clerk.post(base, json={}).json()
        blocked = clerk.post(f"{path}/take-up", json={"version": gone["version"]})
        assert (blocked.status_code, blocked.json()["type"].rpartition(":")[2]) == (409, "already-begun")
        assert clerk.post(f"{base}/{other['number']}/discard", json={"version": other["version"]}).status_code == 200
        back = clerk.post(f"{path}/take-up", json={"version": gone["version"]}).json()
        assert back["standing"] == "draft"
        assert [one["standing"] for one in clerk.get(base).json()["results"]] == ["discarded", "draft", "in_force"]
