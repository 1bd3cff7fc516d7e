"""A procedure as search engines read it: schema.org's GovernmentService."""

from collections.abc import Iterator

from markupsafe import Markup

from api.citizen.procedure.manual_words import fees_in_words, time_in_words
from api.pages.structured_data import Json, json_ld
from geo.areas import AreaName
from geo.manual import CHANNEL_NAMES, Channel, ManualContent
from geo.procedures import ProcedureDetail
from geo.words import translate


def service_data(procedure: ProcedureDetail, url: str, agency_url: str, language: str) -> Markup:
    name, manual = procedure.name, procedure.manual
    thai = language == "th"
    common_names = name.common_names_th if thai else name.common_names_en
    summary = manual and ((manual.summary_th if thai else manual.summary_en) or manual.summary_th)
    return json_ld(
        {
            "@type": "GovernmentService",
            "@id": url,
            "url": url,
            "name": name.title(language),
            "alternateName": list(common_names) or None,
            "identifier": name.code,
            "description": summary or None,
            "serviceType": next(iter(procedure.tags["category"]), None),
            "areaServed": [_area(area, language) for area in procedure.head.areas]
            or {"@type": "Country", "name": "TH"},
            "inLanguage": language,
            "provider": {
                "@type": "GovernmentOrganization",
                "name": name.agency_name_th if thai or not name.agency_name_en else name.agency_name_en,
                "url": agency_url,
            },
            "availableChannel": list(_channels(procedure, language)) or None,
            "termsOfService": _terms(manual, language) if manual else None,
        }
    )


def _area(area: AreaName, language: str) -> Json:
    return {"@type": "AdministrativeArea", "name": area.name(language), "identifier": area.code}


def _channels(procedure: ProcedureDetail, language: str) -> Iterator[Json]:
    """The procedure's own online one first, where the manual does not name the same address."""
    channels = procedure.manual.channels if procedure.manual else ()
    url = procedure.head.online_url
    if url and url not in {one.url for one in channels}:
        yield {"@type": "ServiceChannel", "name": translate(CHANNEL_NAMES["online"], language), "serviceUrl": url}
    yield from (_channel(one, language) for one in channels)


def _channel(channel: Channel, language: str) -> Json:
    found: dict[str, Json] = {
        "@type": "ServiceChannel",
        "name": channel.name_en if language != "th" and channel.name_en else channel.name_th,
    }
    if channel.url:
        found["serviceUrl"] = channel.url
    return found


def _terms(manual: ManualContent, language: str) -> str:
    """The fee and the time, which schema.org has no fields of its own for."""
    duration = time_in_words(manual, language)
    return " · ".join(part for part in (fees_in_words(manual.fees, language), duration) if part)
