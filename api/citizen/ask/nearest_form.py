"""The address of an answer: what she needs, where she is, where her home is, and what she wants left out."""

import re
from urllib.parse import urlencode

from api.citizen.answer.filter_form import FilterForm
from api.v1.parameters import PlainText
from geo.thai_digits import in_arabic_digits

POSTCODE = re.compile(r"[0-9]{5}")


class NearestForm(FilterForm):
    """`area` or `lat` and `lon` say where she is, `home` where she is registered (or her land lies ...). `at` shows who
    is open at another time and, unlike `day` and `time`, leaves nobody out.

    What forms have fields of their own for (`q`, the lists, `postcode`) becomes `procedure`, `area` and `home`.
    """

    procedure: PlainText = ""
    lat: PlainText = ""
    lon: PlainText = ""
    area: PlainText = ""
    home: PlainText = ""
    at: PlainText = ""
    cursor: PlainText = ""
    start: PlainText = ""
    q: PlainText = ""
    province: PlainText = ""
    district: PlainText = ""
    subdistrict: PlainText = ""
    home_province: PlainText = ""
    home_district: PlainText = ""
    home_subdistrict: PlainText = ""
    postcode: PlainText = ""

    @property
    def chosen_area(self) -> str:
        return self.subdistrict or self.district or self.province or self.area

    @property
    def chosen_home(self) -> str:
        """A postcode was typed last; a list that was left behind may hold an area that the one before it does not."""
        postcode = in_arabic_digits(self.postcode).strip()
        if POSTCODE.fullmatch(postcode):
            return postcode
        district = self.home_district if self.home_district.startswith(self.home_province) else ""
        subdistrict = self.home_subdistrict if self.home_subdistrict.startswith(district) else ""
        return subdistrict or district or self.home_province or in_arabic_digits(self.home).strip()

    @property
    def is_ready(self) -> bool:
        """Whether nothing has to be brought into another field before the address can be shared."""
        lists = self.province or self.district or self.subdistrict
        home_lists = self.home_province or self.home_district or self.home_subdistrict
        postcode = self.postcode and self.chosen_home != self.home
        return not (self.q or lists or home_lists or postcode)

    def where(self) -> dict[str, str]:
        """The part of an address that says where she is; a position is more exact than a list's choice."""
        if self.lat or self.lon:
            return {"lat": self.lat, "lon": self.lon}
        return {"area": self.chosen_area} if self.chosen_area else {}

    def at_home(self) -> dict[str, str]:
        """The part of an address that says where her home is; a postcode that is none is kept, to be corrected."""
        if self.chosen_home:
            return {"home": self.chosen_home}
        return {"postcode": self.postcode} if self.postcode else {}

    def parts(self) -> dict[str, str]:
        """The whole question, its first page."""
        as_of = {"at": self.at} if self.at and not self.asks_for_a_time else {}
        return {"procedure": self.procedure, **self.where(), **self.at_home(), **as_of, **self.filters()}

    def path_without(self, *names: str, **changed: str) -> str:
        """The path of the same question without some of its parts, or with others; always in the same order."""
        parts = {name: value for name, value in self.parts().items() if name not in names} | changed
        return f"/nearest?{urlencode(sorted(parts.items(), key=lambda part: _ORDER.index(part[0])))}"


_ORDER = ("procedure", "lat", "lon", "area", "home", "postcode", "at", *FilterForm.model_fields, "cursor", "start")
