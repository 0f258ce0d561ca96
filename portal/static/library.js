// The library's list: words, kind, access and topic narrow what is shown; each choice counts what it would show.
const shelf = {
  words(library) {
    return library.querySelector('[data-library-search]').value.toLowerCase().split(/\s+/).filter(Boolean);
  },

  // What is chosen, by facet; a facet without a choice is not there.
  chosen(library) {
    const pressed = library.querySelectorAll('.choice[aria-pressed="true"]');
    return new Map([...pressed].filter((one) => one.dataset.value).map((one) => [one.dataset.facet, one.dataset.value]));
  },

  has(entry, facet, value) {
    if (facet !== 'topic') return entry.dataset[facet] === value;
    return [...entry.querySelectorAll('.topic')].some((topic) => topic.dataset.value === value);
  },

  fits(entry, words, chosen) {
    return words.every((word) => entry.dataset.words.includes(word))
      && [...chosen].every(([facet, value]) => shelf.has(entry, facet, value));
  },

  // Chooses `value` in `facet`, or nothing in it where that was chosen already.
  choose(library, facet, value) {
    const wanted = shelf.chosen(library).get(facet) === value ? '' : value;
    for (const one of library.querySelectorAll(`[data-facet="${facet}"]`)) {
      one.setAttribute('aria-pressed', String(one.dataset.value === wanted));
    }
    shelf.narrow(library);
  },

  narrow(library) {
    const words = shelf.words(library);
    const chosen = shelf.chosen(library);
    const entries = [...library.querySelectorAll('.document')];
    for (const entry of entries) entry.hidden = !shelf.fits(entry, words, chosen);
    for (const one of library.querySelectorAll('.choice')) {
      const others = new Map([...chosen].filter(([facet]) => facet !== one.dataset.facet));
      if (one.dataset.value) others.set(one.dataset.facet, one.dataset.value);
      const count = entries.filter((entry) => shelf.fits(entry, words, others)).length;
      one.querySelector('span').textContent = count;
      one.classList.toggle('choice-empty', count === 0);
    }
    shelf.tell(library, entries.filter((entry) => !entry.hidden).length, words.length + chosen.size > 0);
  },

  tell(library, shown, narrowed) {
    const count = library.querySelector('[data-library-count]');
    const total = Number(count.dataset.total);
    const noun = total === 1 ? 'document' : 'documents';
    count.textContent = shown === total ? `${total} ${noun}` : `${shown} of ${total} ${noun}`;
    library.querySelector('[data-library-all]').hidden = !narrowed;
    library.querySelector('[data-library-none]').hidden = shown > 0;
  },

  showAll(library) {
    library.querySelector('[data-library-search]').value = '';
    for (const one of library.querySelectorAll('[data-facet]')) {
      one.setAttribute('aria-pressed', String(one.dataset.facet === 'kind' && one.dataset.value === ''));
    }
    shelf.narrow(library);
    library.querySelector('[data-library-search]').focus();
  },

  order(library, by) {
    const list = library.querySelector('.documents');
    const title = (entry) => entry.querySelector('.card-title').textContent;
    const byTitle = (one, other) => title(one).localeCompare(title(other), 'en');
    // Entries without a date come last in either order.
    const byDate = (one, other) => {
      const [first, second] = [one.dataset.date, other.dataset.date];
      if (!first || !second) return Number(!first) - Number(!second);
      return by === 'newest' ? second.localeCompare(first) : first.localeCompare(second);
    };
    list.append(...[...list.children].sort((a, b) => (by === 'title' ? 0 : byDate(a, b)) || byTitle(a, b)));
  },

  // A topic beside a document: the list changes under the reader, who is taken to its head.
  showTopic(library, value) {
    if (shelf.chosen(library).get('topic') !== value) shelf.choose(library, 'topic', value);
    const head = [...library.querySelectorAll('.choice')].find((one) => one.dataset.facet === 'topic' && one.dataset.value === value);
    library.scrollIntoView({block: 'start'});
    head.focus({preventScroll: true});
    head.scrollIntoView({block: 'nearest', inline: 'center'});
  },
};

document.addEventListener('input', (input) => {
  const library = input.target.closest?.('[data-library]');
  if (!library) return;
  if (input.target.matches('[data-library-search]')) shelf.narrow(library);
  if (input.target.matches('[data-library-order]')) shelf.order(library, input.target.value);
});
document.addEventListener('click', (click) => {
  const library = click.target.closest?.('[data-library]');
  if (!library) return;
  const choice = click.target.closest('.choice');
  const topic = click.target.closest('.topic');
  if (choice) shelf.choose(library, choice.dataset.facet, choice.dataset.value);
  else if (topic) shelf.showTopic(library, topic.dataset.value);
  else if (click.target.closest('[data-library-all]')) shelf.showAll(library);
});

// The page of the library may be linked with one topic chosen.
const linked = new URLSearchParams(location.search).get('topic');
for (const library of document.querySelectorAll('[data-library]')) {
  const known = [...library.querySelectorAll('.choice')].some((one) => one.dataset.facet === 'topic' && one.dataset.value === linked);
  if (known) shelf.choose(library, 'topic', linked);
}
