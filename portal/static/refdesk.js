// Shared by every page: the light and dark switch, and copy buttons.
const refdesk = {
  // How scripts ask the desk for something; the frame for portals adds who is reading.
  fetch: (address, options) => fetch(address, options),

  dark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  },

  showTheme() {
    const dark = refdesk.dark();
    // Gradio's own components look at this class.
    document.body.classList.toggle('dark', dark);
    for (const button of document.querySelectorAll('[data-theme-switch]')) {
      button.setAttribute('aria-pressed', String(dark));
    }
  },

  switchTheme() {
    const theme = refdesk.dark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = theme;
    try {
      localStorage.setItem('refdesk-theme', theme);
    } catch {
      // storage is closed to this page; the choice lasts until it is left
    }
    refdesk.showTheme();
  },

  // Says `words` beside `button`, also to a screen reader, and takes them away again.
  say(button, words) {
    const said = button.closest('.cite-panel, [data-answer], [data-says], .cite')?.querySelector('.said');
    if (!said) return;
    said.textContent = words;
    clearTimeout(refdesk.saying);
    refdesk.saying = setTimeout(() => { said.textContent = ''; }, 6000);
  },

  // Puts words on the clipboard, with `rich` as HTML too; both may be promises, which a browser waits for.
  async copy(button, plain, rich) {
    const blob = (words, type) => Promise.resolve(words).then((text) => new Blob([text], {type}));
    try {
      if (rich && window.ClipboardItem) {
        await navigator.clipboard.write([new ClipboardItem({
          'text/plain': blob(plain, 'text/plain'),
          'text/html': blob(rich, 'text/html'),
        })]);
      } else {
        await navigator.clipboard.writeText(await plain);
      }
      refdesk.say(button, 'Copied.');
    } catch {
      const made = await Promise.allSettled([plain, rich]);
      const lost = made.some(({status}) => status === 'rejected');
      refdesk.say(button, lost ? 'The references could not be made just now.' : 'The browser did not allow copying.');
    }
  },
};

document.addEventListener('click', (click) => {
  if (!(click.target instanceof Element)) return;
  if (click.target.closest('[data-theme-switch]')) refdesk.switchTheme();
  const copying = click.target.closest('[data-copy]');
  if (copying) refdesk.copy(copying, document.querySelector(copying.dataset.copy).textContent.trim());
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', refdesk.showTheme);
refdesk.showTheme();
