// The map beside a list of pins that a data set would set: each where it is to be, with a line from where it was.
import { makeMap, pin } from "./base-map.js";

export async function start(element) {
  const { L, map } = await makeMap(element);
  const bounds = L.latLngBounds([]);
  for (const line of document.querySelectorAll("[data-moved]")) {
    const { moved, lat, lon, wasLat, wasLon } = line.dataset;
    const at = [Number(lat), Number(lon)];
    bounds.extend(at);
    if (wasLat) {
      const was = [Number(wasLat), Number(wasLon)];
      bounds.extend(was);
      L.circleMarker(was, { radius: 5, interactive: false, className: "pk-was" }).addTo(map);
      L.polyline([was, at], { interactive: false, className: "pk-moves" }).addTo(map);
    }
    const marker = pin(L, at, { number: moved, name: line.querySelector(".pk-hit__name").textContent.trim() }).addTo(map);
    marker.on("click", () => line.scrollIntoView({ block: "center" }));
  }
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [36, 36], maxZoom: 13, animate: false });
  element.dataset.ready = "";
}
