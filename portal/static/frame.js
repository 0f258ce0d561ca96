// The desk in a portal's frame: its two rooms, a conversation, and what the page around it asks for. Answers come from the
// desk as HTML in which every value is escaped; all else is set as textContent.
const frame = {
  desk: document.body.dataset.desk,
  told: [], // what was asked and answered, as the desk is told it with the next question
  number: 0,
  running: null, // an AbortController while an answer is being made
  waits: false, // whether what stands in the question box is to be asked after it

  async ask(question) {
    const asked = question.trim().slice(0, 1000);
    if (!asked) return;
    await session.settled; // a sign-on under way decides what may be answered
    if (frame.running) {
      frame.wait(asked);
      return;
    }
    const own = new AbortController();
    frame.running = own;
    frame.number += 1;
    const {number} = frame;
    rooms.show('ask');
    try {
      const response = await session.fetch(`/embed/ask?${new URLSearchParams({desk: frame.desk})}`, {
        method: 'POST',
        headers: {'Content-Type': 'application/json'},
        body: JSON.stringify({question: asked, number, history: frame.told.slice(-40), mode: quotesOnly.box?.checked ? 'extractive' : 'auto'}),
        signal: own.signal,
      });
      await frame.listen(response, own);
    } catch (error) {
      if (!own.signal.aborted) frame.fail(asked, error.sentence || 'The desk could not be reached. Please try again.');
    } finally {
      if (frame.running === own) frame.next();
    }
  },

  // What is asked while an answer is being made stands in the box, and is asked after it.
  wait(question) {
    offers.put(question);
    frame.waits = true;
    offers.waiting(true);
  },

  next() {
    frame.running = null;
    offers.waiting(false);
    if (frame.waits) send();
    frame.waits = false;
  },

  async listen(response, {signal}) {
    if (!response.headers.get('Content-Type')?.startsWith('text/event-stream')) {
      const problem = await response.json().catch(() => null); // an answer that is no problem either has no sentence
      throw new frame.Refused(problem?.detail);
    }
    let ended = false;
    for await (const [name, content] of check.events(response.body)) {
      if (signal.aborted) return;
      if (!content.html) throw new frame.Refused(content.detail); // a desk that is closing says no more than this
      frame.draw(content);
      ended = name !== 'step';
      if (name === 'answer') frame.keep(content);
      if (name === 'error') host.event('error', {code: 'answer', message: content.detail});
    }
    if (!ended) throw new frame.Refused('The desk broke off before it was done. Please try again.');
  },

  keep({turns, answer}) {
    frame.told.push(...turns);
    host.event('answer', answer);
  },

  Refused: class extends Error {
    constructor(sentence) {
      super(sentence);
      this.sentence = sentence;
    }
  },

  // Puts one exchange, as the desk draws it, in its place.
  draw({html}) {
    const parsed = document.createElement('template');
    parsed.innerHTML = html;
    const exchange = parsed.content.querySelector('.exchange');
    const sources = parsed.content.querySelector('.source-set');
    if (sources) exchange.append(sources);
    const place = frame.place();
    const before = document.getElementById(exchange.id);
    if (before) {
      before.replaceWith(exchange);
    } else {
      place.append(exchange);
      for (const set of document.querySelectorAll('.source-set')) set.hidden = set.closest('.exchange') !== exchange;
      exchange.scrollIntoView({block: 'start', behavior: glide()});
    }
    document.getElementById('said').textContent = parsed.content.querySelector('[role="status"].sr-only').textContent;
    document.getElementById('again').hidden = false;
    hover.settle();
  },

  // Where exchanges stand; the welcome makes way for the first.
  place() {
    const room = document.getElementById('transcript');
    if (!room.querySelector('.exchanges')) {
      const made = document.createElement('section');
      made.className = 'transcript exchanges';
      made.setAttribute('aria-label', 'Conversation');
      room.replaceChildren(made);
    }
    return room.querySelector('.exchanges');
  },

  // An exchange that ended before the desk said anything.
  fail(question, sentence) {
    const notice = document.createElement('p');
    notice.className = 'notice notice-error';
    notice.textContent = sentence;
    const open = document.getElementById(`exchange-${frame.number}`);
    if (open) {
      open.querySelector('.progress')?.remove();
      open.setAttribute('aria-busy', 'false');
      open.querySelector('.answer').prepend(notice);
    } else {
      const heading = document.createElement('h2');
      heading.className = 'question';
      heading.textContent = question;
      const exchange = document.createElement('article');
      exchange.className = 'exchange';
      exchange.id = `exchange-${frame.number}`;
      exchange.append(heading, notice);
      frame.place().append(exchange);
    }
    document.getElementById('said').textContent = sentence;
    host.event('error', {code: 'answer', message: sentence});
  },

  lookup(text) {
    rooms.show('check');
    const form = document.querySelector('form[data-check]');
    form.elements.text.value = text;
    check.count(form);
    check.start(form);
  },

  // A new conversation, of whoever reads now. The welcome of nobody in particular may stay until the new one is there.
  async clear(keep = false) {
    frame.running?.abort();
    Object.assign(frame, {told: [], number: 0, running: null, waits: false});
    offers.waiting(false);
    kept.reset();
    document.getElementById('said').textContent = '';
    document.getElementById('again').hidden = true;
    if (!keep) document.getElementById('transcript').replaceChildren();
    if (session.lost) return; // the welcome of anybody would hide that a sign-on has ended
    try {
      const response = await session.fetch(`/embed/welcome?${new URLSearchParams({desk: frame.desk})}`);
      const html = await response.text();
      if (!response.ok || frame.number) return; // a question that was asked meanwhile is not overwritten
      const parsed = document.createElement('template');
      parsed.innerHTML = html;
      document.getElementById('transcript').replaceChildren(parsed.content);
      frame.greet();
    } catch {
      // the place stays empty; the question box is there all the same
    }
  },

  // The portal's page may have a greeting of its own, in a language of its own.
  greet() {
    const title = document.querySelector('.welcome-title');
    if (!frame.greeting || !title) return;
    title.textContent = frame.greeting.slice(0, 200);
    title.lang = frame.language || 'en';
  },

  // Somebody else reads from now on: nothing of the one before may stay. Who was nobody keeps their conversation and
  // what they have typed.
  changed(before) {
    frame.who();
    if (!before) {
      if (!frame.number) frame.clear(true);
      return;
    }
    reading.close();
    check.running?.abort();
    const form = document.querySelector('form[data-check]');
    form.reset();
    form.elements.text.value = '';
    for (const name of ['answer', 'failed']) check.part(form, name).replaceChildren();
    document.getElementById('question').value = '';
    cite.made.clear();
    frame.clear();
  },

  who() {
    const place = document.getElementById('who');
    place.hidden = !session.bearer;
    place.textContent = {member: 'Member', staff: 'Staff'}[session.tier] ?? 'Public';
    frameKept.offer();
  },

  async identify(token) {
    const refused = await session.identify(token);
    frame.who();
    if (refused) host.event('error', {code: 'sign-on', message: refused});
  },

  // Tells the page around how high the content is, for an inline frame, and whether it needs room in width.
  size() {
    const wide = rooms.shown === 'check' ? Boolean(document.querySelector('.check-result')) : reading.isOpen();
    host.tell('size', {height: document.body.getBoundingClientRect().height, wide});
  },
};

const rooms = {
  shown: 'ask',

  show(name, focus = false) {
    reading.close();
    rooms.shown = name;
    for (const tab of document.querySelectorAll('[role="tab"]')) {
      const chosen = tab.dataset.room === name;
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      document.getElementById(`room-${tab.dataset.room}`).hidden = !chosen;
      if (chosen && focus) tab.focus();
    }
    frame.size();
  },

  key(key) {
    const tabs = [...document.querySelectorAll('[role="tab"]')];
    const step = {ArrowRight: 1, ArrowLeft: -1}[key.key];
    if (!step || !tabs.includes(key.target)) return;
    key.preventDefault();
    rooms.show(tabs[(tabs.indexOf(key.target) + step + tabs.length) % tabs.length].dataset.room, true);
  },
};
