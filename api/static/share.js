// "Share" is a link to the office's own page; where the device can, it hands that link on, else it copies it.
export function start(links) {
  const status = document.querySelector("[data-shared]");
  for (const link of links) link.addEventListener("click", (event) => share(event, link, status));
}

async function share(event, link, status) {
  const url = link.href;
  if (navigator.share) {
    event.preventDefault();
    // Closing the device's dialog is no error.
    await navigator.share({ title: link.dataset.share, url }).catch(() => {});
  } else if (navigator.clipboard) {
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(url);
      status.textContent = status.dataset.copied;
      status.classList.add("pk-told");
    } catch {
      window.location.assign(url);
    }
  }
}
