"""What a question may ask of a service point: each filter carries its SQL and its words, so that they agree."""

from abc import abstractmethod
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, ClassVar, Protocol

from sqlalchemy import ColumnElement, Integer, Text, and_, bindparam, func, literal, or_, select, true
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.orm import InstrumentedAttribute

from geo.errors import InvalidQuery
from geo.models import GECC_LEVELS, Agency, ServicePoint
from geo.words import N_, Name, Sentence

GECC_NAMES = {"basic": N_("basic"), "intermediate": N_("intermediate"), "advanced": N_("advanced")}

LANGUAGE_NAMES = {
    "en": N_("English"),
    "zh": N_("Chinese"),
    "ja": N_("Japanese"),
    "ko": N_("Korean"),
    "ms": N_("Malay"),
    "my": N_("Burmese"),
    "km": N_("Khmer"),
    "lo": N_("Lao"),
    "vi": N_("Vietnamese"),
    "fr": N_("French"),
    "de": N_("German"),
    "ru": N_("Russian"),
    "ar": N_("Arabic"),
    "hi": N_("Hindi"),
}
"""Languages by ISO 639-1 code; one that is not here is called by its code."""

LONGEST_NAME = 100

MOST_LANGUAGES = 20


Column = ColumnElement[int] | InstrumentedAttribute[int]


class Filter(Protocol):
    """One condition on service points. No two sorts of filters bind the same name.

    `field` is what the parameter is called that asks for it.
    """

    field: ClassVar[str]

    @staticmethod
    @abstractmethod
    def clause(agency_id: Column) -> ColumnElement[bool]:
        """Pure: the condition, on `ServicePoint` and on the offering's own `agency_id`, with bound names."""

    @abstractmethod
    def values(self) -> dict[str, Any]:
        """What the clause binds."""

    @abstractmethod
    def sentence(self) -> Sentence:
        """The condition in words, short enough for a chip on a page."""


def sorts_of(filters: tuple[Filter, ...]) -> tuple[type[Filter], ...]:
    """What a statement depends on of them: which they are, in whatever order they are given."""
    return tuple(sorted((type(one) for one in filters), key=attrgetter("__name__"))) if filters else ()


@dataclass(frozen=True, slots=True)
class OfAgency(Filter):
    """Of an agency or anything below it in the tree."""

    field: ClassVar = "agency"

    id: int
    code: str
    name: Name

    @staticmethod
    def clause(agency_id: Column) -> ColumnElement[bool]:
        top = array([bindparam("top_agency", type_=Integer)])
        return agency_id.in_(select(Agency.id).where(Agency.path.op("@>", return_type=true().type)(top)))

    def values(self) -> dict[str, Any]:
        return {"top_agency": self.id}

    def sentence(self) -> Sentence:
        return Sentence(N_("{agency} and what belongs to it"), {"agency": self.name})


@dataclass(frozen=True, slots=True)
class OfType(Filter):
    """Of one kind of office, by its Thai name."""

    field: ClassVar = "type"

    name: Name

    @staticmethod
    def clause(agency_id: Column) -> ColumnElement[bool]:
        return ServicePoint.type == bindparam("type")

    def values(self) -> dict[str, Any]:
        return {"type": self.name.th}

    def sentence(self) -> Sentence:
        return Sentence(N_("Kind: {type}"), {"type": self.name})


@dataclass(frozen=True, slots=True)
class WithGeccLevel(Filter):
    """Certified as a Government Easy Contact Center of this level or a higher one. Raises: InvalidQuery."""

    field: ClassVar = "gecc"

    level: str

    def __post_init__(self) -> None:
        if self.level not in GECC_NAMES:
            raise InvalidQuery(N_("'{field}' must be one of: {choices}."), field="gecc", choices=", ".join(GECC_NAMES))

    @staticmethod
    def clause(agency_id: Column) -> ColumnElement[bool]:
        # `<> 'none'` again, in the words of the partial index.
        at_least = ServicePoint.gecc_level == func.any(bindparam("gecc_levels", type_=ARRAY(Text)))
        return (ServicePoint.gecc_level != "none") & at_least

    def values(self) -> dict[str, Any]:
        return {"gecc_levels": list(GECC_LEVELS[GECC_LEVELS.index(self.level) :])}

    def sentence(self) -> Sentence:
        return Sentence(N_("GECC {level} or better"), {"level": Sentence(GECC_NAMES[self.level])})


