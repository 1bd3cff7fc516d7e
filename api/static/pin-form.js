// The form that sets a pin: what is typed, pointed at or measured is read back at once, and stands on the map.
import { seen } from "./seen.js";
import { calm, makeMap, pin } from "./base-map.js";

const PAUSE_MS = 350;
const METRES_PER_DEGREE = 111320;
const ARROWS = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
const CLOSE = 16;

export function start(form) {
  const words = form.dataset;
  const { q, method, accuracy_m: accuracy } = form.elements;
  const reading = form.querySelector("[data-reading]");
  const said = form.querySelector("[data-said]");
  let waiting, asking, map;

  const say = (text) => { said.textContent = text; };
  const look = async () => {
    clearTimeout(waiting);
    asking?.abort();
    if (!q.value.trim()) return reading.replaceChildren();
    asking = new AbortController();
    try {
      const asked = new URLSearchParams({ q: q.value, method: method.value, accuracy_m: accuracy.value });
      const answer = await fetch(`${words.check}?${asked}`, { signal: asking.signal });
      if (answer.redirected) return location.reload(); // signed out meanwhile
      if (!answer.ok) return say(words.failed);
      const because = form.elements.because?.value;
      reading.innerHTML = await answer.text();
      if (because && form.elements.because) form.elements.because.value = because;
      say("");
      const { lat, lon } = reading.querySelector("[data-lat]")?.dataset ?? {};
      if (lat && method.value !== "map") map?.then((shown) => shown.show({ lat: Number(lat), lon: Number(lon) }));
    } catch (error) {
      if (error.name !== "AbortError") say(words.failed);
    }
  };
  const take = (text, how, metres = "") => {
    q.value = text;
    method.value = how;
    accuracy.value = metres;
  };
  // Seven decimals are a centimetre, and tell that nothing was rounded away.
  const point = ({ lat, lon }, how, metres) => { take(`${lat.toFixed(7)}, ${lon.toFixed(7)}`, how, metres); clearTimeout(waiting); waiting = setTimeout(look, how === "map" ? PAUSE_MS : 0); };

  q.addEventListener("input", () => { take(q.value, "typed"); clearTimeout(waiting); waiting = setTimeout(look, PAUSE_MS); });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.name === "take") take(button.value, "typed");
    if (button?.name !== "take" && button?.value !== "check") return;
    event.preventDefault();
    look();
    if (button.name === "take") reading.focus();
  });

  const locate = form.querySelector("[data-locate]");
  locate.hidden = !navigator.geolocation;
  locate.addEventListener("click", () => {
    say(words.locating);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => point({ lat: coords.latitude, lon: coords.longitude }, "gps", coords.accuracy),
      () => say(words.denied),
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 },
    );
  });

  const first = reading.querySelector("[data-lat]")?.dataset;
  const given = first?.lat ? { lat: Number(first.lat), lon: Number(first.lon) } : null;
  const element = document.querySelector("[data-pin-map]");
  map = seen(element).then(() => showMap(element, given, (position) => point(position, "map")));
}

// Without a form: whoever may only look at it.
export function startMap(element) {
  return seen(element).then(() => showMap(element, null, null));
}

async function showMap(card, given, choose) {
  const element = card.querySelector("[data-map]");
  const { L, map } = await makeMap(element);
  const { lat, lon, viewLat, viewLon, savedName, newName } = card.dataset;
  const saved = lat ? { lat: Number(lat), lon: Number(lon) } : null;
  const begin = given ?? saved;
  if (saved) {
    const mark = pin(L, [saved.lat, saved.lon], { name: savedName }).addTo(map);
    mark.getElement().classList.add("pk-pin--other");
  }
  let marker = null;
  const put = ({ lat: north, lon: east }) => {
    if (!choose) return;
    if (!marker) {
      marker = pin(L, [north, east], { name: newName }).addTo(map).setZIndexOffset(3000);
      marker.dragging.enable();
      marker.on("dragend", () => chosen(marker.getLatLng()));
      marker.getElement().addEventListener("keydown", (event) => {
        const way = ARROWS[event.key];
        if (!way) return;
        event.preventDefault();
        event.stopPropagation(); // the map would move as well
        nudge(way, event.shiftKey ? 10 : 1);
      });
    }
    marker.setLatLng([north, east]);
    element.dataset.at = `${north.toFixed(7)},${east.toFixed(7)}`;
  };
  const chosen = (at) => {
    const position = { lat: at.lat, lon: at.wrap().lng };
    put(position);
    choose(position);
  };
  const nudge = ([east, north], metres) => {
    const at = marker ? marker.getLatLng() : map.getCenter();
    const narrow = Math.cos((at.lat * Math.PI) / 180);
    chosen(L.latLng(at.lat + (north * metres) / METRES_PER_DEGREE, at.lng + (east * metres) / METRES_PER_DEGREE / narrow));
    if (!map.getBounds().pad(-0.1).contains(marker.getLatLng())) map.panTo(marker.getLatLng(), { animate: !calm() });
  };
  const show = (position) => {
    put(position);
    map.setView([position.lat, position.lon], Math.max(map.getZoom(), CLOSE), { animate: false });
  };

  if (begin) show(begin);
  else if (viewLat) map.setView([Number(viewLat), Number(viewLon)], 13, { animate: false });
  if (choose) {
    map.on("click", ({ latlng }) => chosen(latlng));
    const nudges = card.querySelector("[data-nudges]");
    nudges.hidden = false;
    nudges.addEventListener("click", (event) => {
      const button = event.target.closest("[data-nudge]");
      if (button) nudge(button.dataset.nudge.split(",").map(Number), Number(nudges.querySelector("input:checked").value));
    });
  }
  element.dataset.ready = "";
  return { show };
}
