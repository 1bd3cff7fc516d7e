// The one box: a suggestion that is chosen becomes a known part above the field; the other words stay in it.
import { combobox } from "./combobox.js";

const SHORTEST = 2;
const KINDS = { q: "both", what: "procedure", place: "place" };

export function start(form) {
  const words = JSON.parse(form.dataset.words);
  const input = form.querySelector("[data-box-field]");
  const known = form.querySelector("[data-known]");
  const status = form.querySelector("[data-status]");
  const box = combobox(input, { label: words.suggestions, load, choose, say: (count) => (count ? words.count : words.none).replace("{count}", count), status });

  const isKnown = (part) => Boolean(known.querySelector(`[data-part="${part}"]`));
  const here = () => (navigator.geolocation && !isKnown("place") ? [{ name: words.here, locate: true }] : []);

  async function load(text, signal) {
    const typed = text.trim();
    if (typed.length < SHORTEST) return input.name === "place" ? [{ name: words.places, options: here() }] : [];
    const address = `${form.dataset.suggestions}?${new URLSearchParams({ q: typed, kind: KINDS[input.name] })}`;
    const answer = await fetch(address, { signal });
    if (!answer.ok) return [];
    const { what, where, procedures, places } = await answer.json();
    return [
      { name: words.procedures, options: procedures.map((one) => ({ ...one, part: "what", rest: where })) },
      { name: words.places, options: [...places.map((one) => ({ ...one, part: "place", rest: what })), ...(input.name === "place" ? here() : [])] },
    ];
  }

  function choose(option) {
    if (option.locate) return locate();
    // While both are asked for, the words of the other part stay in the field.
    input.value = input.name === "q" ? option.rest : "";
    add(option);
    if (isKnown("what") && isKnown("place")) return form.requestSubmit();
    input.focus();
    box.refresh();
  }

  function add({ name, part, parts }) {
    const row = document.createElement("p");
    row.className = "pk-known";
    row.dataset.part = part;
    const label = document.createElement("span");
    label.className = "pk-known__label";
    label.textContent = words.known[part];
    const text = document.createElement("strong");
    text.className = "pk-known__name";
    text.textContent = name;
    const change = document.createElement("button");
    change.type = "button";
    change.className = "pk-known__change";
    change.textContent = words.change;
    const hidden = document.createElement("span");
    hidden.className = "govuk-visually-hidden";
    hidden.textContent = ` ${words.known[part]}`;
    change.append(hidden);
    change.addEventListener("click", () => { row.remove(); ask(); input.focus(); });
    row.append(label, text, change, ...Object.entries(parts).map(([field, value]) => hiddenField(field, value)));
    known.append(row);
    ask();
  }

  // What the field is for follows from what is known.
  function ask() {
    input.name = isKnown("what") ? "place" : isKnown("place") ? "what" : "q";
    form.querySelector("[data-box-label]").textContent = words.labels[input.name];
    form.querySelector("[data-box-hint]").textContent = words.hints[input.name];
  }

  function locate() {
    status.textContent = words.locating;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        add({ name: words.here, part: "place", parts: { lat: coords.latitude.toFixed(6), lon: coords.longitude.toFixed(6) } });
        input.value = "";
        if (isKnown("what")) form.requestSubmit();
      },
      () => { form.querySelector("[data-box-hint]").textContent = status.textContent = words.denied; },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  }

  // Fields that were left empty would only make the address longer.
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (!String(value).trim()) formData.delete(name);
  });
  input.addEventListener("focus", () => { if (input.name === "place" && !input.value) box.refresh(); });
}

function hiddenField(name, value) {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  field.value = value;
  return field;
}
