// Who reads in the frame: a bearer that the portal's token was exchanged for. It is kept in this page's memory alone, goes
// with every request as a header, and is gone with the page, at its end, and at logout. There is no cookie.
const session = {
  bearer: '',
  tier: 'public',
  subject: '',
  settled: Promise.resolve(), // what sign-on is under way
  awaited: [], // what waits for the next sign-on
  changed: () => {}, // told that somebody else reads from now on, and who it was before ('' for nobody)
  needed: () => {}, // told when the portal should send another token

  // Asks the desk for something as whoever reads now.
  async fetch(address, options = {}) {
    await session.settled;
    const used = session.bearer;
    const response = await session.plain(address, options);
    if (response.status !== 401 || !used) return response;
    session.end(used);
    if (!await session.again()) throw new session.Ended();
    return session.plain(address, options);
  },

  plain(address, options) {
    const headers = new Headers(options.headers);
    if (session.bearer) headers.set('Authorization', `Bearer ${session.bearer}`);
    return fetch(address, {...options, headers, credentials: 'omit', cache: 'no-store'});
  },

  Ended: class extends Error {
    constructor() {
      super('Your sign-on has ended. Please reload the page, or sign on to the portal again.');
    }
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
    for (const go of session.awaited.splice(0)) go(true);
    return '';
  },

  begin({bearer, expires_in_s: left, tier}, subject) {
    Object.assign(session, {bearer, tier, subject});
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
    Object.assign(session, {bearer: '', tier: 'public'});
    session.needed('expired');
  },

  // Waits for the portal's next token; says whether it came.
  again() {
    return new Promise((resolve) => {
      session.awaited.push(resolve);
      setTimeout(() => resolve(Boolean(session.bearer)), 8000);
    });
  },

  async logout() {
    await session.settled;
    const {bearer, subject} = session;
    clearTimeout(session.timer);
    clearTimeout(session.last);
    Object.assign(session, {bearer: '', tier: 'public', subject: ''});
    session.changed(subject || 'somebody');
    if (!bearer) return;
    await fetch('/api/session', {method: 'DELETE', credentials: 'omit', headers: {Authorization: `Bearer ${bearer}`}});
  },
};
refdesk.fetch = session.fetch;
