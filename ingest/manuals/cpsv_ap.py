"""A procedure with its manual as CPSV-AP 3.2.0, the European vocabulary of public services, in JSON-LD.

Nothing has to be fetched to understand it: the context stands in it, and whatever is referred to says of what class it
is. Decision 35 tells what becomes what: https://semiceu.github.io/CPSV-AP/releases/3.2.0/
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar
from urllib.parse import quote

from geo.manual import UNIT_NAMES, Channel, Condition, Document, DurationUnit, Fee, ManualContent, Reference
from geo.manual_time import time_of
from geo.procedures import ProcedureDetail
from geo.tags import LIFE_EVENTS
from geo.words import N_, translate

Node = dict[str, object]
Part = TypeVar("Part")

MEDIA_TYPE = "application/ld+json"

CONTEXT = {
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_OURS = "tag:pakmud,2026"

_ISO_UNITS: dict[DurationUnit, str] = {"month": "M", "calendar_day": "D", "hour": "H", "minute": "M"}
"""A working day is none of the times that XML Schema knows."""


def cpsv_ap(procedure: ProcedureDetail, site: str) -> Node:
    """`site` is the address of the site without a slash at the end, of which all parts get theirs."""
    graph = {str(node["@id"]): node for node in _nodes(procedure, site)}
    return {"@context": CONTEXT, "@graph": list(graph.values())}


def _nodes(procedure: ProcedureDetail, site: str) -> Iterator[Node]:
    name = procedure.name
    url, agency = f"{site}/procedures/{quote(name.code)}", f"{site}/agencies/{quote(name.agency_code)}"
    manual = procedure.manual or ManualContent()
    parts = _parts(manual, url, agency)
    parts["cv:hasChannel"] += _own_channel(procedure, url, agency)
    places = [f"{_OURS}:area-{area.code}" for area in procedure.head.areas] or [f"{_AUTHORITY}/country/THA"]
    topics = [*_topics(procedure, site), *_situations(manual, url)]
    languages = ["THA", *(["ENG"] if name.title_en else [])]
    yield _without_empty(
        {
            "@id": url,
            "@type": "cpsv:PublicService",
            "dct:identifier": name.code,
            "dct:title": _text(name.title_th, name.title_en),
            "dct:description": _text(manual.summary_th, manual.summary_en) or _text(name.title_th, name.title_en),
            "dct:language": [_id(f"{_AUTHORITY}/language/{one}") for one in languages],
            "dct:spatial": [_id(place) for place in places],
            "dcat:keyword": _keywords(procedure),
            "cv:hasCompetentAuthority": _id(agency),
            "cv:processingTime": _processing_time(manual),
            **{name: [_id(str(node["@id"])) for node in nodes] for name, nodes in parts.items()},
            **_references(topics),
            **_edition(procedure),
        }
    )
    yield {
        "@id": agency,
        "@type": ["cv:PublicOrganisation", "org:Organization"],
        "skos:prefLabel": _text(name.agency_name_th, name.agency_name_en),
        "dct:spatial": _id(f"{_AUTHORITY}/country/THA"),
    }
    yield _of_class(f"{_AUTHORITY}/country/THA", "dct:Location")
    for area, place in zip(procedure.head.areas, places, strict=False):
        yield _of_class(place, "dct:Location") | {"skos:prefLabel": _text(area.name_th, area.name_en)}
    yield from (_of_class(f"{_AUTHORITY}/language/{one}", "dct:LinguisticSystem") for one in languages)
    for nodes in parts.values():
        for node in nodes:
            yield node
            yield from _referred_to(node)
    yield from (node for _, node in topics)


def _parts(manual: ManualContent, url: str, agency: str) -> dict[str, list[Node]]:
    """By the property of the service that refers to them."""
    return {
        "cv:holdsRequirement": [_requirement(one, f"{url}#condition-{n}") for n, one in _numbered(manual.conditions)],
        "cpsv:hasInput": [_evidence(one, f"{url}#document-{n}") for n, one in _numbered(manual.documents)],
        "cv:hasCost": [_cost(one, f"{url}#fee-{n}", agency) for n, one in _numbered(manual.fees)],
        "cv:hasChannel": [_channel(one, f"{url}#channel-{n}", agency) for n, one in _numbered(manual.channels)],
        "cpsv:follows": _rules(manual, url),
        "cv:hasLegalResource": [_law(one, f"{url}#law-{n}") for n, one in _numbered(manual.law)],
        "foaf:page": [_page(one, f"{url}#form-{n}") for n, one in _numbered(manual.forms)],
        "cv:contactPoint": [
            _without_empty(
                {
                    "@id": f"{url}#complaint-{n}",
                    "@type": "cv:ContactPoint",
                    "dct:title": _text(one.name_th, one.name_en),
                    "cv:telephone": one.phone,
                    "cv:contactPage": _id(one.url) if one.url else None,
                }
            )
            for n, one in _numbered(manual.complaints)
        ],
    }


def _requirement(condition: Condition, at: str) -> Node:
    title = _text(condition.text_th, condition.text_en)
    return {"@id": at, "@type": "cv:Requirement", "dct:identifier": at, "dct:title": title}


def _evidence(document: Document, at: str) -> Node:
    return _without_empty(
        {
            "@id": at,
            "@type": "cv:Evidence",
            "dct:identifier": at,
            "dct:title": _text(document.name_th, document.name_en),
            "dct:description": _text(_said_of(document, "th"), _said_of(document, "en")),
        }
    )


def _said_of(document: Document, language: str) -> str:
    said = [translate(N_("original: {count}"), language, count=document.originals)] if document.originals else []
    if not document.copy_needed:
        said.append(translate(N_("no copy needed"), language))
    elif document.copies:
        said.append(translate(N_("copies: {count}"), language, count=document.copies))
    if not document.required:
        said.append(translate(N_("if it applies"), language))
    if language == "th":  # an issuer and a note have no other language
        issuer = translate(N_("issued by {name}"), language, name=document.issuer_th) if document.issuer_th else None
        said += [text for text in (issuer, document.note_th) if text]
    return " · ".join(said)


def _cost(fee: Fee, at: str, agency: str) -> Node:
    thai = (fee.choice_th, fee.name_th, f"/ {fee.per_th}" if fee.counted and fee.per_th else None, fee.condition_th)
    english = (fee.choice_en, fee.name_en, f"/ {fee.per_en}" if fee.counted and fee.per_en else None, fee.condition_en)
    return {
        "@id": at,
        "@type": "cv:Cost",
        "dct:identifier": at,
        "dct:description": _text(_joined(thai), _joined(english) if fee.name_en else None),
        "cv:hasValue": {"@value": str(fee.amount_baht), "@type": "xsd:double"},
        "cv:currency": _id(f"{_AUTHORITY}/currency/THB"),
        "cv:isDefinedBy": _id(agency),
    }


def _channel(channel: Channel, at: str, agency: str) -> Node:
    return _without_empty(
        {
            "@id": at,
            "@type": "cv:Channel",
            "dct:identifier": at,
            "dct:type": _id(f"{_OURS}:channel-{channel.kind}"),
            "dct:description": _text(_joined((channel.name_th, channel.place_th)), channel.name_en),
            "cv:ownedBy": _id(agency),
            "cv:openingHours": _id(f"{at}-hours") if channel.hours_th else None,
            "foaf:page": _id(channel.url) if channel.url else None,
            _HOURS: channel.hours_th,
        }
    )


def _own_channel(procedure: ProcedureDetail, url: str, agency: str) -> list[Node]:
    """Where the procedure is done online, if the manual does not name the same address."""
    page, manual = procedure.head.online_url, procedure.manual
    if page is None or any(one.url == page for one in (manual.channels if manual else ())):
        return []
    at = f"{url}#channel-online"
    return [
        {
            "@id": at,
            "@type": "cv:Channel",
            "dct:identifier": at,
            "dct:type": _id(f"{_OURS}:channel-online"),
            "dct:description": _text(translate(N_("Online"), "th"), translate(N_("Online"), "en")),
            "cv:ownedBy": _id(agency),
            "foaf:page": _id(page),
        }
    ]


_HOURS = "_hours"
"""Of a channel, until they have become a node of their own."""


def _rules(manual: ManualContent, url: str) -> list[Node]:
    """The steps are one rule: they hold in their order only."""
    if not manual.steps:
        return []
    lines = [
        f"{n}. {step.name_th}{f': {step.detail_th}' if step.detail_th else ''}" for n, step in _numbered(manual.steps)
    ]
    how_long = translate(N_("How long"), "th")
    times = [f"{one.amount:g} {translate(UNIT_NAMES[one.unit], 'th')}" for one in time_of(manual)]
    lines += [f"{how_long}: {' '.join(times)}"] if times else []
    return [
        _without_empty(
            {
                "@id": f"{url}#steps",
                "@type": "cpsv:Rule",
                "dct:identifier": f"{url}#steps",
                "dct:title": _text(translate(N_("Steps"), "th"), translate(N_("Steps"), "en")),
                "dct:description": _text("\n".join(lines)),
                "cpsv:implements": [_id(f"{url}#law-{n}") for n, _ in _numbered(manual.law)],
            }
        )
    ]


def _law(law: Reference, at: str) -> Node:
    about = {"@id": at, "@type": "eli:LegalResource", "dct:title": _text(law.name_th, law.name_en)}
    return _without_empty({**about, "foaf:page": _id(law.url) if law.url else None})


def _page(form: Reference, at: str) -> Node:
    return {"@id": form.url or at, "@type": "foaf:Document", "dct:title": _text(form.name_th, form.name_en)}


def _referred_to(node: Node) -> Iterator[Node]:
    """What a part refers to that is no part itself, each with its class; a channel's hours are taken out of it."""
    hours = node.pop(_HOURS, None)
    if hours:
        yield {"@id": f"{node['@id']}-hours", "@type": "time:TemporalEntity", "dct:description": _text(str(hours))}
    for name, what in (("cv:currency", "skos:Concept"), ("dct:type", "skos:Concept"), *_PAGES):
        match node.get(name):
            case {"@id": str(at)}:
                yield _of_class(at, what)


