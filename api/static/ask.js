// The form that asks where somebody is: her phone's position, a click on the map, or the lists; the last one said counts.
import { seen } from "./seen.js";

export function start(form) {
  const where = form.querySelector("[data-where]");
  const status = where.querySelector("[data-position]");
  const { lat, lon } = form.elements;

  const say = (text) => { status.textContent = text; };
  const choose = (position) => {
    lat.value = position.lat.toFixed(6);
    lon.value = position.lon.toFixed(6);
    for (const list of form.querySelectorAll("[data-areas] select")) list.value = "";
    say(where.dataset.chosen.replace("{numbers}", `${position.lat.toFixed(4)}, ${position.lon.toFixed(4)}`));
  };

  form.querySelector("[data-locate]").addEventListener("click", () => {
    say(where.dataset.locating);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        choose({ lat: coords.latitude, lon: coords.longitude });
        map?.then((shown) => shown.show({ lat: coords.latitude, lon: coords.longitude }));
        if (hasProcedure(form)) form.requestSubmit(form.querySelector("[data-go]"));
      },
      () => say(where.dataset.denied),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });

  form.addEventListener("change", (event) => {
    if (!event.target.closest("[data-areas]")) return;
    lat.value = lon.value = "";
    say("");
    map?.then((shown) => shown.hide());
  });

  // Fields that were left empty would only make the address of the answer longer.
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });

  const element = form.querySelector("[data-map]");
  const given = lat.value && lon.value ? { lat: Number(lat.value), lon: Number(lon.value) } : null;
  // The map is most of the page's weight, and on a phone below what most people need.
  const map = element ? seen(element).then(() => import("./pick-map.js")).then(({ start }) => start(element, given, choose)) : null;
}

function hasProcedure(form) {
  return Boolean(new FormData(form).get("procedure"));
}
