// Beside each filter, how many offices it would leave over: told when the filters are opened, and anew as they change.
export function start(form) {
  const button = form.querySelector("button");
  const status = form.querySelector("[data-left]");
  const words = button.textContent.trim();
  const counted = [...countable(form)];
  let pending = null;

  async function tell() {
    pending?.abort();
    pending = new AbortController();
    const asked = [...new FormData(form)].filter(([, value]) => value);
    try {
      const answer = await fetch(`${form.dataset.counts}?${new URLSearchParams(asked)}`, { signal: pending.signal });
      show(answer.ok ? await answer.json() : { counts: {} });
    } catch (error) {
      if (error.name !== "AbortError") show({ counts: {} }); // the filters work without
    }
  }

  function show({ total, left = "", counts }) {
    for (const { field, value, write } of counted) {
      const count = counts[field]?.[value];
      write(count === undefined ? "" : ` (${count})`);
    }
    button.textContent = total === undefined ? words : `${words} (${total})`;
    status.textContent = left;
  }

  form.addEventListener("change", tell); // not with each letter of a name: half a day or time would count for none
  tell();
}

function* countable(form) {
  for (const option of form.querySelectorAll("option:not([value=''])")) {
    const text = option.textContent;
    yield { field: option.closest("select").name, value: option.value, write: (count) => { option.textContent = text + count; } };
  }
  for (const box of form.querySelectorAll("input[type=checkbox]")) {
    const mark = document.createElement("span");
    mark.className = "pk-quiet";
    box.labels[0].append(mark);
    yield { field: box.name, value: box.value, write: (count) => { mark.textContent = count; } };
  }
}
