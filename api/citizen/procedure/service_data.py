"""A procedure as search engines read it: schema.org's GovernmentService."""

from markupsafe import Markup

from api.citizen.procedure.manual_words import fees_in_words, time_in_words
from api.pages.structured_data import Json, json_ld
from geo.manual import Channel, ManualContent
from geo.procedures import ProcedureDetail


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
            "areaServed": {"@type": "Country", "name": "TH"},
            "inLanguage": language,
            "provider": {
                "@type": "GovernmentOrganization",
                "name": name.agency_name_th if thai or not name.agency_name_en else name.agency_name_en,
                "url": agency_url,
            },
            "availableChannel": [_channel(one, language) for one in manual.channels] or None if manual else None,
            "termsOfService": _terms(manual, language) if manual else None,
        }
    )


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
