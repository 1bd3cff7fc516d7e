// The door to all scripts: each page gets the ones that it has something for.
import { initAll } from "./vendor/govuk-frontend/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

const ask = document.querySelector("[data-ask]");
if (ask) import("./ask.js").then(({ start }) => start(ask));

const box = document.querySelector("[data-box]");
if (box) import("./box.js").then(({ start }) => start(box));

const shared = document.querySelectorAll("[data-share]");
if (shared.length) import("./share.js").then(({ start }) => start(shared));

const checklist = document.querySelector("[data-checklist]");
if (checklist) import("./checklist.js").then(({ start }) => start(checklist));

const map = document.querySelector("[data-map]");
if (map && !ask && !map.closest("[data-own-map]")) whenUnfolded(map.closest("details"), () => import("./answer-map.js").then(({ start }) => start(map)));

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

const copy = document.querySelector("[data-copy]");
if (copy) import("./copy.js").then(({ start }) => start(copy));

const ticks = document.querySelectorAll("[data-ticks]");
if (ticks.length) import("./tick-all.js").then(({ start }) => start(ticks));

const upload = document.querySelector("[data-upload]");
if (upload) import("./upload.js").then(({ start }) => start(upload));
const movedMap = document.querySelector("[data-moved-map]");
if (movedMap) import("./moved-map.js").then(({ start }) => start(movedMap));
const pinForm = document.querySelector("[data-pin-form]");
const pinMap = document.querySelector("[data-pin-map]");
if (pinForm) import("./pin-form.js").then(({ start }) => start(pinForm));
else if (pinMap) import("./pin-form.js").then(({ startMap }) => startMap(pinMap));

const workMap = document.querySelector("[data-work-map]");
if (workMap) import("./work-map.js").then(({ start }) => start(workMap));
