"""The address of `/ask`: what has been typed and chosen so far of what somebody needs and where she is."""

from urllib.parse import urlencode

from api.citizen.answer.filter_form import FilterForm
from api.citizen.ask.nearest_form import NearestForm
from api.v1.parameters import PlainText


class AskForm(FilterForm):
    """`q` are words for both, `what` and `place` for one; `procedure` and `area` (or `lat` and `lon`) were chosen.

    `change` (`what` or `place`) asks again for what is known; `missing` says what a form was sent without. The lists
    only count when they are sent to the answer.
    """

    q: PlainText = ""
    what: PlainText = ""
    place: PlainText = ""
    procedure: PlainText = ""
    lat: PlainText = ""
    lon: PlainText = ""
    area: PlainText = ""
    home: PlainText = ""
    at: PlainText = ""
    change: PlainText = ""
    missing: PlainText = ""
    province: PlainText = ""
    district: PlainText = ""
    subdistrict: PlainText = ""

    @property
    def is_empty(self) -> bool:
        words = (self.q, self.what, self.place, self.procedure, self.missing, self.change)
        return not any(part.strip() for part in words) and not self.where() and not self.province

    def where(self) -> dict[str, str]:
        if self.lat and self.lon:
            return {"lat": self.lat, "lon": self.lon}
        return {"area": self.area} if self.area else {}

    def carried(self) -> dict[str, str]:
        """What an answer had besides procedure and place, so that another place keeps it."""
        rest = {"home": self.home, "at": self.at}
        return {name: value for name, value in rest.items() if value} | self.filters()

    def href(self, prefix: str, **parts: str) -> str:
        """The address with these parts: of the answer where they say all, else of the next question."""
        parts = {name: value for name, value in parts.items() if value}
        if "procedure" in parts and ("area" in parts or "lat" in parts) and "change" not in parts:
            known = {name: value for name, value in parts.items() if name in ("procedure", "area", "lat", "lon")}
            return prefix + NearestForm(**known, **self.carried()).path_without()
        return f"{prefix}/ask?{urlencode(parts | self.carried())}"
