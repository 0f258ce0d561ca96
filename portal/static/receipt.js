// Saving an answer's receipt: the answer that the page shows goes to the desk, which asks itself again before it makes one.
const receipts = {
  // What was said before the answer of `tools`, as the desk was told it then.
  before(tools) {
    const all = [...document.querySelectorAll('[data-shown]')];
    const earlier = all.slice(0, all.indexOf(tools)).map((one) => JSON.parse(one.dataset.shown).answer);
    const turns = earlier.flatMap(({question, text}) => [
      {role: 'user', content: question.slice(0, 8000)},
      {role: 'assistant', content: text.slice(0, 8000)},
    ]);
    return turns.slice(-40);
  },

  async fetched(tools, format) {
    return refdesk.fetch('/api/receipt', {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify({
        ...JSON.parse(tools.dataset.shown),
        history: receipts.before(tools),
        format,
        utc_offset_minutes: -new Date().getTimezoneOffset(),
      }),
    });
  },

  async save(button) {
    const tools = button.closest('[data-shown]');
    button.disabled = true;
    try {
      const response = await receipts.fetched(tools, button.dataset.receipt);
      if (!response.ok) {
        refdesk.say(button, (await response.json()).detail);
        return;
      }
      const named = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '');
      receipts.hand(await response.blob(), named?.[1] ?? `receipt.${button.dataset.receipt}`);
      refdesk.say(button, 'Receipt saved.');
    } catch {
      refdesk.say(button, 'The receipt could not be made. Please try again.');
    } finally {
      button.disabled = false;
    }
  },

  // Gives the reader a file.
  hand(content, name) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  },
};

document.addEventListener('click', (click) => {
  const saving = click.target.closest?.('[data-receipt]');
  if (saving) receipts.save(saving);
});
