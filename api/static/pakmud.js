// The door to all scripts: each page gets the ones that it has something for.
import { initAll } from "./vendor/govuk-frontend/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

const ask = document.querySelector("[data-ask]");
if (ask) import("./ask.js").then(({ start }) => start(ask));

const map = document.querySelector("[data-map]");
if (map && !ask) import("./answer-map.js").then(({ start }) => start(map));
