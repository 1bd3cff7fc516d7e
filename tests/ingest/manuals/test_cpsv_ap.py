"""Manuals as CPSV-AP 3.2.0 pass the European shapes, all 32 of them; one without its title does not."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import DCTERMS, FOAF, RDF, SKOS, Graph, Namespace, URIRef

from geo.areas import AreaName
from geo.manual import ManualContent
from geo.manual_revisions.in_force import ManualInForce
from geo.procedure_head import ProcedureHead
from geo.procedure_list import ProcedureName
from geo.procedures import ProcedureDetail
from ingest.demo.procedure_variants import real_procedures
from ingest.manuals.cpsv_ap import Node, cpsv_ap
from tests.api.small_country import MANUAL

CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
SH = Namespace("http://www.w3.org/ns/shacl#")
SITE = "https://pakmud.example"


def detail(row: dict[str, object]) -> ProcedureDetail:
    """A procedure of a file, as the database would have it."""
    code, agency = str(row["code"]), str(row["agency_code"])
    tags, names_th, names_en = (row.get(name) or empty for name, empty in _EMPTY)
    manual = row.get("manual")
    title_en = row.get("title_en")
    title = (str(row["title_th"]), str(title_en) if title_en else None)
    day = date(2026, 1, 1)
    return ProcedureDetail(
        name=ProcedureName(
            id=1,
            code=code,
            title_th=title[0],
            title_en=title[1],
            agency_code=agency,
            agency_name_th="กรมการปกครอง",
            agency_name_en="Department of Provincial Administration",
            common_names_th=list(names_th),  # type: ignore[call-overload]
            common_names_en=list(names_en),  # type: ignore[call-overload]
        ),
        head=ProcedureHead(1, code, *title, "anywhere", "home"),
        tags={"category": [], "user_group": [], "free": [], **tags},  # type: ignore[dict-item]
        in_force=ManualInForce(
            number=3,
            content=ManualContent.model_validate(manual),
            effective_from=day,
            published_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        if manual
        else None,
    )


_EMPTY: tuple[tuple[str, object], ...] = (("tags", {}), ("common_names_th", []), ("common_names_en", []))


def graph_of(documents: Iterator[Node] | list[Node]) -> Graph:
    graph = Graph()
    for document in documents:
        graph.parse(data=json.dumps(document), format="json-ld")
    return graph


@pytest.fixture(scope="module")
def shapes(shared_data: Path) -> Graph:
    return Graph().parse(shared_data / "cpsv-ap" / "cpsv-ap-SHACL.ttl")


Check = Callable[[Graph], str]


@pytest.fixture(scope="module")
def check(shapes: Graph) -> Check:
    def check(graph: Graph) -> str:
        """What the shapes find; empty where nothing is wrong."""
        conforms, _, text = validate(graph, shacl_graph=shapes)
        return "" if conforms else str(text)

    return check


@pytest.mark.shared_data
def test_there_are_32_shapes_and_they_are_asked(shapes: Graph, check: Check, shared_data: Path) -> None:
    assert len(set(shapes.subjects(RDF.type, SH.NodeShape))) == 32
    example = Graph().parse(shared_data / "cpsv-ap" / "example-rdf_public_service.ttl")
    assert "Value does not have class skos:Concept" in check(example), "their own example states no classes"


_PROPERTIES = (("fees", CV.hasCost), ("documents", CPSV.hasInput), ("channels", CV.hasChannel))


@pytest.mark.shared_data
def test_every_demo_manual_passes(check: Check) -> None:
    """As one graph: what several refer to is checked once, and so are the shapes read."""
    procedures = real_procedures()
    graph = graph_of([cpsv_ap(detail(dict(one.row)), SITE) for one in procedures])
    assert check(graph) == ""
    services = set(graph.subjects(RDF.type, CPSV.PublicService))
    assert len(services) == len(procedures)
    for one in procedures:
        service = URIRef(f"{SITE}/procedures/{one.code}")
        manual = one.row["manual"]
        assert isinstance(manual, dict)
        for part, property_ in _PROPERTIES:
            assert len(set(graph.objects(service, property_))) == len(manual[part]), (one.code, part)
        events = [at for at in graph.objects(service, CV.isGroupedBy) if "#situation-" in str(at)]
        assert len(events) == len(manual["situations"]), one.code


@pytest.mark.shared_data
@pytest.mark.parametrize("without", ["dct:title", "dct:identifier", "dct:description", "cv:hasCompetentAuthority"])
def test_a_manual_without_what_it_must_have_fails(check: Check, without: str) -> None:
    document = cpsv_ap(detail(dict(real_procedures()[0].row)), SITE)
    nodes = document["@graph"]
    assert isinstance(nodes, list)
    service = next(node for node in nodes if node["@type"] == "cpsv:PublicService")
    assert check(graph_of([document])) == ""
    del service[without]
    assert "Less than 1 values" in check(graph_of([document]))


@pytest.mark.shared_data
@pytest.mark.parametrize("manual", [None, {}, MANUAL])
def test_whatever_a_manual_does_not_say_passes_too(check: Check, manual: dict[str, object] | None) -> None:
    row: dict[str, object] = {"code": "A-1", "agency_code": "B 1", "title_th": "การแจ้ง", "manual": manual}
    assert check(graph_of([cpsv_ap(detail(row), SITE)])) == ""


@pytest.mark.shared_data
@pytest.mark.parametrize("manual", [None, MANUAL])
def test_listed_areas_and_what_is_done_online_pass_too(check: Check, manual: dict[str, object] | None) -> None:
    found = detail({"code": "A", "agency_code": "B", "title_th": "การแจ้ง", "manual": manual})
    area = AreaName(code="2008", level="district", name_th="เกาะสีชัง", name_en="Ko Sichang")
    head = replace(found.head, areas=(area,), online_url="https://example.go.th/ask")
    graph = graph_of([cpsv_ap(replace(found, head=head), SITE)])
    assert check(graph) == ""
    service = URIRef(f"{SITE}/procedures/A")
    [place] = graph.objects(service, DCTERMS.spatial)
    assert {str(name) for name in graph.objects(place, SKOS.prefLabel)} == {"เกาะสีชัง", "Ko Sichang"}
    pages = {
        str(page) for channel in graph.objects(service, CV.hasChannel) for page in graph.objects(channel, FOAF.page)
    }
    assert pages == {"https://example.go.th/ask"}
