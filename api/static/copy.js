// A button that copies the text of a field.
export function start(button) {
  const { copy, copied } = button.dataset;
  button.addEventListener("click", async () => {
    const field = document.getElementById(copy);
    field.select();
    await navigator.clipboard?.writeText(field.value);
    button.textContent = copied;
  });
}
