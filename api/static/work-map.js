// The map of the pin audit: service points with findings, counted by the server from any height.
import { seen } from "./seen.js";
import { makeMap } from "./base-map.js";
import { showClusters } from "./map-clusters.js";

export async function start(card) {
  await seen(card);
  const element = card.querySelector("[data-map]");
  const { L, map } = await makeMap(element);
  showClusters(L, map, { ...card.dataset, language: element.dataset.language, status: card.querySelector("[role=status]") }, []);
  element.dataset.ready = "";
}
