// A form with files tells how far it is. Where anything goes wrong the form is sent as without this script.
export function start(form) {
  const shown = form.querySelector("[data-progress]");
  const words = shown.querySelector("span"), bar = shown.querySelector("progress");
  form.addEventListener("submit", (event) => {
    const chosen = form.querySelector('input[type="file"]');
    if (!chosen.files.length) return;
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    shown.hidden = false;
    words.textContent = form.dataset.uploading;
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => { bar.value = (100 * loaded) / total; });
    request.upload.addEventListener("load", () => {
      words.textContent = form.dataset.working;
      bar.removeAttribute("value");
    });
    request.addEventListener("error", () => { button.disabled = false; form.submit(); });
    request.addEventListener("load", () => {
      if (request.status < 400 && request.responseURL) return location.assign(request.responseURL);
      showRefusal(new DOMParser().parseFromString(request.responseText, "text/html"));
    });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/html");
    request.send(new FormData(form));
  });
}

// In place of the form and what is around it: a document that is written anew would not run its scripts again.
function showRefusal(page) {
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  document.querySelectorAll("[data-upload]").forEach(start);
  document.querySelector('[role="alert"]')?.focus();
  scrollTo(0, 0);
}
