// The door to all scripts: each page gets the ones that it has something for.
import { initAll } from "./vendor/govuk-frontend/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

const one = (selector) => document.querySelector(selector);
const starting = [];
const begin = (loading, ...given) => { starting.push(loading.then(({ start }) => { start(...given); })); };

const menu = one("[data-menu]");
menu?.addEventListener("click", () => menu.setAttribute("aria-expanded", String(menu.getAttribute("aria-expanded") !== "true")));

const ask = one("[data-ask]");
if (ask) begin(import("./ask.js"), ask);
const box = one("[data-box]");
if (box) begin(import("./box.js"), box);
const shared = document.querySelectorAll("[data-share]");
if (shared.length) begin(import("./share.js"), shared);
const checklist = one("[data-checklist]");
if (checklist) begin(import("./checklist.js"), checklist);
const copy = one("[data-copy]");
if (copy) begin(import("./copy.js"), copy);
const ticks = document.querySelectorAll("[data-ticks]");
if (ticks.length) begin(import("./tick-all.js"), ticks);
const upload = one("[data-upload]");
if (upload) begin(import("./upload.js"), upload);
const movedMap = one("[data-moved-map]");
if (movedMap) begin(import("./moved-map.js"), movedMap);
const pinForm = one("[data-pin-form]");
if (pinForm) begin(import("./pin-form.js"), pinForm);
const shownPin = pinForm ? null : one("[data-pin-map]");
if (shownPin) begin(import("./pin-form.js").then(({ startMap }) => ({ start: startMap })), shownPin);
const workMap = one("[data-work-map]");
if (workMap) begin(import("./work-map.js"), workMap);

const later = one("meta[data-later]"), changing = document.querySelectorAll("[hx-get]");
if (later && changing.length) begin(import("./htmx-later.js"), changing, later.dataset.later);

const filters = one("[data-filters]");
if (filters) whenOpen(filters.closest("details"), () => import("./filter-counts.js").then(({ start }) => start(filters)));

const map = one("[data-map]");
if (map && !ask && !map.closest("[data-own-map]")) whenUnfolded(map.closest("details"), () => import("./answer-map.js").then(({ start }) => start(map)));

// Whoever drives the page can see by this that what it was given has started.
Promise.allSettled(starting).then(() => { document.documentElement.dataset.started = ""; });

function whenOpen(fold, show) {
  if (fold.open) show();
  else fold.addEventListener("toggle", show, { once: true });
}

// On a phone the map is folded and none of it is loaded until it is opened; beside a list there is always room for it.
function whenUnfolded(fold, show) {
  if (!fold) return show();
  const room = matchMedia("(min-width: 60em)");
  const makeUse = () => { if (room.matches) fold.open = true; };
  fold.addEventListener("toggle", show, { once: true });
  room.addEventListener("change", makeUse);
  for (const link of document.querySelectorAll(`a[href="#${fold.id}"]`)) link.addEventListener("click", () => { fold.open = true; });
  makeUse();
}
