// Answers, in the chat page and in the frame for portals: markers, source cards, feedback. Everything is by delegation,
// since the transcript is drawn anew as it grows. Text from answers is only ever cloned or set as textContent.
const byId = (id) => document.getElementById(id);
const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
const glide = () => (calm() ? 'auto' : 'smooth');

const panel = {
  // Brings the sources of exchange `number` into view; gives their section.
  show(number) {
    const wanted = byId(`sources-${number}`);
    if (!wanted) return null;
    for (const set of document.querySelectorAll('.source-set')) set.hidden = set !== wanted;
    return wanted;
  },

  card(number, marker) {
    return byId(`source-${number}-${marker}`)?.closest('.card') ?? null;
  },

  open(number, marker) {
    panel.show(number);
    const card = panel.card(number, marker);
    if (!card) return;
    card.querySelector('[data-back]')?.setAttribute('href', `#marker-${number}-${marker}`);
    card.scrollIntoView({behavior: glide(), block: 'start'});
    card.focus({preventScroll: true});
    card.classList.remove('flash');
    void card.offsetWidth; // restarts the animation when the same card is opened twice
    card.classList.add('flash');
  },
};

// What a marker shows on hover and focus: the words it quotes, and whose they are.
hover.kinds.set('.marker', {
  touch: false, // a touch opens the card itself
  fill(box, marker) {
    const card = panel.card(marker.dataset.exchange, marker.dataset.marker);
    if (!card) return false;
    box.append(quoted(marker));
    for (const part of ['.card-title', '.card-speaker', '.card-kind']) {
      const found = card.querySelector(part);
      if (!found) continue;
      const line = document.createElement('p');
      line.className = part.slice(1);
      const copy = found.cloneNode(true);
      copy.querySelector('.card-markers')?.remove();
      line.textContent = copy.textContent.trim();
      box.append(line);
    }
    return true;
  },
});

// The quoted words of this marker, up to where the next quote or the plain context begins; terms are plain words in it.
function quoted(marker) {
  const quote = document.createElement('p');
  quote.className = 'preview-quote';
  let node = byId(`words-${marker.dataset.exchange}-${marker.dataset.marker}`)?.nextSibling;
  while (node && node.nodeName === 'MARK') {
    quote.append(...[...node.childNodes].map((child) => child.cloneNode(true)));
    node = node.nextSibling;
  }
  for (const term of quote.querySelectorAll('.term')) term.replaceWith(term.textContent);
  return quote;
}

const feedback = {
  async send(tools, rating, comment) {
    const response = await refdesk.fetch('/api/feedback', {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({answer_id: tools.dataset.answer, rating, comment}),
    });
    if (!response.ok) throw new Error(`feedback was answered with ${response.status}`);
  },

  async give(tools, rating, comment, words) {
    try {
      await feedback.send(tools, rating, comment);
      refdesk.say(tools, words);
      return true;
    } catch {
      refdesk.say(tools, 'That could not be recorded. Please try again.');
      return false;
    }
  },

  async rate(thumb) {
    const tools = thumb.closest('[data-answer]');
    const form = tools.querySelector('.comment');
    if (!await feedback.give(tools, thumb.dataset.rating, '', 'Thank you.')) return;
    for (const other of tools.querySelectorAll('.thumb')) other.setAttribute('aria-pressed', String(other === thumb));
    form.hidden = false;
    form.querySelector('textarea').focus();
  },

  async comment(form) {
    const tools = form.closest('[data-answer]');
    const rating = tools.querySelector('.thumb[aria-pressed="true"]')?.dataset.rating;
    const words = form.querySelector('textarea').value.trim();
    if (rating && words && !await feedback.give(tools, rating, words, 'Thank you, your comment is with the editors.')) return;
    feedback.close(form);
  },

  close(form) {
    form.hidden = true;
    form.closest('[data-answer]').querySelector('.thumb[aria-pressed="true"]')?.focus();
  },
};

document.addEventListener('click', (click) => {
  if (!(click.target instanceof Element)) return;
  const hit = (selector) => click.target.closest(selector);
  const marker = hit('.marker');
  const set = hit('[data-sources]');
  const back = hit('[data-back]');
  if (marker) {
    click.preventDefault();
    hover.hide();
    panel.open(marker.dataset.exchange, marker.dataset.marker);
  } else if (set) {
    click.preventDefault();
    const shown = panel.show(set.dataset.sources);
    shown?.scrollIntoView({behavior: glide(), block: 'start'});
    shown?.focus({preventScroll: true});
  } else if (back) {
    click.preventDefault();
    const target = byId(back.getAttribute('href').slice(1));
    target?.scrollIntoView({behavior: glide(), block: 'center'});
    target?.focus({preventScroll: true});
  } else if (hit('.thumb')) {
    feedback.rate(hit('.thumb'));
  } else if (hit('[data-close-comment]')) {
    feedback.close(hit('.comment'));
  }
});
document.addEventListener('submit', (submit) => {
  if (!submit.target.matches('.comment')) return;
  submit.preventDefault();
  feedback.comment(submit.target);
});
