// Before the first paint: the reader's own choice of light or dark, where there is one.
(() => {
  const root = document.documentElement;
  const read = () => {
    try {
      return localStorage.getItem('refdesk-theme');
    } catch {
      return null; // storage is closed to this page; the system's choice stands
    }
  };
  const chosen = read();
  if (chosen === 'dark' || chosen === 'light') root.dataset.theme = chosen;
})();
