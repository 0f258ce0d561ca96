// Links to the very words that a reader selects, in a passage or in a whole document. Runs of the document's own words
// say in `data-start` where in its text they begin; everything else on the page (marks, notes) is not part of it.
const permalink = {
  // Characters as the desk counts them.
  count: (text) => [...text].length,

  crc32(bytes) {
    let crc = 0xffffffff;
    for (const byte of bytes) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, '0');
  },

  // Where in the document's text the point (node, offset) of the page lies, and in which run; null outside of its words.
  place(node, offset) {
    const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest('[data-start]');
    if (!run) return null;
    const before = document.createRange();
    before.setStart(run, 0);
    before.setEnd(node, offset);
    return {run, at: Number(run.dataset.start) + permalink.count(before.toString())};
  },

  // The document's own words from one point to another, put together from the runs between them: what is left out
  // between two blocks is a line break or two. Null where runs are not of one text.
  between(first, last) {
    if (first.run === last.run) return null;
    const runs = [...document.querySelectorAll('[data-start]')];
    const [from, to] = [runs.indexOf(first.run), runs.indexOf(last.run)];
    let words = '';
    let reached = Number(first.run.dataset.start);
    for (const run of runs.slice(from, to + 1)) {
      const start = Number(run.dataset.start);
      if (start < reached || start - reached > 2) return null;
      words += '\n'.repeat(start - reached) + run.textContent;
      reached = start + permalink.count(run.textContent);
    }
    const all = [...words];
    const origin = Number(first.run.dataset.start);
    return all.slice(first.at - origin, last.at - origin).join('');
  },

  // What is selected, if it is one stretch of the document's words: where it starts, and the part of a link for it.
  selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const [first, last] = [permalink.place(range.startContainer, range.startOffset), permalink.place(range.endContainer, range.endOffset)];
    if (!first || !last) return null;
    const text = permalink.between(first, last) ?? (first.run === last.run ? range.toString() : '');
    const words = text.trim();
    if (!words || permalink.count(words) > 8000) return null;
    const start = first.at + permalink.count(text.slice(0, text.indexOf(words)));
    const check = permalink.crc32(new TextEncoder().encode(words));
    return {start, run: first.run, quote: `${start}-${start + permalink.count(words)}-${check}`};
  },

  // The link that is shown follows the selection; without one it is that of the page again.
  follow() {
    const line = document.getElementById('permalink');
    const found = permalink.selected();
    if (line) {
      line.dataset.own ??= line.textContent;
      if (found) line.textContent = `${line.dataset.own.split('?')[0]}?quote=${found.quote}`;
      else if (!getSelection().toString()) line.textContent = line.dataset.own;
    }
    const offer = document.querySelector('[data-select-link]');
    if (offer && !offer.contains(document.activeElement)) offer.hidden = !found;
  },

  // In a whole document: the passage that holds the words, or stands under the heading that does.
  address({start, run, quote}) {
    const marks = [...document.querySelectorAll('.passage-mark')];
    const behind = marks.findLast((mark) => Number(mark.dataset.at) <= start);
    const ahead = marks.find((mark) => Number(mark.dataset.at) > start);
    const holder = run.closest('h2, h3, h4, h5, h6') ? ahead ?? behind : behind ?? ahead;
    return holder ? `${location.origin}${holder.getAttribute('href')}?quote=${quote}` : '';
  },

  async copy(offer) {
    const found = permalink.selected();
    const said = offer.querySelector('.said');
    if (!found) return;
    try {
      await navigator.clipboard.writeText(permalink.address(found));
      said.textContent = 'Copied.';
    } catch {
      said.textContent = 'The browser did not allow copying.';
    }
    setTimeout(() => { said.textContent = ''; offer.hidden = true; }, 3000);
  },
};

for (const offer of document.querySelectorAll('[data-select-link]')) {
  offer.addEventListener('mousedown', (press) => press.preventDefault()); // keeps the selection
  offer.querySelector('button').addEventListener('click', () => permalink.copy(offer));
}
document.addEventListener('selectionchange', permalink.follow);
for (const hint of document.querySelectorAll('[data-select-hint]')) hint.hidden = false;
// A link to a quotation opens where it stands.
if (new URLSearchParams(location.search).has('quote') && !location.hash) {
  document.getElementById('quote')?.scrollIntoView({block: 'center'});
}
