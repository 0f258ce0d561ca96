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

  // The quotation part of a link for what is selected; null where that is not one stretch of one passage's words.
  selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const [first, last] = [permalink.place(range.startContainer, range.startOffset), permalink.place(range.endContainer, range.endOffset)];
    if (!first || !last || first.run !== last.run) return null;
    const text = range.toString();
    const words = text.trim();
    if (!words || permalink.count(words) > 8000) return null;
    const start = first.at + permalink.count(text.slice(0, text.indexOf(words)));
    const check = permalink.crc32(new TextEncoder().encode(words));
    return `${start}-${start + permalink.count(words)}-${check}`;
  },

  // The link that is shown follows the selection; without one it is that of the page again.
  follow() {
    const line = document.getElementById('permalink');
    const passage = document.querySelector('blockquote[data-passage]');
    if (!line || !passage) return;
    line.dataset.own ??= line.textContent;
    const quote = permalink.selected();
    if (quote) line.textContent = `${line.dataset.own.split('?')[0]}?quote=${quote}`;
    else if (!getSelection().toString()) line.textContent = line.dataset.own;
  },
};

document.addEventListener('selectionchange', permalink.follow);
for (const hint of document.querySelectorAll('[data-select-hint]')) hint.hidden = false;
// A link to a quotation opens where it stands.
if (new URLSearchParams(location.search).has('quote') && !location.hash) {
  document.getElementById('quote')?.scrollIntoView({block: 'center'});
}
