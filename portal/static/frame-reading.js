// Pages of the library that an answer leads to. What everybody may read opens in a tab of its own; what this reader may read
// is fetched in their name and shown in the frame, and a one-use ticket takes it to a tab.
const reading = {
  trail: [], // addresses, the one shown last

  isOpen: () => !document.getElementById('reading').hidden,

  // Where a click on `link` leads, if it is a page of the library; null for everything else.
  page(link) {
    const address = new URL(link.href, location.href);
    const paged = /^\/(passages|documents|mentions|check|conversations|shared)(\/|$|\?)/.test(address.pathname);
    return address.origin === location.origin && paged ? address : null;
  },

  // Pages that the frame can show; a printed page has a picture, which a tab of its own fetches.
  shown: (path) => /^\/(passages\/[^/]+|documents\/[^/]+|documents|mentions|conversations|conversations\/shares\/[^/]+|shared\/[^/]+)$/.test(path),

  // Pages that a ticket opens in a tab.
  ticketed: (path) => /^\/(passages|documents)\//.test(path),

  follow(link) {
    const address = reading.page(link);
    if (!address) return false;
    if (session.bearer && link.dataset.access !== 'public' && reading.shown(address.pathname)) {
      reading.open(address.pathname + address.search + address.hash, link);
    } else {
      reading.tab(address);
    }
    const card = link.closest('[data-card]');
    if (address.pathname.startsWith('/passages/')) {
      const marker = card?.querySelector('[data-marker]')?.dataset.marker;
      host.event('citation', {url: address.origin + address.pathname, marker: marker ? Number(marker) : null});
    }
    return true;
  },

  // Opens an address in a tab; with a ticket for whoever is signed on. The tab is opened at once, for a browser allows that
  // only in answer to a click.
  async tab(address) {
    const opened = window.open('', '_blank');
    if (!opened) {
      reading.say('The browser did not allow a new tab.');
      return;
    }
    opened.opener = null;
    try {
      opened.location.replace(session.bearer && reading.ticketed(address.pathname) ? await reading.withTicket(address) : address.href);
    } catch {
      opened.close();
      reading.say('The page could not be opened just now. Please try again.');
    }
  },

  async withTicket(address) {
    const response = await session.fetch('/api/session/ticket', {method: 'POST'});
    if (!response.ok) throw new Error(`a ticket was answered with ${response.status}`);
    const {ticket} = await response.json();
    const to = address.pathname + address.search;
    return new URL(`/open?${new URLSearchParams({ticket, to})}`, location.href).href;
  },

  async open(path, from) {
    const place = document.getElementById('reading');
    if (!reading.isOpen()) reading.from = from;
    place.setAttribute('aria-busy', 'true');
    let leaf = [];
    try {
      const response = await session.fetch(path, {headers: {Accept: 'text/html'}});
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      leaf = [...page.querySelector('main').children];
    } catch (error) {
      const notice = document.createElement('p');
      notice.className = 'notice notice-error';
      notice.textContent = error.sentence || 'The page could not be opened just now. Please try again.';
      leaf = [notice];
    }
    reading.trail.push(path);
    reading.fill(leaf, path);
  },

  fill(leaf, path) {
    const place = document.getElementById('reading');
    place.removeAttribute('aria-busy');
    place.querySelector('.reading-page').replaceChildren(...leaf.map((part) => document.importNode(part, true)));
    place.querySelector('[data-in-a-tab]').hidden = !reading.ticketed(path);
    for (const room of document.querySelectorAll('[role="tabpanel"]')) room.hidden = true;
    place.hidden = false;
    for (const panel of place.querySelectorAll('.cite-panel:not([hidden])')) cite.show(panel);
    frame.size();
    const meant = new URL(path, location.href).searchParams.has('quote') && place.querySelector('#quote, .passage');
    const title = place.querySelector('h1, .notice');
    if (title) {
      title.tabIndex = -1;
      title.focus({preventScroll: true});
    }
    (meant || place).scrollIntoView({block: meant ? 'center' : 'start'});
  },

  back() {
    reading.trail.pop();
    const before = reading.trail.pop();
    if (before) reading.open(before);
    else reading.close(true);
  },

  close(returning = false) {
    if (!reading.isOpen()) return;
    reading.trail = [];
    document.getElementById('reading').hidden = true;
    document.querySelector('.reading-page').replaceChildren();
    document.getElementById(`room-${rooms.shown}`).hidden = false;
    frame.size();
    if (!returning || !reading.from?.isConnected) return;
    reading.from.focus({preventScroll: true});
    reading.from.scrollIntoView({block: 'center'});
  },

  say(words) {
    const place = document.getElementById('reading-said');
    place.textContent = words;
    setTimeout(() => { place.textContent = ''; }, 6000);
  },

  // A file that the desk makes, such as a reference or a report, fetched by whoever reads and handed over.
  async save(address, options, name) {
    try {
      const response = await session.fetch(address, options);
      if (!response.ok) throw new Error(`a file was answered with ${response.status}`);
      const named = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '');
      receipts.hand(await response.blob(), named?.[1] ?? name);
    } catch {
      reading.say('The file could not be made just now. Please try again.');
    }
  },
};
