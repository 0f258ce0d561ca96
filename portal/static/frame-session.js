// Who reads in the frame: a bearer that the portal's token was exchanged for. It is kept in this page's memory alone, goes
// with every request as a header, and is gone with the page, at its end, and at logout. There is no cookie.
const session = {
  bearer: '',
  tier: 'public',
  subject: '',
  lost: false, // whether a sign-on has ended by itself, and the reader has not been told yet
  settled: Promise.resolve(), // what sign-on is under way
  awaited: [], // what waits for the next sign-on
  changed: () => {}, // told that somebody else reads from now on, and who it was before ('' for nobody)
  needed: () => {}, // told when the portal should send another token

  // Asks the desk for something as whoever reads now. A reader whose sign-on has ended is told so before anything is
  // answered as for anybody: it throws Ended, once.
  async fetch(address, options = {}) {
    await session.settled;
    if (session.lost) await session.again();
    const used = session.bearer;
    const response = await session.plain(address, options);
    if (response.status !== 401 || !used) return response;
    session.end(used);
    await session.again();
    return session.plain(address, options);
  },

  plain(address, options) {
    const headers = new Headers(options.headers);
    if (session.bearer) headers.set('Authorization', `Bearer ${session.bearer}`);
    return fetch(address, {...options, headers, credentials: 'omit', cache: 'no-store'});
  },

  Ended: class extends Error {
    sentence = 'Your sign-on has ended, so this was not looked up. Sign on to the portal again, or try again to read what everybody may.';
  },

  // Exchanges the portal's token; gives the sentence why it was refused, or '' once signed on.
  identify(token) {
    session.settled = session.settled.then(() => session.exchange(token));
    return session.settled;
  },

  async exchange(token) {
    const before = session.subject;
    try {
      const response = await fetch('/api/session', {
        method: 'POST',
        credentials: 'omit',
        headers: {'Content-Type': 'application/json', ...(session.bearer && {Authorization: `Bearer ${session.bearer}`})},
        body: JSON.stringify({desk: document.body.dataset.desk, token}),
      });
      const given = await response.json();
      if (!response.ok) return given.detail;
      session.begin(given, session.whose(token));
    } catch {
      return 'The desk could not be reached to sign you on.';
    }
    if (session.subject !== before) session.changed(before);
    for (const go of session.awaited.splice(0)) go();
    return '';
  },

  begin({bearer, expires_in_s: left, tier}, subject) {
    Object.assign(session, {bearer, tier, subject, lost: false});
    clearTimeout(session.timer);
    session.timer = setTimeout(() => session.needed('expiring'), Math.max(left - Math.min(60, left / 5), 1) * 1000);
    clearTimeout(session.last);
    session.last = setTimeout(() => session.end(bearer), left * 1000);
  },

  // Whom the token is about, so that another reader's conversation is never left standing. The desk alone checks it.
  whose(token) {
    try {
      const claims = JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
      return `${claims.iss} ${claims.sub}`;
    } catch {
      return crypto.randomUUID();
    }
  },

  // The sign-on behind `bearer` is over, but the same reader may sign on again.
  end(bearer) {
    if (session.bearer !== bearer) return;
    Object.assign(session, {bearer: '', tier: 'public', lost: true});
    session.needed('expired');
  },

  // Waits for the portal's next token. Throws Ended if none comes.
  async again() {
    if (host.origin) {
      await new Promise((resolve) => {
        session.awaited.push(resolve);
        setTimeout(resolve, 8000);
      });
    }
    if (session.bearer) return;
    session.lost = false;
    throw new session.Ended();
  },

  async logout() {
    await session.settled;
    const {bearer, subject} = session;
    clearTimeout(session.timer);
    clearTimeout(session.last);
    Object.assign(session, {bearer: '', tier: 'public', subject: '', lost: false});
    session.changed(subject || 'somebody');
    if (!bearer) return;
    const headers = {Authorization: `Bearer ${bearer}`};
    await fetch('/api/session', {method: 'DELETE', credentials: 'omit', keepalive: true, headers});
  },
};
refdesk.fetch = session.fetch;
