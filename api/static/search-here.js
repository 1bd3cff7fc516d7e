// "Search this area": once the map was moved, a link to the same question, asked from the middle of it.
const MOVED = 40;
const ELSEWHERE = ["lat", "lon", "area", "province", "district", "subdistrict", "cursor", "start"];

export function offerSearch(map, link) {
  const from = map.getCenter();
  const zoom = map.getZoom();
  map.on("moveend", () => {
    const centre = map.getCenter();
    const moved = map.latLngToLayerPoint(centre).distanceTo(map.latLngToLayerPoint(from)) > MOVED;
    link.href = questionFrom(centre);
    link.hidden = !moved && map.getZoom() === zoom;
  });
}

function questionFrom({ lat, lng }) {
  const { procedure, ...asked } = Object.fromEntries(new URLSearchParams(location.search));
  const kept = Object.entries(asked).filter(([name]) => !ELSEWHERE.includes(name));
  return `${location.pathname}?${new URLSearchParams([["procedure", procedure], ["lat", lat.toFixed(6)], ["lon", lng.toFixed(6)], ...kept])}`;
}
