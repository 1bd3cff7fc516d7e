"""The findings of the pin audit as rows of a file, the same from the terminal and from the staff's page."""

from geo.pins.audit import AuditedFinding

COLUMNS = (
    *("code", "name_th", "name_en", "agency_code", "agency_th", "agency_en", "subdistrict_code"),
    *("province_th", "province_en", "lat", "lon", "kind", "severity", "finding_th", "finding_en"),
    *("remedy_th", "remedy_en", "other_code", "proposed_lat", "proposed_lon"),
)


def audit_record(one: AuditedFinding) -> tuple[object, ...]:
    """As `COLUMNS` name them."""
    finding, remedy = one.finding, one.finding.remedy
    proposed = (None, None) if remedy.proposed is None else (remedy.proposed.lat, remedy.proposed.lon)
    return (
        *(one.code, one.name.th, one.name.en, one.agency_code, one.agency.th, one.agency.en, one.area_code),
        *((None, None) if one.province is None else (one.province.th, one.province.en)),
        *(one.lat, one.lon, finding.kind, finding.severity),
        *(sentence.render(language) for sentence in (finding.sentence, remedy.sentence) for language in ("th", "en")),
        *(finding.other_code, *proposed),
    )
