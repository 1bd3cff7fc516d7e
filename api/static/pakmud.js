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
if (map && !ask) whenUnfolded(map.closest("details"), () => import("./answer-map.js").then(({ start }) => start(map)));

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
