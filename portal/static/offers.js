// How a question was understood: put back into the box, to be changed and asked anew.
document.addEventListener('click', (click) => {
  const change = click.target instanceof Element && click.target.closest('[data-edit]');
  const box = change && document.getElementById('question');
  if (!box) return;
  box.value = change.dataset.edit;
  box.dispatchEvent(new Event('input', {bubbles: true})); // whoever keeps the box's words, and its height, hears of it
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
});
