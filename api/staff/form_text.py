"""What a form sent, field by field, cleaned of nothing: it is shown again as it was typed."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request

from api.v1.parameters import plain_text


async def sent_form(request: Request) -> Mapping[str, str]:
    """A dependency: each text field once, its last value where it came several times."""
    form = await request.form()
    return {name: plain_text(value) for name, value in form.items() if isinstance(value, str)}


def version_in(form: Mapping[str, str]) -> int:
    """Of the record when the form was opened; 0, which no record has, where it is missing."""
    text = form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


async def ticked_procedures(request: Request) -> tuple[str, ...]:
    """A dependency: the codes of all ticked boxes named `procedure`, each once."""
    form = await request.form()
    texts = [plain_text(value) for value in form.getlist("procedure") if isinstance(value, str)]
    return tuple(dict.fromkeys(text for text in texts if text))


Ticked = Annotated[tuple[str, ...], Depends(ticked_procedures)]
