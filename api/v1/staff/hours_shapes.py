"""Weeks, previews and temporary hours as programs send and get them."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.staff.hours.pasted_text import PastedText
from api.staff.hours.preview import InBoth, Preview
from api.staff.hours.stored_hours import week_of_expression
from api.staff.hours.week_form import SLUGS, WEEKS, form_of_week, rows_of, week_in
from api.v1.shape import Shape
from geo.staff.temporary_hours import NumberedSpell
from geo.weekly_hours.edited_week import EditedWeek, weekly_of
from geo.weekly_hours.write_weekly_hours import write_week

EXPRESSION = "in OpenStreetMap's syntax"

Kind = Literal["open", "closed", "by_appointment", "all_day", "unknown", "usual"]


class SpanShape(BaseModel):
    model_config = ConfigDict(extra="forbid")

    opens: str = Field(examples=["08:30"])
    closes: str = Field(description="before `opens`: on the next day", examples=["16:30"])


class DayShape(BaseModel):
    model_config = ConfigDict(extra="forbid")

    kind: Kind = Field(description="`all_day`: 24 hours; `usual`, of holidays alone: as on other days")
    spans: list[SpanShape] = Field(
        default_factory=list,
        max_length=6,
        description="of days that are open or by appointment; by appointment without any: the whole day",
    )
    weeks: list[int] = Field(
        default_factory=list, description="only in these weeks of the month, 1 to 5 and -1 for the last; empty: in all"
    )


class WeekShape(BaseModel):
    """What each day of the week is, and holidays (`ph`)."""

    model_config = ConfigDict(extra="forbid")

    mo: DayShape
    tu: DayShape
    we: DayShape
    th: DayShape
    fr: DayShape
    sa: DayShape
    su: DayShape
    ph: DayShape

    @classmethod
    def of(cls, expression: str | None) -> "WeekShape | None":
        """None for what no week can say."""
        found = week_of_expression(expression) if expression else None
        if not isinstance(found, EditedWeek):
            return None
        form = form_of_week(found)
        timed = (day.is_timed and bool(day.spans) for day in (*found.days, found.holidays))
        return cls.model_validate({slug: _day(form, slug, has) for slug, has in zip(SLUGS, timed, strict=True)})

    def expression(self) -> str:
        """Raises: FieldsRefused, InvalidQuery; the field is a day or a time, such as `mo_1_from`."""
        form: dict[str, str] = {}
        for slug in SLUGS:
            day: DayShape = getattr(self, slug)
            form[f"{slug}_kind"] = day.kind
            for row, span in enumerate(day.spans, 1):
                form |= {f"{slug}_{row}_from": span.opens, f"{slug}_{row}_to": span.closes}
            form |= {f"{slug}_week_{name}": "yes" for name, week in WEEKS.items() if week in day.weeks}
        return write_week(weekly_of(week_in(form)))


class BothShape(Shape):
    th: str
    en: str

    @classmethod
    def of(cls, text: InBoth) -> "BothShape":
        return cls(th=text.th, en=text.en)


class PreviewDayShape(Shape):
    date: date
    hours: BothShape
    closed: bool
    holiday: BothShape | None
    notes: list[BothShape]


class ReadTextShape(Shape):
    """What was made of a text. Nothing of it is lost: what no week says is in `rest`."""

    understood: list[str]
    rest: list[str] = Field(description="words that were not understood, and hours of a part of the office")
    questions: list[str] = Field(description="what may be meant in another way")
    certain: bool = Field(description="true: it can be saved as it is")

    @classmethod
    def of(cls, pasted: PastedText) -> "ReadTextShape":
        return cls(
            understood=list(pasted.understood),
            rest=list(pasted.rest),
            questions=list(pasted.questions),
            certain=pasted.says_when and not pasted.rest and not pasted.questions,
        )


class PreviewShape(Shape):
    """What citizens would be told."""

    opening_hours: str | None
    week: WeekShape | None = Field(description="null: more than a week can say, or not known")
    words: list[BothShape]
    days: list[PreviewDayShape] = Field(description="empty: nobody knows")
    text: ReadTextShape | None = Field(description="of what was sent as `text`")

    @classmethod
    def of(cls, preview: Preview, text: PastedText | None) -> "PreviewShape":
        return cls(
            opening_hours=preview.expression,
            week=WeekShape.of(preview.expression),
            words=[BothShape.of(line) for line in preview.words],
            days=[
                PreviewDayShape(
                    date=date.fromisoformat(day.iso),
                    hours=BothShape.of(day.hours),
                    closed=day.is_closed,
                    holiday=BothShape.of(day.holiday) if day.holiday else None,
                    notes=[BothShape.of(note) for note in day.notes],
                )
                for day in preview.days
            ],
            text=ReadTextShape.of(text) if text else None,
        )


class TemporaryShape(Shape):
    """Hours that go before all others for a time."""

    number: int
    since: datetime
    until: datetime | None = Field(description="when it ends; null until further notice")
    opening_hours: str = Field(description=f"what counts meanwhile, {EXPRESSION}; `off` is closed")
    note_th: str | None
    note_en: str | None

    @classmethod
    def of(cls, one: NumberedSpell) -> "TemporaryShape":
        spell = one.spell
        return cls(
            number=one.number,
            since=spell.since,
            until=spell.until,
            opening_hours=spell.expression,
            note_th=spell.note_th,
            note_en=spell.note_en,
        )


def _day(form: dict[str, str], slug: str, has_spans: bool) -> dict[str, object]:
    rows = rows_of(form, slug) if has_spans else []
    return {
        "kind": form[f"{slug}_kind"],
        "spans": [{"opens": form[f"{slug}_{row}_from"], "closes": form[f"{slug}_{row}_to"]} for row in rows],
        "weeks": [week for name, week in WEEKS.items() if form.get(f"{slug}_week_{name}")],
    }
