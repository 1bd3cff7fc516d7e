"""`/v1/procedures/{code}.jsonld` and the link to it; tests/ingest/manuals/test_cpsv_ap.py checks what it says."""

import httpx
from rdflib import DCTERMS, RDF, Graph, Namespace, URIRef

from tests.api.small_country import ID_CARD

CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")


def test_it_is_served(site: str) -> None:
    answer = httpx.get(f"{site}/v1/procedures/{ID_CARD}.jsonld")
    assert answer.headers["content-type"] == "application/ld+json"
    graph = Graph().parse(data=answer.text, format="json-ld")
    service = URIRef(f"{site}/procedures/{ID_CARD}")
    assert (service, RDF.type, CPSV.PublicService) in graph
    assert {title.language for title in graph.objects(service, DCTERMS.title)} == {"th", "en"}  # type: ignore[attr-defined]
    assert "15" in str(next(graph.objects(service, CV.processingTime)))
    assert httpx.get(f"{site}/v1/procedures/nope.jsonld").status_code == 404
    page = httpx.get(f"{site}/procedures/{ID_CARD}", headers={"Accept": "text/html"}).text
    assert f'href="/v1/procedures/{ID_CARD}.jsonld"' in page
