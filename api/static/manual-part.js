// Saves a part of a manual while it is written, so that nothing is lost; the page works without it.
const form = document.querySelector("form[data-part]");
const status = form?.querySelector("[data-status]");
const WAIT_MS = 1500;
let timer, saving = null, again = false, typed = 0;

function keep() {
  if (saving) again = true;
  else saving = send().then(() => {
    saving = null;
    if (again) { again = false; later(); }
  });
}

async function send() {
  status.textContent = form.dataset.saving;
  const before = typed;
  const data = new FormData(form);
  data.set("do", "keep");
  // a file is sent once, by the button
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, redirect: "manual" });
    if (answer.status === 204) {
      form.elements.version.value = answer.headers.get("X-Version");
      const time = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      if (typed === before) {
        status.textContent = `${form.dataset.saved} ${time.format(new Date())}`;
        form.removeAttribute("data-unsaved");
      }
    } else status.textContent = form.dataset.notSaved;
  } catch { status.textContent = form.dataset.notSaved; }
}

function later() {
  typed += 1;
  form.setAttribute("data-unsaved", "");
  clearTimeout(timer);
  timer = setTimeout(keep, WAIT_MS);
}

if (form) {
  history.replaceState(null, "", location.href); // loading the page again shows what is saved, and sends no form twice
  form.addEventListener("input", (event) => { if (event.target.type !== "file") later(); });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    again = false;
    if (saving) { // two at once would be somebody else's change to each other
      event.preventDefault();
      saving.then(() => form.requestSubmit(event.submitter));
    } else form.removeAttribute("data-unsaved");
  });
  addEventListener("beforeunload", (event) => { if (form.hasAttribute("data-unsaved")) event.preventDefault(); });
  const row = form.querySelector("[data-focus]");
  if (row) {
    row.scrollIntoView({ block: "center" });
    row.querySelector("input:not([type=hidden]), textarea, select")?.focus({ preventScroll: true });
  }
  if (form.hasAttribute("data-unsaved") && !document.querySelector("[role=alert]")) keep();
  const parts = document.getElementById("parts");
  if (parts && matchMedia("(min-width: 60em)").matches) parts.open = true;
}