_PAGES = (("foaf:page", "foaf:Document"), ("cv:contactPage", "foaf:Document"))


def _topics(procedure: ProcedureDetail, site: str) -> Iterator[tuple[str, Node]]:
    """Categories, groups of users and events of a life, each with the property of the service that refers to it."""
    for kind, property_ in (("category", "cv:thematicArea"), ("user_group", "dct:audience")):
        for name in procedure.tags.get(kind, []):
            at = f"{site}/procedures?{kind}={quote(name)}"
            if name in LIFE_EVENTS:
                title = _text(name, LIFE_EVENTS[name])
                event: Node = {
                    "@id": at,
                    "@type": ["cv:LifeEvent", "cv:Event"],
                    "dct:identifier": at,
                    "dct:title": title,
                }
                yield "cv:isGroupedBy", event
            else:
                yield property_, {"@id": at, "@type": "skos:Concept", "skos:prefLabel": _text(name)}


def _situations(manual: ManualContent, url: str) -> Iterator[tuple[str, Node]]:
    for n, one in _numbered(manual.situations):
        at = f"{url}#situation-{n}"
        title = _text(one.text_th, one.text_en)
        yield "cv:isGroupedBy", {"@id": at, "@type": "cv:Event", "dct:identifier": at, "dct:title": title}


