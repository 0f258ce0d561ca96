// Questions that the desk offers, and those that wait: they stand in the question box, of the chat page and of the frame.
const offers = {
  // Puts `words` into the box; whoever keeps the box's words, and its height, hears of it.
  put(words) {
    const box = document.getElementById('question');
    box.value = words;
    box.dispatchEvent(new Event('input', {bubbles: true}));
    return box;
  },

  // Says that what stands in the box is asked after the answer that is being made, or says so no more.
  waiting(waits) {
    const place = document.getElementById('next');
    const words = waits ? 'Asked next, as soon as this answer is complete.' : '';
    if (place && place.textContent !== words) place.textContent = words;
  },
};

// How a question was understood, to be changed and asked anew.
document.addEventListener('click', (click) => {
  const change = click.target instanceof Element && click.target.closest('[data-edit]');
  if (!change) return;
  const box = offers.put(change.dataset.edit);
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
});
