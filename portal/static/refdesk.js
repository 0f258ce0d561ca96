// Shared by every page: the light and dark switch, and copy buttons.
const refdesk = {
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
    const said = button.closest('[data-answer], .cite')?.querySelector('.said');
    if (!said) return;
    said.textContent = words;
    clearTimeout(refdesk.saying);
    refdesk.saying = setTimeout(() => { said.textContent = ''; }, 6000);
  },

  async copy(button, plain, rich) {
    try {
      if (rich && window.ClipboardItem) {
        await navigator.clipboard.write([new ClipboardItem({
          'text/plain': new Blob([plain], {type: 'text/plain'}),
          'text/html': new Blob([rich], {type: 'text/html'}),
        })]);
      } else {
        await navigator.clipboard.writeText(plain);
      }
      refdesk.say(button, 'Copied.');
    } catch {
      refdesk.say(button, 'The browser did not allow copying.');
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

// The library's list: words and kind narrow what is shown.
const shelf = {
  narrow(library) {
    const words = library.querySelector('[data-library-search]').value.toLowerCase().split(/\s+/).filter(Boolean);
    const kind = library.querySelector('.kind-choice[aria-pressed="true"]')?.dataset.kind ?? '';
    let shown = 0;
    for (const entry of library.querySelectorAll('.document')) {
      const fits = (!kind || entry.dataset.kind === kind) && words.every((word) => entry.dataset.words.includes(word));
      entry.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    const count = library.querySelector('[data-library-count]');
    const total = Number(count.dataset.total);
    const noun = total === 1 ? 'document' : 'documents';
    count.textContent = shown === total ? `${total} ${noun}` : `${shown} of ${total} ${noun}`;
  },
};
document.addEventListener('input', (input) => {
  const library = input.target.closest?.('[data-library]');
  if (library && input.target.matches('[data-library-search]')) shelf.narrow(library);
});
document.addEventListener('click', (click) => {
  const choice = click.target.closest?.('.kind-choice');
  if (!choice) return;
  for (const other of choice.parentElement.children) other.setAttribute('aria-pressed', String(other === choice));
  shelf.narrow(choice.closest('[data-library]'));
});
