"""Forms are looked into: a PDF is what can be read as one, whatever it is called."""

from io import BytesIO

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from geo.errors import InvalidQuery
from geo.manual_revisions.form_files import LARGEST_BYTES, check_pdf


def pdf(pages: int = 2, *, script: bool = False, attachment: bool = False, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if script:
        action = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")}
        )
        writer.root_object[NameObject("/OpenAction")] = writer._add_object(action)
    if attachment:
        writer.add_attachment("program.exe", b"MZ")
    if password:
        writer.encrypt(password)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def test_a_plain_pdf_is_taken() -> None:
    assert check_pdf(pdf(3)) == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00 form.pdf", "not a PDF"),
        (b"%PDF-1.7\nnothing of the kind", "not a PDF"),
        (pdf()[:-300], "not a PDF|damaged"),
        (b"%PDF-" + bytes(LARGEST_BYTES), "larger than 5 MB"),
        (pdf(script=True), "has a program"),
        (pdf(attachment=True), "other files"),
        (pdf(password="geheim"), "locked"),  # noqa: S106
        (pdf(0), "not a PDF"),
    ],
    ids=["empty", "program", "only the head", "cut", "large", "script", "attachment", "locked", "no pages"],
)
def test_anything_else_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(InvalidQuery, match=sentence):
        check_pdf(content)
