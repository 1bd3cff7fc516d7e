// A text field with suggestions, as the ARIA Authoring Practices describe it: an editable combobox with a listbox popup.
// `load(text, signal)` brings groups of options, `choose(option)` takes one, `say(count)` is told to a screen reader.
const DELAY_MS = 150;

export function combobox(input, { label, load, choose, say, status }) {
  const list = document.createElement("div");
  list.id = `${input.id}-list`;
  list.className = "pk-options";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  input.parentElement.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, "aria-haspopup": "listbox" })) input.setAttribute(name, value);

  let shown = [];
  let active = -1;
  let timer = 0;
  let pending = null;
  const isOpen = () => !list.hidden;

  function close() {
    clearTimeout(timer);
    if (pending) pending.abort();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    point(-1);
  }

  function show(groups) {
    shown = [];
    list.replaceChildren(...groups.filter((group) => group.options.length).map(drawn));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = shown.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = say(shown.length);
  }

  function drawn({ name, options }, number) {
    const group = document.createElement("div");
    const title = document.createElement("div");
    title.id = `${list.id}-group-${number}`;
    title.className = "pk-options__title";
    title.setAttribute("role", "presentation");
    title.textContent = name;
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", title.id);
    group.append(title, ...options.map(optionDrawn));
    return group;
  }

  function optionDrawn(option) {
    const item = document.createElement("div");
    item.id = `${list.id}-${shown.length}`;
    item.className = "pk-option";
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const name = document.createElement("span");
    name.textContent = option.name;
    item.append(name);
    if (option.note) {
      const note = document.createElement("span");
      note.className = "pk-option__note";
      note.textContent = option.note;
      item.append(note);
    }
    item.addEventListener("click", () => take(option));
    shown.push({ option, item });
    return item;
  }

  function point(number) {
    if (shown[active]) shown[active].item.setAttribute("aria-selected", "false");
    active = number;
    const one = shown[active];
    if (!one) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    one.item.setAttribute("aria-selected", "true");
    one.item.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", one.item.id);
  }

  function take(option) {
    close();
    choose(option);
  }

  async function refresh() {
    clearTimeout(timer);
    if (pending) pending.abort();
    pending = new AbortController();
    const { signal } = pending;
    try {
      const groups = await load(input.value, signal);
      if (!signal.aborted && document.activeElement === input) show(groups);
    } catch (error) {
      // No network or a server that is busy: the form still asks it when it is sent.
      if (error.name !== "AbortError") close();
    }
  }

  const last = () => shown.length - 1;
  const keys = {
    ArrowDown: () => (isOpen() ? point(active === last() ? 0 : active + 1) : refresh()),
    ArrowUp: () => (isOpen() ? point(active <= 0 ? last() : active - 1) : refresh()),
    Home: () => (isOpen() && active >= 0 ? point(0) : false),
    End: () => (isOpen() && active >= 0 ? point(last()) : false),
    Enter: () => (isOpen() && active >= 0 ? take(shown[active].option) : false),
    Escape: () => (isOpen() ? close() : false),
  };
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || !keys[event.key]) return;
    if (keys[event.key]() !== false) event.preventDefault();
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    point(-1);
    timer = setTimeout(refresh, DELAY_MS);
  });
  input.addEventListener("blur", close);
  // The field keeps the focus while an option is pressed, else it would be gone before the click.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  return { close, refresh };
}
