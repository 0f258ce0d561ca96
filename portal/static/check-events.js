// What a reader does on "Check a quotation". All by delegation, since the chat page draws its rooms late.
const checkForm = (target) => (target instanceof Element ? target.closest('.check')?.querySelector('form[data-check]') : null);

document.addEventListener('submit', (submit) => {
  if (!submit.target.matches('form[data-check]')) return;
  submit.preventDefault();
  check.start(submit.target);
});

document.addEventListener('click', (click) => {
  const form = checkForm(click.target);
  if (!form) return;
  const hit = (selector) => click.target.closest(selector);
  const sample = hit('[data-check-sample]');
  const inside = hit('.check-answer a[href^="#"]');
  if (sample) {
    click.preventDefault();
    form.elements.text.value = sample.dataset.checkSample;
    if (form.elements.file) form.elements.file.value = '';
    check.chosen(form);
    check.count(form);
    check.start(form);
  } else if (inside) {
    click.preventDefault();
    check.go(form.closest('.check'), inside);
  } else if (hit('[data-check-cancel]')) {
    check.cancel(form);
  } else if (hit('[data-check-unfile]')) {
    check.unfile(form);
  } else if (hit('[data-check-print]')) {
    print();
  }
});

document.addEventListener('input', (input) => {
  const form = checkForm(input.target);
  if (form && input.target.name === 'text') check.count(form);
  if (form && input.target.name === 'file') check.chosen(form);
});

document.addEventListener('keydown', (key) => {
  const form = checkForm(key.target);
  if (!form || key.target.name !== 'text') return;
  if (key.key === 'Enter' && (key.ctrlKey || key.metaKey)) {
    key.preventDefault();
    form.requestSubmit();
  }
});

// A file may be dropped anywhere on the form.
for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop']) {
  document.addEventListener(kind, (drag) => {
    const form = drag.target instanceof Element ? drag.target.closest('form[data-check]') : null;
    if (!form?.elements.file || !drag.dataTransfer?.types.includes('Files')) return;
    drag.preventDefault();
    form.classList.toggle('check-dropping', kind === 'dragenter' || kind === 'dragover');
    if (kind === 'drop' && drag.dataTransfer.files.length) {
      form.elements.file.files = drag.dataTransfer.files;
      check.chosen(form);
    }
  });
}
