// What a reader does in the frame, and what the page around it asks for.
const composer = document.getElementById('question-form');

function send() {
  const box = composer.elements.question;
  const question = box.value;
  if (!question.trim()) return;
  box.value = '';
  grow();
  frame.ask(question);
}

// The question box grows with what is in it, up to six lines.
function grow() {
  const box = composer.elements.question;
  box.style.height = 'auto';
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
}

composer.addEventListener('submit', (submit) => {
  submit.preventDefault();
  send();
});
composer.addEventListener('input', grow);
composer.addEventListener('keydown', (key) => {
  if (key.key !== 'Enter' || key.shiftKey || key.isComposing) return;
  key.preventDefault();
  send();
});

document.addEventListener('click', (click) => {
  if (!(click.target instanceof Element)) return;
  const hit = (selector) => click.target.closest(selector);
  const link = hit('a[href]');
  const marker = hit('.marker');
  if (hit('[data-ask]')) frame.ask(hit('[data-ask]').dataset.ask);
  else if (hit('[role="tab"]')) rooms.show(hit('[role="tab"]').dataset.room);
  else if (hit('#again')) frame.clear().then(() => composer.elements.question.focus());
  else if (hit('[data-back-to-room]')) reading.back();
  else if (hit('[data-in-a-tab]')) reading.tab(new URL(reading.trail.at(-1), location.href));
  else if (marker) host.event('citation', {marker: Number(marker.dataset.marker), url: passageOf(marker)});
  else if (link && session.bearer && link.hasAttribute('download')) {
    click.preventDefault();
    reading.save(link.href, {}, 'reference');
  } else if (link && !hit('[data-check-sample]') && reading.follow(link)) click.preventDefault();
});

// The address of the passage that a marker leads to, without what comes after it.
function passageOf(marker) {
  const card = panel.card(marker.dataset.exchange, marker.dataset.marker);
  return new URL(card.querySelector('.card-title a').href).href.split('?')[0];
}

// The report of a check is made for whoever reads, so it is fetched rather than sent as a form.
document.addEventListener('submit', (submit) => {
  if (!submit.target.matches('.check-tools')) return;
  submit.preventDefault();
  reading.save(submit.target.action, {method: 'POST', body: new FormData(submit.target)}, 'report.md');
});

// A form of a page that is read here, such as the one of every mention.
document.addEventListener('submit', (submit) => {
  if (submit.defaultPrevented || !submit.target.closest('.reading-page') || submit.target.method !== 'get') return;
  submit.preventDefault();
  const {pathname} = new URL(submit.target.action);
  reading.open(`${pathname}?${new URLSearchParams(new FormData(submit.target))}`);
});

document.addEventListener('keydown', rooms.key);
document.addEventListener('keydown', (key) => {
  if (key.key !== 'Escape' || key.defaultPrevented || hover.closed === key) return;
  if (reading.isOpen()) reading.close(true);
  else host.tell('close');
});

session.changed = frame.changed;
session.needed = (reason) => {
  frame.who();
  host.event('auth-required', {reason});
};

host.calls.set('hello', ({greeting, accent, language, dark}) => {
  if (accent) look.accent(accent);
  if (typeof dark === 'boolean') look.dark(dark);
  if (typeof greeting === 'string') frame.greeting = greeting;
  if (typeof language === 'string') frame.language = language;
  frame.greet();
  host.event('ready', {tier: session.tier});
  frame.size();
});
host.calls.set('theme', ({dark}) => look.dark(dark === true));
host.calls.set('open', () => composer.elements.question.focus());
host.calls.set('ask', ({text}) => { if (typeof text === 'string') frame.ask(text); });
host.calls.set('lookup', ({text}) => { if (typeof text === 'string') frame.lookup(text); });
host.calls.set('identify', ({text}) => { if (typeof text === 'string') frame.identify(text); });
host.calls.set('logout', () => session.logout());

new ResizeObserver(frame.size).observe(document.body);
new MutationObserver(frame.size).observe(document.querySelector('.check'), {childList: true, subtree: true});

// A token that came in the fragment, where there is no widget to bring it; it does not stay in the address.
const handed = new URLSearchParams(location.hash.slice(1)).get('token');
if (handed) {
  history.replaceState(null, '', location.pathname + location.search);
  frame.identify(handed);
}
