// Fetches a token whenever the desk needs one, for whoever is signed on to the portal; none for anybody else.
(() => {
  const {token: address, nonce} = document.currentScript.dataset;
  window.Refdesk = window.Refdesk || [];
  window.Refdesk.push((desk) => desk.identify(async () => {
    const headers = nonce ? {'X-WP-Nonce': nonce} : {};
    const response = await fetch(address, {method: 'POST', headers, cache: 'no-store'});
    return response.status === 200 ? response.text() : '';
  }));
})();
