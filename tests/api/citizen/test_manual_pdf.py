"""A manual as PDF: its text comes out as it went in, it can be read aloud, and nobody else is asked for anything."""

import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from typing import Any

import httpx
import pypdfium2
import pytest
from pypdf import PdfReader

from api.citizen.procedure.manual_pdf import manual_on_paper
from api.pages.pdf import make_pdf
from geo.clean_text import clean_prose
from geo.manual import ManualContent
from geo.procedure_head import ProcedureHead
from geo.procedure_list import ProcedureName
from ingest.demo.procedure_variants import real_procedures
from tests.api.small_country import HOSTILE, ID_CARD, NOBODYS

HARD = (
    "ผู้ยื่นคำขอซึ่งย้ายที่อยู่ตั้งแต่ปีที่แล้วต้องนำน้ำชาและใบสำคัญที่น้ำท่วมมายื่นที่สำนักงานเขตหรือที่ว่าการอำเภอด้วยตนเอง "
    "ถ้ำ ค่ำ ย้ำ ซ้ำ คว่ำ จ้ำ ก๊ำ ป้า ป๋า ฟ้า ปี่ ฝั่ง ฟื้น ปั้น ญี่ปุ่น กฎหมาย ฎีกา ฐานะ ญู ฐู ฎุ ฏู กตัญญู วิญญู เก็บ เป็น เพ็ญ ทั้งนี้ ขึ้น ตื๊อ จ๋า "
    "พ.ศ. ๒๕๖๙ เลขที่ 12/3456 (ฉบับที่ ๒) e-mail: office@example.go.th ฯลฯ ๆ"
)


def paper(manual: dict[str, object], language: str = "th", title: str = "การขอมีบัตร") -> str:
    name = ProcedureName(
        id=1,
        code="0150410000001",
        title_th=title,
        title_en="Identity card",
        agency_code="0150400000000",
        agency_name_th="กรมการปกครอง",
        agency_name_en=None,
        common_names_th=[],
        common_names_en=[],
    )
    return manual_on_paper(
        name,
        ProcedureHead(1, name.code, title, None, "anywhere", "home"),
        ManualContent.model_validate(manual),
        edition="ฉบับที่ 1",
        address="https://pakmud.example/procedures/0150410000001",
        language=language,
    )


def squeezed(text: str) -> str:
    """Where lines end is the paper's business."""
    return re.sub(r"\s+", "", text)


def text_by_pdfium(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return squeezed("".join(page.get_textpage().get_text_range() for page in document))


def text_by_pypdf(pdf: bytes) -> str:
    """It does not look at ActualText, and finds ำ in the two pieces it is drawn in, as we find it in many files."""
    return squeezed(clean_prose("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)))


def texts_of(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for name, inner in value.items() if name.endswith("_th") for text in texts_of(inner)] + [
            text for inner in value.values() if isinstance(inner, list) for text in texts_of(inner)
        ]
    return [text for inner in value for text in texts_of(inner)] if isinstance(value, list) else []


def long_manual() -> dict[str, object]:
    return {
        "summary_th": HARD,
        "situations": [{"text_th": HARD}],
        "conditions": [{"text_th": f"{HARD} {HARD}"} for _ in range(4)],
        "documents": [{"name_th": HARD, "issuer_th": "กรมการปกครอง", "note_th": HARD, "copy_needed": False}],
        "steps": [{"name_th": HARD, "detail_th": f"{HARD}\n{HARD}", "unit_th": "ฝ่ายทะเบียน"} for _ in range(3)],
        "notes_th": HARD,
    }


@pytest.mark.parametrize("read", [text_by_pdfium, text_by_pypdf])
def test_the_text_comes_out_as_it_went_in(read: Callable[[bytes], str]) -> None:
    manual = long_manual()
    found = read(make_pdf(paper(manual)))
    assert [text for text in texts_of(manual) if squeezed(text) not in found] == []
    assert not re.search("[\ue000-\uf8ff\ufffd]", found), "letters of nobody's alphabet"


def test_every_demo_manual_of_a_ministry_comes_out() -> None:
    """All of them would take a minute; those of the interior have the longest paragraphs."""
    for one in [one for one in real_procedures() if one.code.startswith("0150")][:6]:
        manual = one.row["manual"]
        assert isinstance(manual, dict)
        found = text_by_pdfium(make_pdf(paper(manual, title=str(one.row["title_th"]))))
        # choices of fees are told once for all of them, English beside the Thai is not told
        assert [text for text in texts_of(manual) if squeezed(text) not in found] == [], one.code
        assert squeezed(str(one.row["title_th"])) in found


def test_it_can_be_read_aloud() -> None:
    reader = PdfReader(BytesIO(make_pdf(paper(long_manual()))))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "th"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert reader.metadata is not None
    assert reader.metadata.title == "การขอมีบัตร"
    kinds = set(_kinds(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/P", "/L", "/LI"} <= kinds


def _kinds(node: object, depth: int = 0) -> list[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [kind for inner in node for kind in _kinds(inner, depth + 1)]
    if not isinstance(node, dict) or depth > 60:
        return []
    own = [str(node["/S"])] if "/S" in node else []
    return own + (_kinds(node["/K"], depth + 1) if "/K" in node else [])


def test_our_own_font_is_inside_and_nothing_else() -> None:
    fonts = set()
    for page in PdfReader(BytesIO(make_pdf(paper(long_manual())))).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            fonts.add(str(font.get_object()["/BaseFont"]))
    assert fonts
    assert all("Sarabun" in font for font in fonts), fonts


def test_nobody_is_asked_for_anything() -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host = f"http://127.0.0.1:{server.server_address[1]}"
        html = paper({"notes_th": "x"}).replace(
            "</body>", f'<img src="{host}/spy.png" alt=""><img src="file:///etc/passwd" alt=""></body>'
        )
        assert make_pdf(html).startswith(b"%PDF")
        server.shutdown()
    assert asked == []


def test_what_stands_in_a_manual_stays_text() -> None:
    found = text_by_pdfium(make_pdf(paper({"notes_th": HOSTILE})))
    assert squeezed(HOSTILE) in found


def test_from_the_page_to_the_file(site: str) -> None:
    page = httpx.get(f"{site}/procedures/{ID_CARD}", headers={"Accept": "text/html"}).text
    assert f'href="/procedures/{ID_CARD}.pdf"' in page
    answer = httpx.get(f"{site}/procedures/{ID_CARD}.pdf", timeout=60)
    assert answer.headers["content-type"] == "application/pdf"
    assert squeezed("คนสัญชาติไทยอายุ 7 ปีต้องมีบัตร") in text_by_pdfium(answer.content)
    english = httpx.get(f"{site}/en/procedures/{ID_CARD}.pdf?revision=1", timeout=60)
    assert squeezed("A Thai national must have a card") in text_by_pdfium(english.content)
    assert httpx.get(f"{site}/procedures/{ID_CARD}.pdf?revision=2").status_code == 404
    assert httpx.get(f"{site}/procedures/{NOBODYS}.pdf").status_code == 404
    assert httpx.get(f"{site}/procedures/nope.pdf").status_code == 404
