// Forms full of boxes to tick: one button for all of them, and how many are ticked.
export function start(forms) {
  for (const form of forms) {
    const boxes = [...form.querySelectorAll('input[type="checkbox"][name="procedure"]')];
    const button = form.querySelector("button:not([type])");
    if (!boxes.length || !button) continue;
    const words = button.textContent.trim();
    const count = () => {
      const ticked = boxes.filter((box) => box.checked).length;
      button.textContent = ticked ? `${words} (${ticked})` : words;
    };
    form.addEventListener("change", count);
    const all = form.querySelector("[data-tick-all]");
    if (all) {
      all.hidden = false;
      all.addEventListener("click", () => {
        const tick = boxes.some((box) => !box.checked);
        for (const box of boxes) box.checked = tick;
        count();
      });
    }
    count();
  }
}
