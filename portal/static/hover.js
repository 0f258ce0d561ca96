// A box beside words: what a term means, what a marker quotes. It comes with the pointer, the keyboard's focus or a touch,
// stays while the pointer is in it, and goes with Escape. Text is only ever cloned or set as textContent.
const hover = {
  kinds: new Map(), // selector → {fill(box, words), touch: whether a touch opens the box}
  box: null,
  closed: null, // the press of Escape that last closed a box
  words: null,

  // The words around `element` that have a box, and how to fill it; null where there are none.
  at(element) {
    for (const [selector, kind] of hover.kinds) {
      const words = element.closest?.(selector);
      if (words && !words.closest('.preview')) return {words, ...kind};
    }
    return null;
  },

  show({words, fill}, byKeyboard = false) {
    clearTimeout(hover.timer);
    if (hover.words === words) return;
    hover.hide();
    const box = document.createElement('div');
    box.id = 'preview';
    box.className = 'preview';
    box.setAttribute('role', 'tooltip');
    if (fill(box, words, byKeyboard) === false) return;
    document.body.append(box);
    hover.place(box, words);
    hover.box = box;
    hover.words = words;
    words.setAttribute('aria-describedby', 'preview');
  },

  // Above the line on which the words begin, else below the one on which they end.
  place(box, words) {
    const lines = words.getClientRects();
    const [first, last] = [lines[0], lines[lines.length - 1]];
    const width = Math.min(380, innerWidth - 24);
    box.style.width = `${width}px`;
    box.style.left = `${Math.max(12, Math.min(first.left + first.width / 2 - width / 2, innerWidth - width - 12))}px`;
    const above = first.top - box.offsetHeight - 10;
    box.style.top = `${above > 8 ? above : last.bottom + 10}px`;
  },

  hide() {
    clearTimeout(hover.timer);
    hover.words?.removeAttribute('aria-describedby');
    hover.box?.remove();
    hover.box = null;
    hover.words = null;
  },

  // The pointer may travel from the words into the box without losing it.
  hideSoon() {
    clearTimeout(hover.timer);
    hover.timer = setTimeout(() => {
      if (!hover.box?.matches(':hover, :focus-within') && !hover.words?.matches(':hover, :focus-visible')) hover.hide();
    }, 180);
  },

  // The box goes along with words that scroll, be it by themselves, as when the focus brings them into view.
  scrolled(scroll) {
    if (!hover.box || hover.box.contains(scroll.target)) return;
    if (hover.words.matches(':hover, :focus-visible')) hover.place(hover.box, hover.words);
    else if (!hover.box.matches(':focus-within')) hover.hide();
  },

  // A page that is redrawn may have lost the words.
  settle() {
    if (hover.words && !hover.words.isConnected) hover.hide();
  },

  // Enter goes from the words into their box, Tab to its next link and from the last back to the words, as Escape does.
  key(key) {
    const link = hover.box?.querySelector('a');
    const inside = hover.box?.contains(document.activeElement);
    const words = hover.words;
    if (key.key === 'Enter' && link && document.activeElement === words) {
      key.preventDefault();
      link.focus();
    } else if (key.key === 'Tab' && inside) {
      const links = [...hover.box.querySelectorAll('a')];
      const next = links[links.indexOf(document.activeElement) + (key.shiftKey ? -1 : 1)];
      if (next) key.preventDefault();
      (next ?? words).focus();
    } else if (key.key === 'Escape') {
      if (inside) words.focus();
      if (hover.box) hover.closed = key; // this press of the key has done its work
      hover.hide();
    }
  },
};

for (const [begin, end] of [['mouseover', 'mouseout'], ['focusin', 'focusout']]) {
  document.addEventListener(begin, (event) => {
    const found = hover.at(event.target);
    if (found && (begin === 'mouseover' || found.words.matches(':focus-visible'))) hover.show(found, begin === 'focusin');
  });
  document.addEventListener(end, (event) => {
    if (hover.at(event.target) || event.target.closest?.('.preview')) hover.hideSoon();
  });
}
document.addEventListener('pointerup', (up) => {
  if (up.pointerType === 'mouse') return;
  const found = hover.at(up.target);
  if (found?.touch) hover.show(found);
  else if (!up.target.closest('.preview')) hover.hide();
});
document.addEventListener('keydown', hover.key);
document.addEventListener('scroll', hover.scrolled, {capture: true, passive: true});

// A term of the library's glossary.
hover.kinds.set('.term', {
  touch: true,
  fill(box, words, byKeyboard) {
    const line = (name, text, tag = 'p') => {
      const made = document.createElement(tag);
      made.className = name;
      made.textContent = text;
      return made;
    };
    const from = line('preview-from', '');
    const link = line('', 'From the library’s glossary', 'a');
    link.href = words.dataset.entry;
    link.tabIndex = -1;
    from.append(link);
    if (byKeyboard) from.append(line('preview-key', ' Enter to go there', 'span'));
    const mentions = line('preview-mentions', 'Every mention', 'a');
    mentions.href = `/mentions?${new URLSearchParams({term: words.dataset.name})}`;
    mentions.tabIndex = -1;
    from.append(mentions);
    box.append(line('preview-name', words.dataset.name), line('preview-meaning', words.dataset.meaning), from);
  },
});
