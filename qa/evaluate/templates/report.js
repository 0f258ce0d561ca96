const form = document.querySelector(".filters");
const failures = [...document.querySelectorAll(".failure")];

function choose() {
  const wanted = Object.fromEntries(new FormData(form));
  const words = wanted.words.trim().toLowerCase();
  let count = 0;
  for (const failure of failures) {
    const fits = ["outcome", "type", "split"].every((key) => !wanted[key] || failure.dataset[key] === wanted[key]);
    failure.hidden = !(fits && (!words || failure.textContent.toLowerCase().includes(words)));
    count += failure.hidden ? 0 : 1;
  }
  form.querySelector("output").textContent = `${count} of ${failures.length}`;
}

// Passages that support nothing are cut short when a failure is opened, each with a button for the rest.
function shorten(failure) {
  for (const words of failure.querySelectorAll("tr:not(.supporting) .words:not(.seen)")) {
    words.classList.add("seen", "clipped");
    if (words.scrollHeight <= words.clientHeight + 1) continue;
    const more = document.createElement("button");
    more.type = "button";
    more.className = "more";
    more.textContent = "Whole passage";
    more.addEventListener("click", () => {
      words.classList.remove("clipped");
      more.remove();
    });
    words.previousElementSibling.append(more);
  }
}

for (const failure of failures) {
  failure.addEventListener("toggle", () => failure.open && shorten(failure));
}
if (form) {
  form.hidden = false;
  form.addEventListener("input", choose);
  form.addEventListener("submit", (event) => event.preventDefault());
  choose();
}
if (location.hash.length > 1) {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
}
