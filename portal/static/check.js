// "Check a quotation", on its own page and in the chat page: sends a draft, follows its progress, shows the result.
// The result comes from the server as HTML in which every value is escaped; all else is set as textContent.
const check = {
  running: null, // an AbortController while a draft is being looked up

  part(element, name) {
    return element.closest('.check').querySelector(`[data-check-${name}]`);
  },

  // The chosen files: one or none; a desk that takes no files has no place for them.
  files: (form) => form.elements.file?.files ?? [],

  // Why the form cannot be sent as it is; empty if it can.
  fault(form) {
    const [file] = check.files(form);
    const most = Number(form.dataset.mostBytes);
    if (file && file.size > most) return `“${file.name}” has ${check.megabytes(file.size)} MB; the desk takes files of up to ${check.megabytes(most)} MB.`;
    if (!file && !form.elements.text.value.trim()) return form.elements.file ? 'Please paste some text, or choose a file.' : 'Please paste some text.';
    return '';
  },

  megabytes: (bytes) => (bytes / 1048576).toFixed(1).replace(/\.0$/, ''),

  async start(form) {
    check.running?.abort();
    const fault = check.fault(form);
    check.fail(form, fault);
    check.part(form, 'answer').replaceChildren();
    if (fault) {
      (check.files(form).length ? form.elements.file : form.elements.text).focus();
      return;
    }
    const own = new AbortController();
    check.running = own;
    check.follow(form, 0, 0);
    try {
      const response = await refdesk.fetch(form.action, {
        method: 'POST', body: new FormData(form), headers: {Accept: 'text/event-stream'}, signal: own.signal,
      });
      await check.listen(form, response);
    } catch (error) {
      if (!own.signal.aborted) check.fail(form, error.sentence || 'The desk could not be reached. Please try again.');
    } finally {
      if (check.running === own) check.rest(form);
    }
  },

  async listen(form, response) {
    if (!response.headers.get('Content-Type')?.startsWith('text/event-stream')) {
      const problem = await response.json().catch(() => null); // an answer that is no problem either has no sentence
      check.fail(form, problem?.detail ?? 'The desk could not check this text. Please try again.');
      return;
    }
    let ended = false;
    for await (const [name, content] of check.events(response.body)) {
      ended = name !== 'progress';
      if (name === 'progress') check.follow(form, content.done, content.total);
      if (name === 'error') check.fail(form, content.detail);
      if (name === 'result') check.show(form, content.html);
    }
    if (!ended) check.fail(form, 'The desk broke off before it was done. Please try again.');
  },

  // The Server-Sent Events of a body, as [name, content].
  async* events(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let waiting = '';
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const messages = (waiting + read.value).split('\n\n');
      waiting = messages.pop();
      for (const message of messages) {
        const [name, data] = message.split('\n'); // in JSON no line break is left
        if (name.startsWith('event: ')) yield [name.slice(7), JSON.parse(data.slice(6))];
      }
    }
  },

  follow(form, done, total) {
    const bar = check.part(form, 'bar');
    check.part(form, 'progress').hidden = false;
    form.setAttribute('aria-busy', 'true');
    if (total) {
      bar.max = total;
      bar.value = done;
    } else {
      bar.removeAttribute('value');
    }
    // A screen reader need not hear every single step.
    const said = check.part(form, 'said');
    const words = total ? `${done} of ${total} quotations looked up…` : 'Reading the text…';
    if (!total || total < 12 || done === total || done % Math.ceil(total / 8) === 0) said.textContent = words;
  },

  rest(form) {
    check.running = null;
    form.removeAttribute('aria-busy');
    check.part(form, 'progress').hidden = true;
  },

  fail(form, sentence) {
    const place = check.part(form, 'failed');
    place.replaceChildren();
    if (!sentence) return;
    const notice = document.createElement('p');
    notice.className = 'notice notice-error';
    notice.textContent = sentence;
    place.append(notice);
  },

  show(form, html) {
    const place = check.part(form, 'answer');
    const parsed = document.createElement('template');
    parsed.innerHTML = html;
    place.replaceChildren(parsed.content);
    const summary = place.querySelector('.check-summary');
    summary.focus({preventScroll: true});
    summary.scrollIntoView({block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth'});
  },

  cancel(form) {
    check.running?.abort();
    check.rest(form);
    check.part(form, 'said').textContent = '';
    form.elements.text.focus();
  },

  // How many characters there are, once that comes near to what the desk takes.
  count(form) {
    const most = Number(form.dataset.mostChars);
    const length = [...form.elements.text.value].length;
    const place = check.part(form, 'count');
    place.classList.toggle('check-over', length > most);
    place.textContent = length < most * 0.8 ? '' : `${length.toLocaleString('en')} of ${most.toLocaleString('en')} characters`;
  },

  chosen(form) {
    if (!form.elements.file) return;
    const has = check.files(form).length > 0;
    check.part(form, 'unfile').hidden = !has;
    form.elements.text.classList.toggle('check-aside', has);
  },

  unfile(form) {
    form.elements.file.value = '';
    check.chosen(form);
    form.elements.file.focus();
  },

  // Goes to the card of a marked quotation, or back, and says so to a screen reader by moving the focus.
  go(place, link) {
    const target = place.querySelector(`[id="${link.getAttribute('href').slice(1)}"]`);
    target?.scrollIntoView({block: 'start', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth'});
    target?.focus({preventScroll: true});
  },
};
