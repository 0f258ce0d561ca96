// "Quotes only" beside the question, remembered for this session of the browser; in the chat page and in the frame.
const quotesOnly = {
  kept: 'refdesk-quotes-only',

  get box() {
    const place = document.getElementById('quotes-only');
    return place?.matches('input') ? place : place?.querySelector('input');
  },

  // Puts the switch as it was left. The chat page's is drawn late, and drawn anew once the page is open.
  restore() {
    try {
      const {box} = quotesOnly;
      if (box && !box.checked && sessionStorage.getItem(quotesOnly.kept) === 'yes') box.click();
    } catch {
      // a frame whose browser keeps nothing for it starts anew
    }
  },

  keep(checked) {
    try {
      sessionStorage.setItem(quotesOnly.kept, checked ? 'yes' : 'no');
    } catch {
      // as above
    }
  },
};

document.addEventListener('change', ({target}) => {
  if (target === quotesOnly.box) quotesOnly.keep(target.checked);
}, true); // before anybody else hears of it, so that a reader's own choice is never undone
quotesOnly.restore();
