// The map of the first page: a click on it says where somebody is.
import { makeMap, pin } from "./base-map.js";

export async function start(element, given, choose) {
  const { L, map } = await makeMap(element);
  let marker = null;
  const hide = () => { marker?.remove(); marker = null; };
  const put = ({ lat, lon }) => {
    hide();
    marker = pin(L, [lat, lon], { name: element.dataset.you }).addTo(map);
  };
  const show = (position) => {
    put(position);
    map.setView([position.lat, position.lon], Math.max(map.getZoom(), 11));
  };
  map.on("click", ({ latlng }) => {
    const position = { lat: latlng.lat, lon: latlng.wrap().lng };
    put(position);
    choose(position);
  });
  if (given) show(given);
  element.dataset.ready = "";
  return { show, hide };
}
