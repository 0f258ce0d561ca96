/* Follows an edit until it is over, by fetching its page anew. */
(() => {
  "use strict";
  const every = 1500;

  async function follow() {
    const shown = document.getElementById("edit");
    if (!shown || shown.dataset.over === "yes") return;
    try {
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = fresh.getElementById("edit");
      if (!now) return;
      if (now.dataset.over === "yes") {
        document.querySelector("main").replaceChildren(...fresh.querySelector("main").childNodes);
        return;
      }
      if (now.innerHTML !== shown.innerHTML) shown.replaceWith(now);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error; // the desk is being restarted: look again
    }
    setTimeout(follow, every);
  }

  setTimeout(follow, every);
})();
