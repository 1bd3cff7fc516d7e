"""`pakmud manuals`: in as drafts, tried first; out as a file of every form."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from geo.manual_revisions.models import ManualRevision
from geo.models import Agency
from geo.staff.accounts import make_account
from geo.staff.audit import AT_THE_TERMINAL
from geo.staff.people import GrantTo, give_role
from geo.staff.roles import Role
from tests.api.terminal.conftest import Pakmud
from tests.country import Country

CODE = "0150410000009"
AUTHOR = "author@example.go.th"


@pytest.fixture
def url(make_database: Callable[[], str]) -> str:
    url = make_database()
    with Session(create_engine(url, poolclass=NullPool)) as session:
        procedure = Country(session).make_procedure(CODE, manual={"notes_th": "น้ำท่วม"})
        account = make_account(session, AT_THE_TERMINAL, email=AUTHOR, name="Khun Author", password=None)
        agency = session.get_one(Agency, procedure.agency_id)
        give_role(session, AT_THE_TERMINAL, account, GrantTo(role=Role.author, agency_id=agency.id))
        session.commit()
    return url


def revisions(url: str) -> int:
    with Session(create_engine(url, poolclass=NullPool)) as session:
        return session.scalars(select(func.count(ManualRevision.id))).one()


def test_in_and_out(pakmud: Pakmud, url: str, tmp_path: Path) -> None:
    for ending in ("jsonl", "xlsx", "pdf"):
        assert pakmud("manuals", "export", CODE, "--output", f"a.{ending}", database_url=url).code == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    line = json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8"))
    assert (line["revision"], line["manual"]["notes_th"]) == (1, "น้ำท่วม")
    same = pakmud("manuals", "import", "a.xlsx", "--author", AUTHOR, database_url=url, language="en")
    assert (same.code, "1  nothing new" in same.out) == (0, True)

    line["manual"]["notes_th"] = "ใหม่"
    (tmp_path / "b.jsonl").write_text(json.dumps(line) + '\n{"code": "x"}\n')
    words = ("manuals", "import", "b.jsonl", "--author", AUTHOR)
    tried = pakmud(*words, "--dry-run", database_url=url, language="en")
    assert (tried.code, revisions(url)) == (1, 1)
    assert "b.jsonl, 2, manual: manual must be an object in braces." in tried.out
    assert "Nothing was changed yet." in tried.out
    assert (pakmud(*words, database_url=url).code, revisions(url)) == (1, 2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "a.jsonl", "--author", "nobody@example.go.th"), "no account with the address"),
        (("export", CODE, "--output", "a.doc"), "must end in .json, .xlsx or .pdf"),
        (("export", "x", "--output", "a.json"), "has not been written yet"),
    ],
)
def test_what_is_refused_says_why(pakmud: Pakmud, url: str, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    (tmp_path / "a.jsonl").write_text("")
    done = pakmud("manuals", *words, database_url=url, language="en")
    assert done.code == 2
    assert said in done.err
