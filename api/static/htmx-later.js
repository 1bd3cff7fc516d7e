// htmx comes when something that it is for is seen or used; what was changed before it is there is told to it then.
import { seen } from "./seen.js";

export async function start(elements, address) {
  const missed = new Set();
  let keep;
  const used = new Promise((done) => { keep = ({ target }) => { missed.add(target); done(); }; });
  for (const element of elements) element.addEventListener("change", keep);
  await Promise.race([used, ...[...elements].map(seen)]);
  await load(address);
  for (const element of elements) element.removeEventListener("change", keep);
  for (const target of missed) target.dispatchEvent(new Event("change", { bubbles: true }));
}

async function load(address) {
  // Before the page is complete htmx waits for an event that may be over by then.
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true }));
  const script = document.createElement("script");
  script.src = address;
  document.head.append(script);
  await new Promise((done, failed) => { script.onload = done; script.onerror = failed; });
}