@dataclass(frozen=True, slots=True)
class NoCopies(Filter):
    """Asks for no paper copies of what the state issued."""

    field: ClassVar = "no_copy"

    @staticmethod
    def clause(agency_id: Column) -> ColumnElement[bool]:
        return ServicePoint.no_copy == true()

    def values(self) -> dict[str, Any]:
        return {}

    def sentence(self) -> Sentence:
        return Sentence(N_("No copies needed"))


@dataclass(frozen=True, slots=True)
class Accessible(Filter):
    """Known to be accessible with a wheelchair."""

    field: ClassVar = "accessible"

    @staticmethod
    def clause(agency_id: Column) -> ColumnElement[bool]:
        return ServicePoint.accessible == true()

    def values(self) -> dict[str, Any]:
        return {}

    def sentence(self) -> Sentence:
        return Sentence(N_("Wheelchair accessible"))


@dataclass(frozen=True, slots=True)
class Speaking(Filter):
    """Where somebody speaks all of these languages (ISO 639-1 codes). Raises: InvalidQuery."""

    field: ClassVar = "languages"

    codes: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.codes) > MOST_LANGUAGES:
            raise InvalidQuery(
                N_("'{field}' names more than {maximum} languages."), field="languages", maximum=MOST_LANGUAGES
            )
        for code in self.codes:
            if not (len(code) in {2, 3} and code.isascii() and code.isalpha() and code.islower()):
                raise InvalidQuery(
                    N_("'{code}' is not the code of a language, such as en, zh or ms."), field="languages", code=code
                )

    @staticmethod
    def clause(agency_id: Column) -> ColumnElement[bool]:
        # `<> '{}'` again, in the words of the partial index.
        spoken = ServicePoint.languages.op("@>", return_type=true().type)(bindparam("languages", type_=ARRAY(Text)))
        return (ServicePoint.languages != array([], type_=Text)) & spoken

    def values(self) -> dict[str, Any]:
        return {"languages": list(self.codes)}

    def sentence(self) -> Sentence:
        names = [Sentence(LANGUAGE_NAMES[code]) if code in LANGUAGE_NAMES else code for code in self.codes]
        spoken = names[0]
        for name in names[1:]:
            spoken = Sentence(N_("{some} and {another}"), {"some": spoken, "another": name})
        return Sentence(N_("Speaks {languages}"), {"languages": spoken})


@dataclass(frozen=True, slots=True)
class InArea(Filter):
    """Whose address is in a province, district or subdistrict."""

    field: ClassVar = "area"

    code: str
    name: Name

    @staticmethod
    def clause(agency_id: Column) -> ColumnElement[bool]:
        # A range, which an index understands whatever the value: codes of what lies inside begin with the code.
        code = ServicePoint.subdistrict_code
        return (code >= bindparam("area_from")) & (code < bindparam("area_to"))

    def values(self) -> dict[str, Any]:
        return {"area_from": self.code, "area_to": self.code + ":"}  # the character after '9'

    def sentence(self) -> Sentence:
        return Sentence(N_("In {area}"), {"area": self.name})


@dataclass(frozen=True, slots=True)
class NamedLike(Filter):
    """With a text in the Thai or English name, in any case. Raises: InvalidQuery."""

    field: ClassVar = "name"

    text: str

    def __post_init__(self) -> None:
        if len(self.text) > LONGEST_NAME:
            raise InvalidQuery(N_("'{field}' is longer than {maximum} characters."), field="name", maximum=LONGEST_NAME)

    @staticmethod
    def clause(agency_id: Column) -> ColumnElement[bool]:
        pattern = bindparam("name_pattern", type_=Text)
        # What holds the text holds it folded, too, and that has an index; of service points shown, as all here are.
        folded = (
            literal("%").concat(func.folded_office_name(bindparam("name_literal", type_=Text))).concat(literal("%"))
        )
        near = and_(ServicePoint.shown, ServicePoint.folded_names.like(folded))
        return near & or_(ServicePoint.name_th.ilike(pattern), ServicePoint.name_en.ilike(pattern))

    def values(self) -> dict[str, Any]:
        escaped = self.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return {"name_pattern": f"%{escaped}%", "name_literal": escaped}

    def sentence(self) -> Sentence:
        return Sentence(N_("“{text}” in the name"), {"text": self.text})
