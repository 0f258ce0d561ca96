// A whole document: search within it, the contents beside it, and where in them the reader is.
const find = {
  // Folded as the desk folds: capitals, white space, quotation marks, dashes, ligatures, what shows nothing.
  instead: new Map([
    ...[...'‘’‚‛′`´'].map((c) => [c, "'"]), ...[...'“”„‟″«»'].map((c) => [c, '"']), ...[...'‐‑‒–—―−'].map((c) => [c, '-']),
    ...['\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff'].map((c) => [c, '']),
    ['ﬀ', 'ff'], ['ﬁ', 'fi'], ['ﬂ', 'fl'], ['ﬃ', 'ffi'], ['ﬄ', 'ffl'], ['ﬅ', 'st'], ['ﬆ', 'st'], ['…', '...'],
  ]),
  most: 2000,
  at: -1,
  ranges: [],

  // Gives `text` folded, and for each of its characters where in `text` it comes from.
  fold(text, spaced = false) {
    let folded = '';
    const from = [];
    let space = spaced;
    for (let at = 0; at < text.length; at += 1) {
      const blank = /\s/.test(text[at]);
      const low = text[at].toLowerCase();
      const piece = blank ? (space ? '' : ' ') : find.instead.get(text[at]) ?? (low.length === 1 ? low : text[at]);
      if (blank) space = true;
      else if (piece) space = false;
      folded += piece;
      for (let n = 0; n < piece.length; n += 1) from.push(at);
    }
    return {folded, from, space};
  },

  // The words of each block in one, whatever elements they lie in, and the text node behind each character.
  blocks() {
    find.known ??= [...document.querySelectorAll('[data-reading] > :not(.anchor)')].map((block) => {
      const [places, parts] = [[], []];
      let space = true;
      for (const run of block.querySelectorAll('[data-start]')) {
        const walker = document.createTreeWalker(run, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          const made = find.fold(node.data, space);
          space = made.space;
          parts.push(made.folded);
          for (const at of made.from) places.push([node, at]);
        }
      }
      return {text: parts.join(''), places};
    });
    return find.known;
  },

  look(wanted) {
    const key = find.fold(wanted.trim()).folded;
    find.ranges = [];
    if (!key) return;
    for (const {text, places} of find.blocks()) {
      for (let at = text.indexOf(key); at >= 0 && find.ranges.length < find.most; at = text.indexOf(key, at + key.length)) {
        const range = document.createRange();
        range.setStart(...places[at]);
        const [last, offset] = places[at + key.length - 1];
        range.setEnd(last, offset + 1);
        find.ranges.push(range);
      }
    }
  },

  show() {
    CSS.highlights.set('found', new Highlight(...find.ranges));
    CSS.highlights.set('found-now', new Highlight(...find.ranges.slice(find.at, find.at + 1)));
    const count = find.ranges.length;
    const total = count === find.most ? `${count}+` : count;
    find.count.textContent = !find.input.value.trim() ? '' : count ? `${find.at + 1} of ${total}` : 'Not found';
    find.steps.hidden = count < 2;
    if (!count) return;
    const place = find.ranges[find.at].getBoundingClientRect();
    if (place.top < 90 || place.bottom > innerHeight - 40) scrollBy({top: place.top - innerHeight / 3});
  },

  // A new search begins at the first place that is not above the window.
  begin() {
    find.look(find.input.value);
    const below = find.ranges.findIndex((range) => range.getBoundingClientRect().bottom > 0);
    find.at = find.ranges.length ? Math.max(below, 0) : -1;
    find.show();
  },

  step(by) {
    const count = find.ranges.length;
    if (!count) return;
    find.at = (find.at + by + count) % count;
    find.show();
  },

  open(form) {
    find.input = form.querySelector('input');
    find.count = form.querySelector('[data-find-count]');
    find.steps = form.querySelector('[data-find-steps]');
    form.querySelector('[type=submit]').hidden = true;
    for (const mark of document.querySelectorAll('mark.hit')) mark.className = 'plain';
    find.input.addEventListener('input', find.begin);
    form.addEventListener('submit', (submit) => submit.preventDefault());
    form.addEventListener('click', (click) => {
      const step = click.target.closest('[data-find-step]');
      if (step) find.step(Number(step.dataset.findStep));
    });
    form.addEventListener('keydown', (key) => {
      if (key.key === 'Enter' && key.target === find.input) find.step(key.shiftKey ? -1 : 1);
      if (key.key === 'Escape') {
        find.input.value = '';
        find.begin();
        find.input.blur();
      }
    });
    document.addEventListener('keydown', (key) => {
      if (key.key !== '/' || key.ctrlKey || key.metaKey || key.altKey) return;
      if (key.target.closest?.('input, textarea, select, [contenteditable]')) return;
      key.preventDefault();
      find.input.focus();
      find.input.select();
    });
    if (find.input.value.trim()) find.begin();
  },
};

// Without highlights of its own, the browser asks the server, which marks the places in the page.
const form = document.querySelector('[data-find]');
if (form && window.Highlight && CSS.highlights) find.open(form);

// The contents are folded where they would push the text off a small screen.
const narrow = matchMedia('(max-width: 62rem)');
const contents = document.querySelector('[data-contents]');
const fit = () => contents?.toggleAttribute('open', !narrow.matches);
narrow.addEventListener('change', fit);
fit();

// The section that is being read is marked in the contents.
const lines = new Map([...document.querySelectorAll('.contents a')].map((line) => [line.getAttribute('href').slice(1), line]));
const heads = [...document.querySelectorAll('.anchor')].filter((head) => lines.has(head.id));
let waiting = false;
function follow() {
  waiting = false;
  const passed = heads.filter((head) => head.getBoundingClientRect().top < 120);
  const now = (passed.at(-1) ?? heads[0])?.id;
  for (const [id, line] of lines) {
    if (id === now) line.setAttribute('aria-current', 'location');
    else line.removeAttribute('aria-current');
  }
}
document.addEventListener('scroll', () => {
  if (!waiting) requestAnimationFrame(follow);
  waiting = true;
}, {passive: true});
follow();
