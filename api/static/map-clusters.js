// All other offices that do the same, counted by the server from any height; a click comes closer or tells the names.
import { calm, markerWith } from "./base-map.js";

const PAUSE_MS = 150;
// The server counts by cells of as many pixels.
const CELL = 64;
// Finer than any map is drawn: what stands in one cell then is as good as at one place.
const FINEST = 24;

export function showClusters(L, map, words, hits) {
  const layer = L.layerGroup().addTo(map);
  const asked = words.source ? new URLSearchParams(words.asked) : new URLSearchParams({
    procedure: new URLSearchParams(location.search).get("procedure"),
    without: hits.map((hit) => codeOf(hit)).join(","),
  });
  const say = counter(words);
  let shown = new Map();
  let waiting, asking;

  const ask = (bbox, zoom, signal) => fetch(`${words.source ?? "/v1/map"}?${new URLSearchParams({ bbox, zoom, ...Object.fromEntries(asked) })}`, { signal });

  const put = (clusters) => {
    const next = new Map();
    for (const cluster of clusters) {
      const key = [cluster.lat, cluster.lon, cluster.count, zoomOf(map)].join();
      // What is still there stays: nothing flickers, and who is on it with the keyboard stays on it.
      next.set(key, shown.get(key) ?? clusterMarker(L, map, cluster, words, ask).addTo(layer));
    }
    for (const [key, marker] of shown) if (!next.has(key)) layer.removeLayer(marker);
    shown = next;
  };

  const load = async () => {
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await ask(wholeCells(map), zoomOf(map), asking.signal);
      if (!answer.ok) return;
      const { total, clusters } = await answer.json();
      put(clusters);
      say(total);
    } catch (error) {
      if (error.name !== "AbortError") say(null); // the list is still there
    }
  };

  map.on("moveend", () => { clearTimeout(waiting); waiting = setTimeout(load, PAUSE_MS); });
  load();
}

const codeOf = (hit) => new URL(hit.querySelector("a[href*='/service-points/']").href).pathname.split("/").pop();
// Between two zooms the lower: its cells are larger, and clusters have room.
const zoomOf = (map) => Math.max(0, Math.floor(map.getZoom()));

// Along the server's grid, so that a count stays the same while its cluster is on the map, wherever the view ends.
function wholeCells(map) {
  const zoom = zoomOf(map);
  const { min, max } = map.getPixelBounds();
  const scale = map.getZoomScale(zoom);
  const corner = (point, round) => map.unproject(point.multiplyBy(scale / CELL)[round]().multiplyBy(CELL), zoom);
  const [northWest, southEast] = [corner(min, "floor"), corner(max, "ceil")];
  // A hand's breadth inside: the next cell begins on the line.
  const inside = { west: Math.ceil, south: Math.ceil, east: Math.floor, north: Math.floor };
  const degrees = { west: northWest.lng, south: southEast.lat, east: southEast.lng, north: northWest.lat };
  return Object.entries(degrees).map(([side, at]) => (inside[side](at * 1e6 + (side === "west" || side === "south" ? 1 : -1)) / 1e6).toFixed(6)).join();
}

function counter({ status, language }) {
  return (total) => { status.textContent = total ? status.dataset.count.replace("{count}", total.toLocaleString(language)) : ""; };
}

function clusterMarker(L, map, { count, lat, lon, bbox, points }, words, ask) {
  const number = count.toLocaleString(words.language);
  const name = count === 1 ? nameOf(points[0], words).text : (points.length ? words.together : words.zoomTo).replace("{count}", number);
  const size = count === 1 ? 24 : 26 + 6 * Math.min(number.length, 5);
  const disc = element("span", { textContent: count > 1 ? number : "" });
  const icon = L.divIcon({ className: count === 1 ? "pk-cluster pk-cluster--one" : "pk-cluster", iconSize: [size, size], html: disc });
  const marker = markerWith(L, points.length ? [lat, lon] : withinCell(map, [lat, lon], size / 2), icon, name);
  const tell = (named) => marker.unbindPopup().bindPopup(listOf(named, count, words), { maxWidth: 260, autoPanPadding: [12, 12] }).openPopup();
  marker.on("click", async () => {
    const [west, south, east, north] = bbox;
    if (points.length) return tell(points);
    if (map.getZoom() < map.getMaxZoom()) {
      map.getContainer().focus({ preventScroll: true }); // the cluster will be gone
      return map.fitBounds([[south, west], [north, east]], { padding: [48, 48], animate: !calm() });
    }
    const answer = await ask(bbox.join(), FINEST);
    if (answer.ok) tell((await answer.json()).clusters.flatMap((one) => one.points));
  });
  marker.on("popupopen", ({ popup }) => {
    popup.getElement().querySelector("a")?.focus({ preventScroll: true });
    // Leaflet hears Escape only while the map itself has the focus.
    popup.getElement().onkeydown = (event) => {
      if (event.key !== "Escape") return;
      marker.closePopup();
      marker.getElement()?.focus({ preventScroll: true });
    };
  });
  return marker;
}

// Drawn where its offices are, but within its cell: or neighbours would lie on top of each other.
function withinCell(map, at, radius) {
  const zoom = zoomOf(map);
  const spot = map.project(at, zoom);
  const inset = (pixel) => {
    const start = Math.floor(pixel / CELL) * CELL;
    return Math.min(Math.max(pixel, start + radius), start + CELL - radius);
  };
  return map.unproject([inset(spot.x), inset(spot.y)], zoom);
}

function nameOf({ name_th: thai, name_en: english }, { language }) {
  return language === "th" || !english ? { text: thai, language: "th" } : { text: english, language: "en" };
}

function listOf(points, count, words) {
  const list = element("ul", { className: "pk-popup" });
  for (const point of points) {
    const { text, language } = nameOf(point, words);
    const link = element("a", { href: `${words.prefix}/service-points/${point.code}`, textContent: text, lang: language, className: "govuk-link" });
    list.append(element("li", {}, link));
  }
  if (count > points.length) list.append(element("li", { textContent: words.more.replace("{count}", (count - points.length).toLocaleString(words.language)) }));
  return list;
}

function element(tag, properties, ...inside) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...inside);
  return made;
}
