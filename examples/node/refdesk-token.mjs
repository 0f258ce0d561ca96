// A portal's token for the member who is signed on, with what Node brings along.
//
//     node refdesk-token.mjs MEMBER TIER        prints one
//     node refdesk-token.mjs --serve 8080       a portal of one page, at http://localhost:8080
//
// Settings, from the environment: PORTAL_ISSUER, PORTAL_AUDIENCE, PORTAL_SIGNING_KEY (the secret shared with the desk, or an
// Ed25519 private key in PEM), PORTAL_PSEUDONYM_KEY (a second secret, which never leaves the portal: with it a member has a
// name that the desk cannot trace back), PORTAL_DESK (https://desk.example) and PORTAL_DESK_ID.
//
// Four things must never happen: a secret in a page, a log or a repository; a token in a page that a cache may keep, or in an
// address (give it in answer to a POST of the page's script, with Cache-Control: no-store); a token for anybody but the member
// of the portal's own session; one token for two frames, for each is good once, for a minute.
import {createHmac, createPrivateKey, randomBytes, sign} from 'node:crypto';
import {createServer} from 'node:http';

const {env} = process;
const encoded = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

// Says: this is `member`, who may read what `tier` may (public, member or staff).
export function refdeskToken(member, tier) {
  const now = Math.floor(Date.now() / 1000);
  const isPem = env.PORTAL_SIGNING_KEY.startsWith('-----BEGIN');
  const claims = {
    iss: env.PORTAL_ISSUER,
    aud: env.PORTAL_AUDIENCE,
    sub: createHmac('sha256', env.PORTAL_PSEUDONYM_KEY).update(member).digest('hex'),
    iat: now,
    exp: now + 60,
    jti: randomBytes(24).toString('base64url'),
    tier,
  };
  const words = `${encoded({alg: isPem ? 'EdDSA' : 'HS256', typ: 'JWT'})}.${encoded(claims)}`;
  const signature = isPem
    ? sign(null, Buffer.from(words), createPrivateKey(env.PORTAL_SIGNING_KEY))
    : createHmac('sha256', env.PORTAL_SIGNING_KEY).update(words).digest();
  return `${words}.${signature.toString('base64url')}`;
}

const PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Portal</title>
<h1>Members’ library</h1>
<script src="${env.PORTAL_DESK}/widget.js" data-desk="${env.PORTAL_DESK_ID}" async></script>
<script src="/refdesk.js"></script>
</html>`;
const SCRIPT = `
window.Refdesk = window.Refdesk || [];
Refdesk.push((desk) => desk.identify(async () => {
  const response = await fetch('/refdesk-token', {method: 'POST'});
  return response.status === 200 ? response.text() : '';
}));`;

// The member behind the portal's own session, as [name, tier]; null for nobody. Put your portal's sign-on here.
const memberOf = (request) => null;

function answer(request, response) {
  const headers = (type) => ({'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-store'});
  if (request.url === '/refdesk-token' && request.method === 'POST') {
    const own = (request.headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin';
    const member = own ? memberOf(request) : null;
    response.writeHead(member ? 200 : own ? 204 : 403, headers('text/plain'));
    response.end(member ? refdeskToken(...member) : '');
  } else if (request.url === '/refdesk.js') {
    response.writeHead(200, headers('text/javascript')).end(SCRIPT);
  } else {
    response.writeHead(request.url === '/' ? 200 : 404, headers('text/html')).end(request.url === '/' ? PAGE : '');
  }
}

const [first, second] = process.argv.slice(2);
if (first === '--serve') createServer(answer).listen(Number(second), 'localhost');
else if (first) console.log(refdeskToken(first, second));
