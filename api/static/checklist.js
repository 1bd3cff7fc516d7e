// Papers to bring become a list to tick. What is ticked is kept on the device only, by the papers' names.
export function start(list) {
  const { checklist: code, progress } = list.dataset;
  const key = `pakmud.checklist.${code}`;
  const controls = list.nextElementSibling;
  const done = controls.querySelector("[data-done]");
  const untick = controls.querySelector("[data-untick]");
  const kept = new Set(read(key));
  const boxes = [...list.querySelectorAll("[data-tick]")].map((item) => addBox(item, kept.has(item.dataset.tick)));

  const tell = () => {
    const ticked = boxes.filter((box) => box.checked);
    done.textContent = progress.replace("{done}", ticked.length).replace("{all}", boxes.length);
    untick.hidden = ticked.length === 0;
    return ticked;
  };
  const keep = () => write(key, tell().map((box) => box.value));

  list.addEventListener("change", keep);
  untick.addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    keep();
    boxes[0]?.focus();
  });
  controls.querySelector("[data-print]").addEventListener("click", () => window.print());
  tell();
  list.dataset.ready = "";
}

// The name becomes the box's label: a finger finds the whole line.
function addBox(item, isTicked) {
  const name = item.querySelector("strong");
  const label = document.createElement("label");
  const box = document.createElement("input");
  label.className = "pk-ready";
  Object.assign(box, { type: "checkbox", value: item.dataset.tick, checked: isTicked });
  name.replaceWith(label);
  label.append(box, name);
  return box;
}

// A browser may forbid to keep anything: then the ticks last as long as the page.
function read(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key));
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

function write(key, names) {
  try {
    if (names.length) localStorage.setItem(key, JSON.stringify(names));
    else localStorage.removeItem(key);
  } catch {
    // nothing is lost but the memory
  }
}
