// Before the first paint: light or dark as last chosen.
(() => {
  const chosen = sessionStorage.getItem('theme');
  if (chosen) document.documentElement.dataset.theme = chosen;
})();
