"""A service point as search engines read it: schema.org's GovernmentOffice."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from markupsafe import Markup

from api.citizen.service_point.phones import parse_phones
from api.pages.structured_data import Json, json_ld
from geo.areas import AreaName
from geo.government_holidays import GovernmentCalendar
from geo.hours_in_words.days import Day, Spell, day_of, days_ahead, usual_hours
from geo.opening_hours import BANGKOK, Hours
from geo.service_points import ServicePointDetail

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOLIDAYS_AHEAD = timedelta(days=60)


def office_data(  # noqa: PLR0913, PLR0917 - what it is made of
    point: ServicePointDetail, url: str, agency_url: str, now: datetime, calendar: GovernmentCalendar, language: str
) -> Markup:
    phones = [one.href.removeprefix("tel:") for one in parse_phones(point.phone) if one.href]
    english = language != "th"
    return json_ld(
        {
            "@type": "GovernmentOffice",
            "@id": url,
            "url": url,
            "name": point.name(language),
            "alternateName": point.name_th if english and point.name_en else point.name_en,
            "identifier": point.code,
            "telephone": phones[0] if phones else None,
            "email": point.email,
            "address": _address(point, language),
            "geo": _position(point),
            "parentOrganization": {
                "@type": "GovernmentOrganization",
                "name": point.agency_name_en if english and point.agency_name_en else point.agency_name_th,
                "url": agency_url,
            },
            "openingHoursSpecification": list(opening_specifications(point.hours, now, calendar)) or None,
            "publicAccess": True,
        }
    )


def opening_specifications(hours: Hours, now: datetime, calendar: GovernmentCalendar) -> Iterator[dict[str, Json]]:
    """The usual week, and a dated row for each day of the coming week and each coming holiday that differs from it.

    Nothing where nobody knows the hours; what is only open by appointment is not said to be open.
    """
    usual = {day: group.spells for group in usual_hours(hours, now, calendar) for day in group.weekdays}
    for group in usual_hours(hours, now, calendar):
        for spell in _open(group.spells):
            yield {**_times(spell), "dayOfWeek": [WEEKDAYS[day] for day in group.weekdays]}
    for day in _days(hours, now, calendar):
        if day.is_known and day.spells != usual.get(day.date.weekday(), ()):
            dated: dict[str, Json] = {"validFrom": day.date.isoformat(), "validThrough": day.date.isoformat()}
            for spell in _open(day.spells):
                yield {**_times(spell), **dated}
            if not _open(day.spells):
                # Closed all day, as search engines write it.
                yield {"@type": "OpeningHoursSpecification", "opens": "00:00", "closes": "00:00", **dated}


def _days(hours: Hours, now: datetime, calendar: GovernmentCalendar) -> Iterator[Day]:
    yield from days_ahead(hours, now, calendar)
    today = now.astimezone(BANGKOK).date()
    for day in _holidays(today + timedelta(days=7), today + HOLIDAYS_AHEAD, calendar):
        yield day_of(hours, day, calendar)


def _holidays(first: date, last: date, calendar: GovernmentCalendar) -> list[date]:
    return sorted(day for day in calendar.holidays((first.year, last.year)) if first <= day <= last)


def _open(spells: Sequence[Spell]) -> list[Spell]:
    return [spell for spell in spells if spell.state == "open"]


def _times(spell: Spell) -> dict[str, Json]:
    """A day ends at 23:59: 00:00 would be its beginning, and 24:00 is no time to schema.org."""
    ends_at_midnight = spell.end is None or not (spell.end.hour or spell.end.minute)
    return {
        "@type": "OpeningHoursSpecification",
        "opens": f"{spell.start:%H:%M}" if spell.start else "00:00",
        "closes": "23:59" if ends_at_midnight or spell.end is None else f"{spell.end:%H:%M}",
    }


def _address(point: ServicePointDetail, language: str) -> dict[str, Json]:
    names = {area.level: area for area in point.areas}

    def name(level: str) -> Json:
        area: AreaName | None = names.get(level)
        return area.name(language) if area else None

    parts: dict[str, Json] = {
        "@type": "PostalAddress",
        "streetAddress": point.address_th,
        "addressLocality": name("district"),
        "addressRegion": name("province"),
        "postalCode": point.postcode,
        "addressCountry": "TH",
    }
    return {part: value for part, value in parts.items() if value is not None}


def _position(point: ServicePointDetail) -> dict[str, Json] | None:
    if point.position is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": point.position.lat, "longitude": point.position.lon}
