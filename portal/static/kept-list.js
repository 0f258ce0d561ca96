// The list of kept conversations, and what is shared of them: as a page of its own, and in the frame for portals.
const keptList = {
  // Says something where the click came from, also to a screen reader.
  say(from, words) {
    const said = from.closest('[data-says]')?.querySelector('.said');
    if (said) said.textContent = words;
  },

  async send(method, address, body) {
    const response = await refdesk.fetch(address, {
      method,
      headers: body ? {'Content-Type': 'application/json'} : {},
      body: body && JSON.stringify(body),
    });
    if (response.ok) return response;
    const problem = await response.json().catch(() => ({}));
    throw Object.assign(new Error(), {sentence: problem.detail});
  },

  // Does `what`, and says so where it goes wrong.
  async attempt(from, what) {
    from.disabled = true;
    try {
      await what();
    } catch (error) {
      keptList.say(from, error.sentence || 'The desk could not be reached. Please try again.');
    } finally {
      from.disabled = false;
    }
  },

  // Goes to another page of the desk; the frame shows it in its own place.
  go: (address) => location.assign(address),
  again: () => location.reload(),

  show(button) {
    const item = button.closest('[data-kept], [data-kept-all]');
    const open = button.getAttribute('aria-expanded') !== 'true';
    keptList.fold(item);
    if (!open) return;
    button.setAttribute('aria-expanded', 'true');
    const part = item.querySelector(`[data-kept-part="${button.dataset.keptShow}"]`);
    part.hidden = false;
    for (const sure of part.querySelectorAll('[data-sure]')) sure.hidden = false;
    part.querySelector('input, select, button').focus();
  },

  fold(item) {
    for (const part of item.querySelectorAll('[data-kept-part]')) part.hidden = true;
    for (const button of item.querySelectorAll('[data-kept-show]')) button.setAttribute('aria-expanded', 'false');
    keptList.say(item, '');
  },

  // Folds what was open, and goes back to the button that opened it.
  cancel(button) {
    const item = button.closest('[data-kept], [data-kept-all]');
    const opener = item.querySelector('[aria-expanded="true"]');
    keptList.fold(item);
    opener?.focus();
  },

  id: (from) => from.closest('[data-kept]').dataset.kept,
  share: (from) => from.closest('[data-share]').dataset.share,

  rename: (form) => keptList.attempt(form.querySelector('[type=submit]'), async () => {
    await keptList.send('PATCH', `/api/conversations/${keptList.id(form)}`, {name: form.elements.name.value});
    keptList.again();
  }),

  save: (form, button) => keptList.attempt(button, async () => {
    const asked = new URLSearchParams({format: button.value, style: form.elements.style.value});
    const response = await keptList.send('GET', `/api/conversations/${keptList.id(form)}/export?${asked}`);
    const [, name] = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition'));
    keptList.hand(await response.blob(), name);
    keptList.say(form, 'Saved.');
  }),

  // Gives the reader a file.
  hand(content, name) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  },

  prepare: (form) => keptList.attempt(form.querySelector('[type=submit]'), async () => {
    keptList.say(form, 'Looking at it as they would…');
    const body = {conversation: keptList.id(form), audience: form.elements.audience.value};
    const {preview} = await (await keptList.send('POST', '/api/shares', body)).json();
    keptList.go(preview);
  }),

  publish: (button) => keptList.attempt(button, async () => {
    const {url} = await (await keptList.send('POST', `/api/shares/${keptList.share(button)}`)).json();
    const place = button.closest('[data-share]').querySelector('[data-share-link]');
    place.hidden = false;
    place.querySelector('input').value = url;
    place.querySelector('input').select();
    button.hidden = true;
    button.parentElement.querySelector('[data-share-revoke]').textContent = 'Take the link back';
    keptList.say(button, 'The link works now.');
  }),

  revoke: (button) => keptList.attempt(button, async () => {
    await keptList.send('DELETE', `/api/shares/${keptList.share(button)}`);
    keptList.go('/conversations');
  }),

  remove: (button, address) => keptList.attempt(button, async () => {
    await keptList.send('DELETE', address);
    keptList.again();
  }),

  follow(form) {
    const word = /(?:^|\/shared\/)([\w-]{20,})\/?$/.exec(form.elements.link.value.trim())?.[1];
    if (word) keptList.go(`/shared/${word}`);
    else keptList.say(form, 'This is not a link to a shared conversation.');
  },
};

document.addEventListener('click', (click) => {
  if (!(click.target instanceof Element)) return;
  const hit = (selector) => click.target.closest(selector);
  const doing = hit('[data-kept-do]');
  if (hit('[data-kept-show]')) keptList.show(hit('[data-kept-show]'));
  else if (hit('[data-kept-not]')) keptList.cancel(hit('[data-kept-not]'));
  else if (doing?.dataset.keptDo === 'delete') keptList.remove(doing, `/api/conversations/${keptList.id(doing)}`);
  else if (doing?.dataset.keptDo === 'delete-all') keptList.remove(doing, '/api/conversations');
  else if (hit('[data-share-publish]')) keptList.publish(hit('[data-share-publish]'));
  else if (hit('[data-share-revoke]')) keptList.revoke(hit('[data-share-revoke]'));
  else if (hit('[data-share-copy]')) refdesk.copy(hit('[data-share-copy]'), document.getElementById('made-link').value);
});
document.addEventListener('submit', (submit) => {
  const form = submit.target;
  const part = form.dataset.keptPart;
  if (!part && !form.matches('[data-kept-follow]')) return;
  submit.preventDefault();
  if (part === 'rename') keptList.rename(form);
  else if (part === 'save') keptList.save(form, submit.submitter);
  else if (part === 'share') keptList.prepare(form);
  else keptList.follow(form);
});
document.addEventListener('keydown', (key) => {
  const open = key.key === 'Escape' && key.target.closest?.('[data-kept-part]:not([hidden])');
  if (!open) return;
  key.preventDefault();
  keptList.cancel(open);
});
