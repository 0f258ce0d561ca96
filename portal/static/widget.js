// Refdesk in a portal's page: a button that opens the desk, or the desk inline in an element. docs/embed.md tells how.
// Runs on the portal's page, so: no dependency, no style or script inline, nothing from any other host, and no message that
// is not checked for its origin and its source.
(() => {
  'use strict';
  const script = document.currentScript;
  if (!script?.dataset.desk) {
    console.error('Refdesk: paste widget.js as <script src="…/widget.js" data-desk="…" async></script>.');
    return;
  }
  const origin = new URL(script.src).origin;
  const NAMES = ['ready', 'answer', 'citation', 'auth-required', 'error'];
  const PATIENCE_MS = 15000;
  const LONGEST = {ask: 1000, lookup: 100000, identify: 8192};
  const system = matchMedia('(prefers-color-scheme: dark)');
  const phone = matchMedia('(max-width: 640px)');

  const LOOK = `
:host { all: initial; color-scheme: light; --back: #fff; --fore: #1b1f22; --line: #dcd9d0; }
:host([data-dark]) { color-scheme: dark; --back: #14171a; --fore: #e9e7e1; --line: #343a40; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
button { font: 600 15px/1.3 system-ui, -apple-system, "Segoe UI", sans-serif; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
.launcher, .panel { position: fixed; z-index: 2147483000; inset: auto; }
.launcher { display: flex; align-items: center; gap: 9px; padding: 12px 18px 12px 15px; border: 2px solid var(--back); border-radius: 99px; background: var(--accent); color: var(--accent-ink); box-shadow: 0 4px 18px rgb(0 0 0 / 28%); }
.launcher:hover { filter: brightness(1.1); }
.launcher svg { width: 20px; height: 20px; }
.right { right: max(20px, env(safe-area-inset-right)); }
.left { left: max(20px, env(safe-area-inset-left)); }
.launcher.bottom { bottom: max(20px, env(safe-area-inset-bottom)); }
.launcher.top { top: max(20px, env(safe-area-inset-top)); }
.panel.bottom { bottom: 84px; }
.panel.top { top: 84px; }
.panel { width: min(430px, calc(100vw - 40px)); height: min(700px, calc(100vh - 108px)); overflow: hidden; border: 1px solid var(--line); border-radius: 10px; background: var(--back); box-shadow: 0 12px 48px rgb(0 0 0 / 30%); }
.panel.wide { width: min(780px, calc(100vw - 40px)); }
.inline { position: relative; display: block; min-height: 120px; background: var(--back); }
iframe { display: block; width: 100%; height: 100%; border: 0; position: relative; color-scheme: inherit; }
.inline iframe { height: 420px; }
.state { position: absolute; inset: 40% 24px auto; margin: 0; text-align: center; color: var(--fore); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
.state a { color: inherit; }
.failed iframe { visibility: hidden; }
.close { position: absolute; z-index: 1; top: 9px; right: 9px; width: 36px; height: 36px; padding: 8px; border: 0; border-radius: 50%; background: none; color: var(--fore); }
.close:hover { background: var(--line); }
.close:focus-visible { outline-color: currentcolor; outline-offset: -2px; }
.close svg { display: block; width: 20px; height: 20px; }
@media (max-width: 640px) {
  .panel, .panel.wide { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; }
}
@media print { .launcher, .panel { display: none; } }`;

  const make = (tag, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  };

  const icon = (path) => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const line = document.createElementNS(svg.namespaceURI, 'path');
    for (const [name, value] of Object.entries({viewBox: '0 0 20 20', 'aria-hidden': 'true'})) svg.setAttribute(name, value);
    const drawn = {d: path, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.8, 'stroke-linecap': 'round', 'stroke-linejoin': 'round'};
    for (const [name, value] of Object.entries(drawn)) line.setAttribute(name, value);
    svg.append(line);
    return svg;
  };

  // Black or white, whichever is easier to read on `color`; '' for what is no color of the form #rgb or #rrggbb.
  const inkOn = (color) => {
    const hex = /^#(?:[\da-f]{3}|[\da-f]{6})$/i.test(color) ? color.slice(1).replace(/^(.)(.)(.)$/, '$1$1$2$2$3$3') : '';
    const light = [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
    const [red, green, blue] = light.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    if (!hex) return '';
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff';
  };

  // Whether the page is dark: what it says itself, else what the system says.
  const dark = (pinned) => {
    const said = [pinned, document.documentElement.dataset.theme, document.body?.dataset.theme];
    const theme = said.find((value) => value === 'dark' || value === 'light');
    return theme ? theme === 'dark' : system.matches;
  };

  class Widget {
    constructor(settings, name) {
      this.settings = settings;
      this.name = name;
      this.desk = settings.desk;
      this.waiting = []; // messages for a frame that is not ready
      this.ready = false;
      this.readied = null; // what `ready` told, for who listens later
      this.tokens = null; // the page's function that fetches a token
      this.element = make('div');
      this.element.dataset.refdesk = name;
      const root = this.element.attachShadow({mode: 'open'});
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(LOOK);
      root.adoptedStyleSheets = [sheet];
      const accent = inkOn(settings.accent) ? settings.accent : '#1d5b49';
      this.element.style.setProperty('--accent', accent);
      this.element.style.setProperty('--accent-ink', inkOn(accent));
      this.state = make('p', {className: 'state', textContent: 'Opening the desk…'});
      this.box = make('div', {className: 'inline'}, this.state);
      this.inline = Boolean(settings.target);
      root.append(...(this.inline ? [this.box] : this.button()));
      this.paint();
      addEventListener('message', (message) => this.hear(message));
      system.addEventListener('change', () => this.paint());
      new MutationObserver(() => this.paint()).observe(document, {attributeFilter: ['data-theme'], attributes: true, subtree: true});
    }

    // The button, and the panel that it opens.
    button() {
      const {position = '', label, language} = this.settings;
      const corner = `${position.includes('top') ? 'top' : 'bottom'} ${position.includes('left') ? 'left' : 'right'}`;
      this.launcher = make('button', {type: 'button', className: `launcher ${corner}`}, icon('M3 4h14v10H9l-4 3.2V14H3zM6.500 7.500h7M6.500 10.500h4'), label || 'Ask the library');
      if (language && label) this.launcher.lang = language;
      this.launcher.setAttribute('aria-haspopup', 'dialog');
      this.launcher.setAttribute('aria-expanded', 'false');
      this.launcher.onclick = () => (this.isOpen() ? this.close() : this.open());
      this.closer = make('button', {type: 'button', className: 'close', ariaLabel: 'Close the desk'}, icon('M5 5l10 10M15 5L5 15'));
      this.closer.onclick = () => this.close();
      const edge = (onfocus) => make('span', {tabIndex: 0, hidden: true, onfocus});
      this.edges = [edge(() => this.frame.focus()), edge(() => this.closer.focus())];
      this.box = make('div', {className: `panel ${corner}`, hidden: true, role: 'dialog', ariaLabel: label || 'Ask the library'}, this.edges[0], this.state, this.closer, this.edges[1]);
      this.box.addEventListener('keydown', (key) => {
        if (key.key === 'Escape') this.close();
      });
      phone.addEventListener('change', () => this.fill());
      return [this.box, this.launcher];
    }

    isOpen() {
      return this.inline || !this.box.hidden;
    }

    // Makes the frame; nothing is asked of the desk before.
    mount() {
      if (this.frame) return;
      const {desk, greeting, accent, language} = this.settings;
      const query = new URLSearchParams({desk, host: location.origin, form: this.inline ? 'inline' : 'panel'});
      this.frame = make('iframe', {src: `${origin}/embed?${query}`, title: this.settings.label || 'Ask the library', allow: 'clipboard-write', referrerPolicy: 'no-referrer'});
      this.frame.onload = () => {
        this.ready = false;
        this.readied = null;
        this.send('hello', {greeting, accent, language, dark: this.isDark});
      };
      if (this.inline) this.box.append(this.frame);
      else this.closer.before(this.frame);
      this.patience = setTimeout(() => this.fail(), PATIENCE_MS);
    }

    fail() {
      const link = make('a', {href: origin, target: '_blank', rel: 'noopener', textContent: 'Open it in a tab of its own'});
      this.state.replaceChildren('The desk could not be opened in this page. ', link, '.');
      this.box.classList.add('failed');
      this.emit('error', {code: 'unreachable', message: `No answer from ${origin} for the desk “${this.desk}”. Is ${location.origin} one of its origins, and does this page's policy allow the frame?`});
    }

    open() {
      this.mount();
      if (this.inline) {
        this.element.scrollIntoView({block: 'nearest'});
        this.frame.focus();
      } else if (this.box.hidden) {
        this.before = document.activeElement;
        this.box.hidden = false;
        this.launcher.setAttribute('aria-expanded', 'true');
        this.fill();
        this.closer.focus();
      }
      this.post('open');
    }

    close() {
      if (this.inline || this.box.hidden) return;
      this.box.hidden = true;
      this.launcher.setAttribute('aria-expanded', 'false');
      this.fill();
      const back = this.before?.isConnected && this.before !== document.body && this.before !== this.element ? this.before : this.launcher;
      back.focus();
    }

    // On a phone the open panel fills the screen: the page behind it rests, and Tab stays inside.
    fill() {
      const full = phone.matches && !this.box.hidden;
      this.box.setAttribute('aria-modal', String(full));
      for (const edge of this.edges) edge.hidden = !full;
      this.launcher.hidden = full;
      const page = document.documentElement.style;
      if (full === Boolean(this.full)) return;
      this.full = full;
      if (full) this.overflow = page.overflow;
      page.overflow = full ? 'hidden' : this.overflow;
    }

    paint() {
      const isDark = dark(this.settings.theme);
      if (isDark === this.isDark) return;
      this.isDark = isDark;
      this.element.toggleAttribute('data-dark', isDark);
      if (this.ready) this.send('theme', {dark: isDark});
    }

    send(name, content = {}) {
      this.frame.contentWindow?.postMessage({refdesk: this.desk, name, ...content}, origin);
    }

    // Sends a message now, or as soon as the frame is ready for it.
    post(name, content = {}) {
      this.mount();
      if (this.ready) this.send(name, content);
      else this.waiting.push([name, content]);
    }

    say(name, text) {
      if (typeof text !== 'string' || !text.trim() || text.length > LONGEST[name]) {
        throw new TypeError(`Refdesk.${name} takes a text of 1 to ${LONGEST[name]} characters.`);
      }
      this.post(name, {text});
    }

    // A token, or a function that fetches one: then it is asked whenever one is needed.
    identify(token) {
      if (typeof token !== 'function') return this.say('identify', token);
      this.tokens = token;
      if (this.ready) this.renew();
    }

    async renew() {
      const tokens = this.tokens;
      if (!tokens) return;
      try {
        const token = await tokens();
        if (token && tokens === this.tokens) this.send('identify', {text: String(token)});
      } catch (error) {
        this.emit('error', {code: 'token', message: `The page could not fetch a token: ${error?.message ?? error}`});
      }
    }

    logout() {
      this.tokens = null;
      this.waiting = [];
      if (this.ready) this.send('logout');
    }

    hear({source, origin: from, data}) {
      if (!this.frame || source !== this.frame.contentWindow || from !== origin || data?.refdesk !== this.desk) return;
      if (data.name === 'ready') this.welcome();
      else if (data.name === 'close') this.close();
      else if (data.name === 'size') this.size(data);
      else if (data.name === 'auth-required') this.renew();
      if (NAMES.includes(data.name)) this.emit(data.name, data.detail);
    }

    async welcome() {
      clearTimeout(this.patience);
      this.state.hidden = true;
      this.box.classList.remove('failed');
      await Promise.race([this.renew(), new Promise((go) => { setTimeout(go, PATIENCE_MS); })]);
      this.ready = true;
      this.send('theme', {dark: this.isDark});
      for (const [name, content] of this.waiting.splice(0)) this.send(name, content);
    }

    size({height, wide}) {
      if (!this.inline) this.box.classList.toggle('wide', wide === true);
      else if (height > 0) this.frame.style.height = `${Math.min(Math.max(Math.ceil(height), 120), 100000)}px`;
    }

    emit(name, detail) {
      const told = {...detail, desk: this.desk, widget: this.api};
      if (name === 'ready') this.readied = told;
      this.element.dispatchEvent(new CustomEvent(`refdesk:${name}`, {detail: told, bubbles: true, composed: true}));
    }
  }

  // `on` and `off` for events at `place`. Who listens to `ready` only after it came is told of it all the same: a page's own
  // script may well load later than the frame.
  const hearing = (place, readied) => {
    const known = new Map();
    const key = (name, listener) => known.get(listener)?.[name];
    return {
      on(name, listener) {
        if (!NAMES.includes(name)) throw new TypeError(`Refdesk has no event “${name}”: ${NAMES.join(', ')}.`);
        if (key(name, listener)) return;
        const heard = (event) => listener(event.detail);
        known.set(listener, {...known.get(listener), [name]: heard});
        place.addEventListener(`refdesk:${name}`, heard);
        if (name === 'ready') for (const detail of readied()) queueMicrotask(() => listener(detail));
      },
      off(name, listener) {
        place.removeEventListener(`refdesk:${name}`, key(name, listener));
        if (known.has(listener)) delete known.get(listener)[name];
      },
    };
  };

  // What the page sees. The calls without a name go to the first widget; `identify` with a function and `logout` to all.
  const first = () => {
    const widgets = [];
    let tokens = null;
    const call = (name) => (...given) => widgets[0]?.[name](...given);
    return {
      ...hearing(document, () => widgets.flatMap((one) => one.readied?.() ?? [])),
      ...Object.fromEntries(['open', 'close', 'ask', 'lookup'].map((name) => [name, call(name)])),
      identify(token) {
        if (typeof token !== 'function') return call('identify')(token);
        tokens = token;
        for (const widget of widgets) widget.identify(token);
      },
      logout() {
        tokens = null;
        for (const widget of widgets) widget.logout();
      },
      widget: (name) => (name === undefined ? widgets[0] : widgets.find((one) => one.name === name)),
      push: (work) => work(window.Refdesk),
      joined(widget) {
        widgets.push(widget);
        if (tokens) widget.identify(tokens);
      },
    };
  };
  const early = Array.isArray(window.Refdesk) ? window.Refdesk : [];
  if (!window.Refdesk?.joined) window.Refdesk = first();
  const shared = window.Refdesk;

  const settings = {...script.dataset};
  let name = settings.name || settings.desk;
  for (let number = 2; shared.widget(name); number += 1) name = `${settings.name || settings.desk}-${number}`;
  const widget = new Widget(settings, name);
  const readied = () => (widget.readied ? [widget.readied] : []);
  const calls = ['open', 'close', 'identify', 'logout'].map((call) => [call, (...given) => widget[call](...given)]);
  widget.api = Object.freeze({
    name,
    desk: widget.desk,
    ...Object.fromEntries(calls),
    ask(text) { widget.say('ask', text); widget.open(); },
    lookup(text) { widget.say('lookup', text); widget.open(); },
    readied,
    ...hearing(widget.element, readied),
  });
  shared.joined(widget.api);

  const place = () => {
    const target = widget.inline ? document.querySelector(settings.target) : document.body;
    if (!target) {
      console.error(`Refdesk: this page has no element ${settings.target}.`);
      return;
    }
    target.append(widget.element);
    if (widget.inline) widget.mount();
  };
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', place);
  else place();
  for (const work of early) work(shared);
})();
