// The chat page around its answers: what Gradio leaves out, and where the page stands as it grows.
// What Gradio leaves out of its own markup.
function complete() {
  byId('question-box')?.querySelector('textarea')?.setAttribute('id', 'question');
  const fold = byId('narrow')?.querySelector('button.label-wrap');
  const folded = byId('narrow')?.querySelector('[data-testid="accordion-content"]');
  if (fold && folded) set(fold, 'aria-expanded', String(folded.style.display !== 'none'));
  const composer = byId('composer');
  if (composer && !byId('next')) composer.append(Object.assign(document.createElement('p'), {id: 'next', role: 'status'}));
  const kinds = byId('kinds');
  if (kinds) set(kinds, 'aria-label', kinds.querySelector('[data-testid="block-info"]')?.textContent ?? '');
  const tabs = [...document.querySelectorAll('#rooms [role="tab"]')];
  for (const [at, room] of [...document.querySelectorAll('#rooms > [role="tabpanel"]')].entries()) {
    set(room, 'aria-label', tabs[at]?.textContent.trim() ?? '');
  }
}

// Gradio names these buttons by their number.
function nameChosen() {
  for (const token of document.querySelectorAll('#chosen-documents .token')) {
    const remove = token.querySelector('[role="button"]');
    if (remove) set(remove, 'aria-label', `Remove ${token.querySelector('span')?.textContent ?? ''}`);
  }
  const all = document.querySelector('#chosen-documents .remove-all');
  if (all) set(all, 'aria-label', 'Remove all chosen documents');
}

// Sets an attribute only where it changes, so that the observer below comes to rest.
function set(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

// A new question comes to the top of the window, and its answer grows beneath it.
let newest = 0;
function followConversation() {
  const last = [...document.querySelectorAll('.exchange')].at(-1);
  const number = Number(last?.dataset.exchange ?? 0);
  if (number > newest) {
    last.scrollIntoView({behavior: glide(), block: 'start'});
    // The example that was chosen is gone, and the focus with it, or will be.
    if (document.activeElement === document.body || document.activeElement.closest('#welcome')) last.querySelector('.question').focus({preventScroll: true});
  }
  newest = number;
}

// An example is asked as if it had been typed. What is asked while an answer is being made is sent by Gradio after it.
const answering = () => document.querySelector('#transcript .exchange[aria-busy="true"]') !== null;
const waits = () => offers.waiting(answering() && byId('question')?.value.trim());
document.addEventListener('click', ({target}) => {
  const chosen = target instanceof Element && target.closest('[data-ask]');
  if (chosen) {
    offers.put(chosen.dataset.ask);
    byId('ask').click();
  } else if (target.closest?.('#ask')) waits();
});
document.addEventListener('keydown', (key) => {
  if (key.key === 'Enter' && !key.shiftKey && key.target.id === 'question') waits();
});

// Who reads, and the way out or in, from where the server has put it to the masthead that is drawn in the browser.
function placeAccount() {
  const place = document.querySelector('#masthead [data-account]');
  if (place && !place.firstChild) place.append(document.getElementById('account').content.cloneNode(true));
}

new MutationObserver(() => {
  placeAccount();
  refdesk.showTheme(); // the masthead comes late, and Gradio sets the body's class by the system alone
  complete();
  quotesOnly.restore();
  nameChosen();
  followConversation();
  if (!answering()) offers.waiting(false);
  hover.settle();
}).observe(document.body, {childList: true, subtree: true, attributes: true, attributeFilter: ['style']});
