// Kept conversations in the frame: its list is a page shown in the frame, and going on with one fills the room again.
const frameKept = {
  // The choice is there for whoever is signed on.
  offer() {
    const choice = document.querySelector('[data-keeping]');
    if (choice) choice.hidden = !session.bearer;
  },

  async open(id) {
    try {
      const asked = new URLSearchParams({desk: frame.desk});
      const response = await session.fetch(`/embed/conversations/${encodeURIComponent(id)}?${asked}`);
      if (!response.ok) throw new Error(`a kept conversation was answered with ${response.status}`);
      const {html, turns} = await response.json();
      await frame.clear(true);
      rooms.show('ask');
      for (const one of html) frame.draw({html: one});
      Object.assign(frame, {told: turns, number: html.length});
      kept.reset(id);
      document.getElementById('question').focus();
    } catch (error) {
      reading.say(error.sentence || 'The conversation could not be opened just now. Please try again.');
    }
  },
};

keptList.go = (address) => reading.open(address);
keptList.again = () => reading.open(reading.trail.pop());
document.addEventListener('click', (click) => {
  const link = click.target instanceof Element && click.target.closest('[data-kept-open]');
  if (!link) return;
  click.preventDefault();
  click.stopImmediatePropagation();
  frameKept.open(link.dataset.keptOpen);
}, true);
