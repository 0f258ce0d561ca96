// The frame's look, before its first paint: the accent that its portal chose, made readable in light and in dark.
const look = {
  // The channels of #rgb or #rrggbb from 0 to 1; null for anything else.
  channels(color) {
    if (!/^#(?:[\da-f]{3}|[\da-f]{6})$/i.test(color ?? '')) return null;
    const hex = color.slice(1).replace(/^(.)(.)(.)$/, '$1$1$2$2$3$3');
    return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
  },

  luminance(channels) {
    const [red, green, blue] = channels.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  },

  contrast(one, other) {
    const [low, high] = [look.luminance(one), look.luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  },

  mixed: (from, to, share) => from.map((c, at) => c + (to[at] - c) * share),

  hex: (channels) => `#${channels.map((c) => Math.round(c * 255).toString(16).padStart(2, '0')).join('')}`,

  // `color` moved towards `end` until it can be read as text on every one of `grounds`, its own wash among them.
  readable(color, end, grounds) {
    for (let share = 0; share < 1; share += 0.04) {
      const tried = look.channels(look.hex(look.mixed(color, end, share)));
      if ([...grounds, look.wash(tried, grounds[0])].every((ground) => look.contrast(tried, ground) >= 4.5)) return tried;
    }
    return end;
  },

  wash: (accent, paper) => look.mixed(paper, accent, 0.1),

  // The ink for words on `color`.
  ink: (color) => (look.contrast(color, [1, 1, 1]) >= look.contrast(color, [0, 0, 0]) ? '#ffffff' : '#000000'),

  // Sets the accent, if it is a color; the desk's own stays otherwise.
  accent(color) {
    const wanted = look.channels(color);
    if (!wanted) return;
    const grounds = (...colors) => colors.map(look.channels);
    const both = [
      [[0, 0, 0], grounds('#f7f6f2', '#efede6', '#ffffff')],
      [[1, 1, 1], grounds('#14171a', '#22272c', '#1b1f23')],
    ].map(([end, all]) => ({accent: look.readable(wanted, end, all), paper: all[0]}));
    const pair = (made) => `light-dark(${both.map(made).join(', ')})`;
    const style = document.documentElement.style;
    style.setProperty('--accent', pair(({accent}) => look.hex(accent)));
    style.setProperty('--accent-ink', pair(({accent}) => look.ink(accent)));
    style.setProperty('--accent-wash', pair(({accent, paper}) => look.hex(look.wash(accent, paper))));
  },

  // Light or dark as the portal's page says; null leaves it to the system.
  dark(isDark) {
    const root = document.documentElement;
    if (isDark === null) delete root.dataset.theme;
    else root.dataset.theme = isDark ? 'dark' : 'light';
    refdesk.showTheme();
  },
};
look.accent(document.documentElement.dataset.accent);
