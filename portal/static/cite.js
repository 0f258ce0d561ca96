// References: a choice of style that the browser remembers, the references in it, copying them alone or under an answer.
// What the desk sends is only ever set as textContent; the HTML for the clipboard comes escaped from the desk.
const cite = {
  kept: 'refdesk-style',
  made: new Map(), // address → promise of references

  // The style and form that the reader last chose.
  chosen() {
    try {
      return localStorage.getItem(cite.kept) || 'chicago:note';
    } catch {
      return cite.choice || 'chicago:note'; // storage is closed to this page; the choice lasts until it is left
    }
  },

  choose(value) {
    cite.choice = value;
    try {
      localStorage.setItem(cite.kept, value);
    } catch {
      // as above
    }
  },

  // The references behind `address`, in the chosen style.
  async references(address) {
    const [style, form] = cite.chosen().split(':');
    const wanted = `${address}style=${encodeURIComponent(style)}&form=${encodeURIComponent(form)}`;
    if (!cite.made.has(wanted)) cite.made.set(wanted, cite.fetched(wanted));
    try {
      return await cite.made.get(wanted);
    } catch (error) {
      cite.made.delete(wanted);
      throw error;
    }
  },

  async fetched(address) {
    const response = await refdesk.fetch(address, {headers: {Accept: 'application/json'}});
    if (!response.ok) throw new Error(`references were answered with ${response.status}`);
    return (await response.json()).references;
  },

  // Fills a panel that is shown with the references in the chosen style.
  async show(panel) {
    const select = panel.querySelector('[data-cite-style]');
    select.value = cite.chosen();
    if (select.selectedIndex < 0) select.selectedIndex = 0;
    const wanted = select.value;
    const lines = panel.querySelector('[data-cite-lines]');
    try {
      const references = await cite.references(panel.dataset.cite);
      if (select.value !== wanted) return;
      lines.replaceChildren(...cite.marked(references, panel.dataset.markers).map(cite.line));
      cite.inText(panel, references);
      panel.querySelector('[data-cite-copy]').disabled = false;
    } catch {
      const sorry = document.createElement('p');
      sorry.textContent = 'The references could not be made just now. The files below may still be had.';
      lines.replaceChildren(sorry);
      panel.querySelector('[data-cite-copy]').disabled = true;
    }
  },

  inText(panel, references) {
    const line = panel.querySelector('[data-cite-in-text]');
    const words = [...new Set(references.map((reference) => reference.in_text).filter(Boolean))];
    line.querySelector('span').textContent = words.join(' ');
    line.hidden = words.length === 0;
  },

  // The references with the markers that they have in an answer; equal ones come once.
  marked(references, markers) {
    const numbers = markers ? markers.split(' ') : [];
    const lines = new Map();
    for (const [at, reference] of references.entries()) {
      if (!lines.has(reference.text)) lines.set(reference.text, {reference, numbers: []});
      if (numbers[at]) lines.get(reference.text).numbers.push(numbers[at]);
    }
    return [...lines.values()];
  },

  // One reference as a paragraph.
  line({reference, numbers}) {
    const line = document.createElement('p');
    line.className = 'reference';
    for (const number of numbers) {
      const chip = document.createElement('span');
      chip.className = 'chip';
      chip.textContent = number;
      line.append(chip);
    }
    for (const {text, look} of reference.runs) {
      const run = document.createElement({italic: 'i', raised: 'sup', link: 'a'}[look] ?? 'span');
      run.textContent = text;
      if (look === 'link' && /^https?:/.test(text)) run.href = text;
      if (look === 'small-caps') run.className = 'small-caps';
      line.append(run);
    }
    return line;
  },

  copyLines(button) {
    const panel = button.closest('[data-cite]');
    const lines = cite.references(panel.dataset.cite).then((found) => cite.marked(found, ''));
    refdesk.copy(
      button,
      lines.then((found) => found.map(({reference}) => reference.text).join('\n')),
      lines.then((found) => found.map(({reference}) => `<p>${reference.html}</p>`).join('\n')),
    );
  },

  // An answer with its references, each under its marker.
  copyAnswer(button) {
    const {plain, rich, markers} = button.dataset;
    const numbers = markers.split(' ');
    const references = button.dataset.cite ? cite.references(button.dataset.cite) : Promise.resolve([]);
    refdesk.copy(
      button,
      references.then((found) => `${plain}\n${found.map((one, at) => `[${numbers[at]}] ${one.markdown}`).join('\n\n')}\n`),
      references.then((found) => {
        const items = found.map((one, at) => `<li value="${Number(numbers[at])}">${one.html}</li>`);
        return items.length ? `${rich}<p><b>References</b></p>\n<ol>\n${items.join('\n')}\n</ol>` : rich;
      }),
    );
  },

  toggle(button) {
    const panel = document.getElementById(button.getAttribute('aria-controls'));
    panel.hidden = !panel.hidden;
    button.setAttribute('aria-expanded', String(!panel.hidden));
    if (!panel.hidden) cite.show(panel);
  },
};

document.addEventListener('click', (click) => {
  if (!(click.target instanceof Element)) return;
  const hit = (selector) => click.target.closest(selector);
  if (hit('[data-cite-open]')) cite.toggle(hit('[data-cite-open]'));
  else if (hit('[data-cite-copy]')) cite.copyLines(hit('[data-cite-copy]'));
  else if (hit('[data-copy-answer]')) cite.copyAnswer(hit('[data-copy-answer]'));
});
document.addEventListener('change', (change) => {
  if (!change.target.matches('[data-cite-style]')) return;
  cite.choose(change.target.value);
  for (const panel of document.querySelectorAll('.cite-panel:not([hidden])')) cite.show(panel);
});
for (const panel of document.querySelectorAll('.cite-panel:not([hidden])')) cite.show(panel);
