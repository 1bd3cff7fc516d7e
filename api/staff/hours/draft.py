"""Hours that are being typed: their preview, and the parts of the page that come again while one types."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from starlette.responses import Response

from api.pages.rendering import render_fragment
from api.staff.hours.editor import HoursEditor, day_name
from api.staff.hours.preview import Preview, preview_of
from api.staff.hours.week_form import SLUGS
from api.staff.rendering import FormErrors
from geo.errors import InvalidQuery
from geo.government_holidays import GovernmentCalendar
from geo.opening_hours import Hours
from geo.staff.errors import FieldsRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedPart:
    """`editor` None: the preview alone has changed."""

    editor: HoursEditor | None
    preview: Preview


def drafted_preview(
    hours: Callable[[], Hours],
    calendar: GovernmentCalendar,
    start: datetime,
    errors: FormErrors,
    warnings: Sequence[str] = (),
) -> Preview:
    """What cannot be read is noted in `errors`; nothing else is shown then."""
    try:
        return preview_of(hours(), calendar, start, warnings=warnings)
    except InvalidQuery as error:
        add_faults(errors, error)
    return Preview(expression=None, words=(), days=(), problems=tuple(text for _field, text in errors.items()))


def add_faults(errors: FormErrors, error: InvalidQuery) -> None:
    """Each with the day it is about: the summary above a form stands far from the day."""
    for fault in error.faults if isinstance(error, FieldsRefused) else (error,):
        field, text = fault.field or "", fault.sentence.render(errors.language)
        slug = field.partition("_")[0]
        day = f"{day_name(slug, errors.language)}: " if slug in SLUGS else ""
        errors.by_field.setdefault(field, day + text)


def is_partial(request: Request) -> bool:
    """Whether a script asks, which puts the answer into the page."""
    return request.headers.get("hx-request") == "true"


def render_part(request: Request, preview: Preview, editor: HoursEditor | None) -> Response:
    template = "staff/hours/_preview.html" if editor is None else "staff/hours/_edited.html"
    return render_fragment(request, template, EditedPart(editor=editor, preview=preview))
