// Keeping the conversation at hand, which a reader switches on for this one alone. Each answer is handed in as the desk gave
// it, with its seal; nothing is handed in before. In the chat page and in the frame for portals.
const kept = {
  id: '', // of the conversation that is kept, '' for none
  done: new Set(), // answers that need not be handed in any more
  working: Promise.resolve(), // one thing after the other
  turn: 0, // counts conversations, so that what belongs to an earlier one does nothing to this

  part: (name) => document.querySelector(`[data-keeping] ${name}`),

  say(words) {
    const said = kept.part('.said');
    if (said) said.textContent = words;
  },

  async send(method, address, body) {
    const response = await refdesk.fetch(address, {
      method,
      headers: body ? {'Content-Type': 'application/json'} : {},
      body: body && JSON.stringify(body),
    });
    if (response.ok) return response.status === 204 ? null : response.json();
    const problem = await response.json().catch(() => ({}));
    throw new kept.Refused(response.status, problem.detail);
  },

  Refused: class extends Error {
    constructor(status, detail) {
      super(detail);
      this.status = status;
      this.sentence = status === 404 ? 'This conversation is not kept any more.' : detail;
    }
  },

  // Answers on the page that have not been handed in yet, in order.
  waiting: () => [...document.querySelectorAll('#transcript [data-seal]')].filter((one) => !kept.done.has(one.dataset.answer)),

  // Hands in what is waiting, while the switch is on.
  collect() {
    const {turn} = kept;
    kept.working = kept.working.then(() => kept.handIn(turn));
    return kept.working;
  },

  async handIn(turn) {
    for (const one of kept.waiting()) {
      if (turn !== kept.turn || !kept.part('[data-keep]')?.checked) return;
      const {answer, shown, seal} = one.dataset;
      kept.done.add(answer);
      try {
        const address = `/api/conversations${kept.id && `/${kept.id}/exchanges`}`;
        const {id} = await kept.send('POST', address, {exchanges: [{shown, seal}]});
        if (turn !== kept.turn) return;
        if (!kept.id) kept.began(id);
      } catch (error) {
        if (turn === kept.turn) kept.failed(answer, error);
        return;
      }
    }
  },

  began(id) {
    kept.id = id;
    kept.mark();
    kept.say('It is kept, and so is what you ask from here on.');
  },

  failed(answer, error) {
    if (error.status === 404) kept.reset();
    else if (!error.status) kept.done.delete(answer); // it goes along with the next answer
    if (!kept.id && kept.part('[data-keep]')) kept.part('[data-keep]').checked = false;
    kept.say(error.sentence || 'The desk could not be reached, so the last answer is not kept yet.');
  },

  // The address of the chat page names the conversation, so that loading it again shows it again.
  mark() {
    if (!document.getElementById('rooms')) return;
    const address = new URL(location.href);
    if (kept.id) address.searchParams.set('conversation', kept.id);
    else address.searchParams.delete('conversation');
    history.replaceState(null, '', address);
  },

  switched(on) {
    if (on) {
      kept.say(kept.waiting().length ? '' : 'The next answer will be kept, and all after it.');
      kept.collect();
    } else if (kept.id) {
      kept.part('[data-keep]').checked = true;
      kept.ask(true);
    } else {
      kept.say('');
    }
  },

  // Asks whether to delete what has been kept, or stops asking.
  ask(asking) {
    kept.part('[data-keep-sure]').hidden = !asking;
    if (asking) kept.say('');
    kept.part(asking ? '[data-keep-end]' : '[data-keep]').focus();
  },

  async end() {
    const {id} = kept;
    try {
      await kept.working;
      await kept.send('DELETE', `/api/conversations/${id}`);
      kept.ask(false);
      kept.reset();
      kept.say('Deleted. Nothing of this conversation is kept.');
    } catch (error) {
      if (error.status === 404) kept.reset();
      kept.say(error.sentence || 'The desk could not be reached. Please try again.');
    }
  },

  // Another conversation begins, of which nothing is kept unless `id` says that it is.
  reset(id = '') {
    Object.assign(kept, {id, done: new Set(), turn: kept.turn + 1});
    const box = kept.part('[data-keep]');
    if (!box) return;
    box.checked = Boolean(id);
    kept.part('[data-keep-sure]').hidden = true;
    kept.say('');
    kept.mark();
  },

  // The page was opened with the conversation `id`, if it is still there.
  async opened(id) {
    try {
      const {conversations} = await kept.send('GET', '/api/conversations');
      const there = conversations.some((one) => one.id === id);
      kept.reset(there ? id : '');
      if (!there) kept.say('There is no such kept conversation.');
    } catch {
      kept.say('The desk could not be reached, so what you ask is not kept. Load the page again.');
    }
  },

  // On the chat page the choice lies ready, and goes under the question box that is drawn in the browser.
  place() {
    const composer = document.getElementById('composer');
    const ready = document.getElementById('keeping');
    if (!composer || !ready || document.querySelector('#composer .keeping')) return;
    composer.append(ready.content.cloneNode(true));
    const id = new URLSearchParams(location.search).get('conversation');
    if (id && kept.part('[data-keep]')) kept.opened(id);
  },
};

document.addEventListener('change', (change) => {
  if (change.target.matches('[data-keep]')) kept.switched(change.target.checked);
});
document.addEventListener('click', (click) => {
  if (!(click.target instanceof Element)) return;
  const hit = (selector) => click.target.closest(selector);
  if (hit('[data-keep-end]')) kept.end();
  else if (hit('[data-keep-on]')) kept.ask(false);
  else if (hit('#clear')) kept.reset();
});
new MutationObserver(() => {
  kept.place();
  if (kept.part('[data-keep]')?.checked && kept.waiting().length) kept.collect();
}).observe(document.body, {childList: true, subtree: true, attributes: true, attributeFilter: ['data-seal']});
