"""Photos over plain HTTP: uploaded, cleaned, shown to citizens in the next request, put in order, deleted, undone."""

import io
import re
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest
from PIL import Image
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.api.conftest import ServeApp
from tests.api.staff.conftest import NEIGHBOUR, OFFICE, StaffSite
from tests.api.staff.program import programs
from tests.api.staff.visitor import Visitor, visitors
from tests.photographs import DEVICE, SVG, TEXT, bomb, photograph
from tests.s3 import s3_server

SICHANG = (13.1492, 100.8085)
BASE = f"/en/staff/service-points/{OFFICE}/photos"


@pytest.fixture
def site(serve_app: ServeApp, make_staff_database: Callable[[], str], tmp_path: Path) -> StaffSite:
    url = make_staff_database()
    return StaffSite(serve_app(url, home=tmp_path), url)


@pytest.fixture
def officer(site: StaffSite) -> Iterator[Visitor]:
    """The office's own."""
    with visitors(site.address) as sign_in:
        yield sign_in("point_officer")


def upload(officer: Visitor, *files: tuple[str, bytes], **texts: str) -> httpx.Response:
    data = {**texts, "form": officer.form_token("/staff/sign-in")}
    return officer.client.post(BASE, data=data, files=[("photo", (name, one, "image/jpeg")) for name, one in files])


def photo_ids(page: str) -> list[str]:
    return re.findall(r'id="photo-(\d+)"', page)


def files_on(page: str) -> list[str]:
    return re.findall(r'src="(/photos/[^"]+)"', page)


def test_uploaded_cleaned_and_shown_to_citizens(site: StaffSite, officer: Visitor) -> None:
    answer = upload(officer, ("entrance.jpg", photograph(at=SICHANG)), alt_th="ประตูสีน้ำเงิน", alt_en="A blue gate")
    assert answer.status_code == 303
    page = officer.get(answer.headers["location"]).text
    assert "1 photos added." in page
    assert f"/en/staff/service-points/{OFFICE}/pin?q=13.1492,100.8085" in page
    assert "The photo knows" not in officer.get(BASE).text
    citizens = httpx.get(f"{site.address}/en/service-points/{OFFICE}").text
    shown = re.search(r"<img [^>]*>", citizens[citizens.index('id="photos"') :])
    assert shown is not None
    for part in ('width="1200"', 'height="900"', 'loading="lazy"', 'alt="A blue gate"', "480w,", "1200w"):
        assert part in shown[0], part
    [path] = files_on(citizens)
    small = httpx.get(f"{site.address}{path}")
    assert (small.status_code, small.headers["content-type"]) == (200, "image/webp")
    assert small.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert small.headers["x-content-type-options"] == "nosniff"
    image = Image.open(io.BytesIO(small.content))
    assert (image.width, bool(image.getexif())) == (480, False)
    assert DEVICE.encode() not in small.content
    engine = create_engine(site.url, poolclass=NullPool)
    with engine.connect() as connection:
        kept = connection.scalar(text("SELECT string_agg(photo::text, ' ') FROM photo"))
        logged = connection.scalar(text("SELECT string_agg(audit_log::text, ' ') FROM audit_log"))
    for told in (kept, logged):
        assert "13.149" not in str(told)
    described = httpx.get(f"{site.address}/v1/service-points/{OFFICE}").json()["photos"]
    assert [(one["alt_en"], len(one["sizes"])) for one in described] == [("A blue gate", 2)]


def test_what_is_no_photo_is_refused_by_itself(site: StaffSite, officer: Visitor) -> None:
    answer = upload(
        officer,
        ("note.jpg", TEXT),
        ("drawing.svg", SVG),
        ("bomb.png", bomb()),
        ("office.jpg", photograph()),
        ("again.jpg", photograph()),
    )
    assert answer.status_code == 422
    for sentence in (
        "note.jpg: This is not a photo.",
        "drawing.svg: This is not a photo.",
        "bomb.png: The picture has more than 60 million pixels.",
        "again.jpg: This photo is here already.",
        "1 photos added.",
        "1 photos are not described yet.",
    ):
        assert sentence in answer.text, sentence
    assert len(photo_ids(officer.get(BASE).text)) == 1
    assert "Please choose a photo first." in upload(officer).text


