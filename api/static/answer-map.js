// The map beside a list of offices, or of one office: every pin has the number that its office has in the list.
import { LABELS, calm, label, makeMap, pin } from "./base-map.js";
import { showClusters } from "./map-clusters.js";
import { offerSearch } from "./search-here.js";

const RINGS_KM = [1, 2, 5, 10, 20, 50, 100, 200, 500];

export async function start(element) {
  if (document.querySelector("[data-point]")) await seen(element);
  const { L, map } = await makeMap(element);
  const point = document.querySelector("[data-point]");
  const answer = document.querySelector("[data-answer]");
  if (point) showPoint(L, map, point.dataset);
  if (answer) showAnswer(L, map, answer, element);
  element.dataset.ready = "";
}

function showPoint(L, map, { lat, lon, name }) {
  const at = [Number(lat), Number(lon)];
  pin(L, at, { name }).addTo(map);
  map.setView(at, map.attributionControl ? 15 : 11, { animate: false });
}

function showAnswer(L, map, answer, element) {
  const words = element.dataset;
  const hits = [...answer.querySelectorAll("[data-hit]")];
  const bounds = L.latLngBounds(hits.map((hit) => place(hit.dataset)));
  if (answer.dataset.lat) {
    const origin = place(answer.dataset);
    bounds.extend(origin);
    const icon = L.divIcon({ className: "pk-you", iconSize: [18, 18] });
    L.marker(origin, { icon, title: words.you, alt: words.you, interactive: false, keyboard: false }).addTo(map);
    drawRings(L, map, origin, bounds, words);
  }
  map.fitBounds(bounds, { padding: [36, 36], maxZoom: 15, animate: false });
  for (const hit of hits) tie(L, map, hit);
  const around = element.closest("[data-others]");
  if (!around) return;
  showClusters(L, map, { ...around.dataset, language: words.language, status: around.querySelector("[role=status]") }, hits);
  offerSearch(map, around.querySelector("[data-search-here]"));
}

const place = ({ lat, lon }) => [Number(lat), Number(lon)];

// Distances that can be read off the map, even one without roads: as many rings as reach the furthest office.
function drawRings(L, map, origin, bounds, words) {
  const furthest = Math.max(...[bounds.getNorthEast(), bounds.getSouthWest()].map((corner) => map.distance(origin, corner))) / 1000;
  const beyond = RINGS_KM.findIndex((km) => km >= furthest);
  for (const km of RINGS_KM.slice(Math.max(0, beyond - 2), beyond + 1)) {
    const ring = L.circle(origin, { radius: km * 1000, interactive: false, className: "pk-map-ring" }).addTo(map);
    const top = [ring.getBounds().getNorth(), origin[1]];
    const icon = L.divIcon({ className: "pk-map-label pk-map-label--ring", iconSize: [0, 0], html: label(words.km.replace("{kilometres}", km)) });
    L.marker(top, { icon, interactive: false, keyboard: false, pane: LABELS }).addTo(map);
  }
}

// List and map light up together, whichever of them is pointed at.
function tie(L, map, hit) {
  const name = hit.querySelector(".pk-hit__name").textContent.trim();
  const marker = pin(L, place(hit.dataset), { number: hit.dataset.hit, name }).addTo(map);
  // An office that does not serve her is on the map too, but does not call for her.
  marker.getElement()?.classList.toggle("pk-pin--other", "other" in hit.dataset);
  const light = (on) => () => {
    marker.getElement()?.classList.toggle("pk-pin--lit", on);
    hit.classList.toggle("pk-hit--lit", on);
  };
  for (const [event, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) {
    hit.addEventListener(event, light(on));
  }
  marker.on("mouseover", light(true)).on("mouseout", light(false));
  marker.getElement()?.addEventListener("focus", light(true));
  marker.getElement()?.addEventListener("blur", light(false));
  marker.on("click", () => {
    hit.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
    hit.querySelector(".pk-hit__name a").focus({ preventScroll: true });
  });
}

// On a phone the map of one office lies below its hours: nothing of it is loaded for those who never scroll there.
function seen(element) {
  return new Promise((done) => {
    const watcher = new IntersectionObserver(([entry]) => { if (entry.isIntersecting) { watcher.disconnect(); done(); } }, { rootMargin: "100px" });
    watcher.observe(element);
  });
}
