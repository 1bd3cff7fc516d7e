"""An expression as the fields of the editor, and back: as a week where it is one, else as it is written."""

from collections.abc import Mapping

from api.staff.hours.week_form import form_of_week, week_in
from geo.errors import InvalidQuery
from geo.opening_hours import InvalidOpeningHours, check_opening_hours
from geo.weekly_hours.edited_week import BeyondEditor, EditedWeek, edited_week, weekly_of
from geo.weekly_hours.read_weekly_hours import read_week
from geo.weekly_hours.write_weekly_hours import write_week
from geo.words import N_, Sentence

LONGEST = 800


def form_of_expression(expression: str) -> dict[str, str]:
    """`by` says whether the week or the expression counts; the other one is filled in too, as far as it goes."""
    found = week_of_expression(expression)
    if isinstance(found, EditedWeek):
        return {"by": "week", "expression": expression} | form_of_week(found)
    return {"by": "expression", "expression": expression} | form_of_week(EditedWeek())


def week_of_expression(expression: str) -> EditedWeek | Sentence:
    """A sentence that says what in it is more than the editor can show."""
    reading = read_week(expression)
    if reading.weekly is None:
        return reading.richer or Sentence(N_("The hours are not known."))
    try:
        return edited_week(reading.weekly)
    except BeyondEditor as beyond:
        return beyond.sentence


def expression_in(form: Mapping[str, str], stored: str | None) -> str:
    """Of the week or the expression, whichever counts. `stored` stays as it is written where it says the same.

    Raises: InvalidQuery, FieldsRefused.
    """
    if form.get("by") == "expression":
        return _typed_expression(form.get("expression", ""))
    week = weekly_of(week_in(form))
    found = week_of_expression(stored) if stored else None
    if stored and isinstance(found, EditedWeek) and weekly_of(found) == week:
        return stored
    return write_week(week)


def _typed_expression(text: str) -> str:
    text = " ".join(text.split())
    if not text:
        raise InvalidQuery(N_("Please fill this in."), field="expression")
    try:
        check_opening_hours(text[: LONGEST + 1])
    except InvalidOpeningHours:
        message = N_("'{value}' are not hours as OpenStreetMap writes them, such as Mo-Fr 08:30-16:30; PH off.")
        raise InvalidQuery(message, field="expression", value=text) from None
    if len(text) > LONGEST:
        message = N_("Please shorten this to {limit} characters; it has {length}.")
        raise InvalidQuery(message, field="expression", limit=LONGEST, length=len(text))
    return text