def test_described_put_in_order_deleted_and_brought_back(site: StaffSite, officer: Visitor) -> None:
    upload(officer, *((f"{seed}.jpg", photograph(600, 400, seed=40 * seed)) for seed in range(3)))
    first, second, third = photo_ids(officer.get(BASE).text)
    assert officer.post(f"{BASE}/{third}/move/up").status_code == 303
    assert photo_ids(officer.get(BASE).text) == [first, third, second]
    officer.post(f"{BASE}/{first}/move/up")
    assert photo_ids(officer.get(BASE).text) == [first, third, second]
    assert officer.post(f"{BASE}/{first}/describe", {"alt_th": "ทางเข้า", "version": "1"}).status_code == 303
    late = officer.post(f"{BASE}/{first}/describe", {"alt_th": "ประตู", "version": "1"})
    assert late.status_code == 409
    assert 'value="ประตู"' in late.text
    assert officer.post(f"{BASE}/{first}/describe", {"alt_th": "x" * 301, "version": "2"}).status_code == 422
    path = files_on(officer.get(BASE).text)[0]
    answer = officer.post(f"{BASE}/{first}/delete")
    assert httpx.get(site.address + path).status_code == 404
    page = officer.get(answer.headers["location"]).text
    assert photo_ids(page) == [third, second]
    assert f"{BASE}/{first}/restore" in page
    assert officer.post(f"{BASE}/{first}/restore").status_code == 303
    assert photo_ids(officer.get(BASE).text)[0] == first
    assert httpx.get(site.address + path).status_code == 200
    assert officer.post(f"/staff/service-points/{NEIGHBOUR}/photos/{first}/delete").status_code == 403
    history = officer.get(f"/en/staff/service-points/{OFFICE}").text
    for action in ("Photo added", "Photo moved", "Photo described", "Photo deleted", "Photo brought back"):
        assert action in history, action


def test_after_a_month_its_files_go(site: StaffSite, officer: Visitor, tmp_path: Path) -> None:
    upload(officer, *((f"{seed}.jpg", photograph(600, 400, seed=40 * seed)) for seed in range(2)))
    first, second = photo_ids(officer.get(BASE).text)
    officer.post(f"{BASE}/{first}/delete")
    assert len(list(tmp_path.glob("photos/*/*.webp"))) == 4
    with create_engine(site.url, poolclass=NullPool).begin() as connection:
        connection.execute(
            text("UPDATE photo SET deleted_at = now() - interval '31 days' WHERE deleted_at IS NOT NULL")
        )
    officer.post(f"{BASE}/{second}/delete")
    assert len(list(tmp_path.glob("photos/*/*.webp"))) == 2
    assert officer.post(f"{BASE}/{first}/restore").status_code == 404


def test_more_than_may_be_sent_is_not_read(site: StaffSite, officer: Visitor) -> None:
    """The answer comes before the body, of which nothing is sent here."""
    connection = HTTPConnection(site.address.removeprefix("http://"), timeout=30)
    connection.putrequest("POST", BASE)
    connection.putheader("Content-Length", str(300 * 1024 * 1024))
    connection.putheader("Content-Type", "multipart/form-data; boundary=x")
    connection.putheader("Cookie", "; ".join(f"{name}={value}" for name, value in officer.client.cookies.items()))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_programs_do_the_same(site: StaffSite) -> None:
    path = f"/v1/staff/service-points/{OFFICE}/photos"
    with programs(site.address, site.url) as program_of:
        program = program_of("point_officer")
        made = program.post(path, files={"photo": ("a.jpg", photograph(at=SICHANG))}, data={"alt_th": "ทางเข้า"})
        assert made.status_code == 201, made.text
        assert made.json()["taken_at"] == {"lat": 13.1492, "lon": 100.8085}
        photo = made.json()["photo"]
        assert photo["alt_th"] == "ทางเข้า"
        refused = program.post(path, files={"photo": ("a.jpg", TEXT)})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "photo")
        one = f"{path}/{photo['id']}"
        changed = program.patch(one, json={"version": 1, "alt_en": "Gate"}).json()
        assert (changed["alt_th"], changed["alt_en"], changed["version"]) == (None, "Gate", 2)
        assert program.patch(one, json={"version": 1}).status_code == 409
        assert len(program.post(f"{one}/move/up").json()["results"]) == 1
        assert program.delete(one).json()["results"] == []
        assert [back["id"] for back in program.post(f"{one}/restore").json()["results"]] == [photo["id"]]


def test_in_an_s3_store_it_is_the_same(serve_app: ServeApp, make_staff_database: Callable[[], str]) -> None:
    with s3_server() as server:
        site = StaffSite(serve_app(make_staff_database(), **server.settings()), "")
        with visitors(site.address) as sign_in:
            officer = sign_in("point_officer")
            assert upload(officer, ("office.jpg", photograph())).status_code == 303
            [path] = files_on(officer.get(BASE).text)
        assert httpx.get(site.address + path).headers["content-type"] == "image/webp"
        listed = httpx.get(f"{server.endpoint}/pakmud?list-type=2").text
        assert listed.count("<Key>offices/") == 2