def _references(topics: Sequence[tuple[str, Node]]) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for property_, node in topics:
        found.setdefault(property_, []).append(_id(str(node["@id"])))
    return found


def _keywords(procedure: ProcedureDetail) -> list[Node]:
    thai = [*procedure.name.common_names_th, *procedure.tags.get("free", [])]
    named = [*(("th", one) for one in thai), *(("en", one) for one in procedure.name.common_names_en)]
    return [{"@value": one, "@language": language} for language, one in named]


def _edition(procedure: ProcedureDetail) -> Node:
    if procedure.in_force is None:
        return {}
    day = {"@value": procedure.in_force.effective_from.isoformat(), "@type": "xsd:date"}
    return {"owl:versionInfo": str(procedure.in_force.number), "dct:issued": day}


def _processing_time(manual: ManualContent) -> Node | None:
    """None too where working days count, of which nobody knows how long they take."""
    times = time_of(manual)
    if not times or any(one.unit not in _ISO_UNITS for one in times):
        return None
    amounts = {one.unit: f"{one.amount:g}{_ISO_UNITS[one.unit]}" for one in times}
    if any(one.amount != int(one.amount) for one in times):
        return None  # XML Schema has parts of seconds only
    days = "".join(amounts.get(unit, "") for unit in ("month", "calendar_day"))
    clock = "".join(amounts.get(unit, "") for unit in ("hour", "minute"))
    return {"@value": f"P{days}{'T' if clock else ''}{clock}", "@type": "xsd:duration"}


def _numbered(parts: Sequence[Part]) -> Iterator[tuple[int, Part]]:
    return enumerate(parts, 1)


def _text(thai: str | None, english: str | None = None) -> list[Node]:
    found = (("th", thai), ("en", english))
    return [{"@value": text, "@language": language} for language, text in found if text]


def _joined(parts: Sequence[str | None]) -> str:
    return " · ".join(part for part in parts if part)


def _id(at: str) -> Node:
    return {"@id": at}


def _of_class(at: str, what: str) -> Node:
    return {"@id": at, "@type": what}


def _without_empty(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, [], "")}
