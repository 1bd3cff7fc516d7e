// A map of Thailand: with tiles where the site has some, else with its own land, outlines, names and a ring of distances.
const THAILAND = [[5.5, 97.2], [20.6, 105.8]];
// As far as the land that is drawn (vendor/update.py).
const REACH = [[3, 92], [23, 111]];
const NAMES_SHOWN = 40;
const LAND = "land";
export const LABELS = "labels";
const THAILAND_ISO = "764";

export async function makeMap(element) {
  const { language, tiles, attribution, zoomIn, zoomOut } = element.dataset;
  const L = await leaflet(element.dataset.stylesheet);
  const still = calm();
  const motion = { zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, inertia: !still };
  const map = L.map(element, { ...motion, zoomControl: false, attributionControl: Boolean(tiles), maxBounds: REACH, maxBoundsViscosity: 1, zoomSnap: 0.25, zoomDelta: 1, maxZoom: 19 });
  // Its arrow keys know no such setting.
  if (still) map.panBy = (by, how) => L.Map.prototype.panBy.call(map, by, { ...how, animate: false });
  map.setMinZoom(map.getBoundsZoom(REACH, true));
  L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
  map.fitBounds(THAILAND, { animate: false });
  map.createPane(LAND).classList.add("pk-map-lands");
  map.createPane(LABELS).classList.add("pk-map-labels");
  if (tiles) {
    map.attributionControl.setPrefix(false);
    L.tileLayer(tiles, { attribution, maxZoom: 19 }).addTo(map);
  } else {
    drawLand(L, map, element.dataset.land);
    drawAreas(L, map, element.dataset.outlines, language);
  }
  return { L, map };
}

// Whether whoever looks has asked for nothing to move by itself.
export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// Leaflet is big and most of a page does not need it, so it comes when a map does, and the look of what is on it.
async function leaflet(stylesheet) {
  const ours = new URL("./map.css", import.meta.url).href;
  await Promise.all([import("./vendor/leaflet/leaflet.js"), styled(stylesheet, "prepend"), styled(ours, "append")]);
  return window.L;
}

// Leaflet's before all others, which know better; ours after them.
function styled(href, put) {
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  document.head[put](style);
  return new Promise((done) => { style.onload = style.onerror = done; });
}

async function fetched(url) {
  const answer = await fetch(url);
  return answer.ok ? answer.json() : null;
}

async function drawLand(L, map, url) {
  const land = await fetched(url);
  if (!land) return;
  const look = (feature) => ({ className: feature.properties.id === THAILAND_ISO ? "pk-map-land pk-map-land--home" : "pk-map-land" });
  L.geoJSON(land, { interactive: false, pane: LAND, style: look }).addTo(map).bringToBack();
}

async function drawAreas(L, map, url, language) {
  const areas = await fetched(url);
  if (!areas) return;
  // The areas' own coast is better than the world's, so that one is hidden where there are any.
  map.getContainer().classList.toggle("pk-map--outlined", areas.outlines.features.length > 0);
  L.geoJSON(areas.outlines, { interactive: false, pane: LAND, style: () => ({ className: "pk-map-area" }) }).addTo(map);
  const names = L.layerGroup().addTo(map);
  const place = () => {
    names.clearLayers();
    for (const { at, area } of readable(map, areas.places)) {
      const icon = L.divIcon({ className: `pk-map-label pk-map-label--${area.level}`, iconSize: [0, 0], html: label(area[language] ?? area.en) });
      L.marker(at, { icon, interactive: false, keyboard: false, pane: LABELS }).addTo(names);
    }
  };
  map.on("moveend", place);
  place();
}

// Names that do not lie on top of each other; provinces come first, so they win.
function readable(map, places) {
  const view = map.getBounds().pad(0.1);
  const level = map.getZoom() < 9 ? ["province"] : ["province", "district"];
  const taken = [];
  for (const area of places) {
    const at = [area.lat, area.lon];
    if (taken.length === NAMES_SHOWN) break;
    if (!level.includes(area.level) || !view.contains(at)) continue;
    const spot = map.latLngToLayerPoint(at);
    if (taken.some(({ spot: other }) => Math.abs(other.x - spot.x) < 84 && Math.abs(other.y - spot.y) < 22)) continue;
    taken.push({ at, area, spot });
  }
  return taken;
}

export function label(text) {
  const span = document.createElement("span");
  span.textContent = text;
  return span;
}

export function pin(L, at, { number = "", name }) {
  const svg = `<svg viewBox="0 0 34 44" aria-hidden="true"><path d="M17 1C8.2 1 1 8 1 16.8 1 28 17 43 17 43s16-15 16-26.2C33 8 25.8 1 17 1z"/><text x="17" y="22">${Number(number) || "●"}</text></svg>`;
  const icon = L.divIcon({ className: "pk-pin", iconSize: [34, 44], iconAnchor: [17, 44], html: svg });
  // Above what is only counted, and the nearest above those behind it.
  return markerWith(L, at, icon, number ? `${number}. ${name}` : name, 2000 - 10 * number);
}

// A marker that has its name for screen readers too, and does with Enter and space what it does with a click.
export function markerWith(L, at, icon, name, zIndexOffset = 0) {
  const marker = L.marker(at, { icon, title: name, alt: name, zIndexOffset, riseOnHover: true, riseOffset: 3000 });
  marker.on("add", () => {
    const element = marker.getElement();
    element.setAttribute("aria-label", name);
    element.addEventListener("keydown", (event) => {
      if (!marker.listens("click") || (event.key !== "Enter" && event.key !== " ")) return;
      event.preventDefault();
      marker.fire("click", { latlng: marker.getLatLng() });
    });
  });
  return marker;
}
