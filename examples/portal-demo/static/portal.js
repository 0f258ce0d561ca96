// What a portal's page does with the desk: it fetches tokens for whoever is signed on, calls the desk, and hears of it.
window.Refdesk = window.Refdesk || [];
window.Refdesk.push((desk) => {
  if (document.body.dataset.signedOn === 'yes') {
    desk.identify(async () => {
      const response = await fetch('/refdesk-token', {method: 'POST'});
      return response.status === 200 ? response.text() : '';
    });
  }
  const heard = document.querySelector('[data-heard]');
  if (!heard) return;
  for (const name of ['ready', 'answer', 'citation', 'auth-required', 'error']) {
    desk.on(name, ({widget, desk: id, ...detail}) => {
      const line = document.createElement('li');
      line.textContent = `${name} (${widget.name}): ${JSON.stringify(detail)}`;
      heard.querySelector('.none')?.remove();
      heard.append(line);
    });
  }
});

document.addEventListener('submit', (submit) => {
  if (submit.target.matches('[action="/sign-out"]')) window.Refdesk.logout?.();
});

document.addEventListener('click', (click) => {
  const call = click.target.closest('[data-call]')?.dataset.call;
  const desk = window.Refdesk.widget?.('button');
  if (call === 'ask') desk?.ask('When is the members’ briefing on the European sites?');
  if (call === 'lookup') desk?.lookup('“Russia is demanding legally binding technical guarantees”');
  if (!click.target.closest('[data-theme-switch]')) return;
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = isDark ? 'light' : 'dark';
  sessionStorage.setItem('theme', root.dataset.theme);
});
