'use strict';
// What every page of Bicoastal does: gives its scripts the data and the colours, and has charts drawn anew where these
// change: in the dark, and on paper, which is light and narrower than a screen.
const page = (() => {
  const root = document.documentElement;
  const drawings = [];
  const redraw = () => drawings.forEach((draw) => draw());
  const kPaperWidth = 690;  // CSS pixels between the margins of an A4 sheet, with a few to spare
  let opened = [];

  window.addEventListener('beforeprint', () => {
    root.classList.add('printing');
    opened = [...document.querySelectorAll('details.printed:not([open])')];
    opened.forEach((details) => { details.open = true; });
    document.body.style.width = kPaperWidth + 'px';
    redraw();
  });
  window.addEventListener('afterprint', () => {
    root.classList.remove('printing');
    opened.forEach((details) => { details.open = false; });
    document.body.style.width = '';
    redraw();
  });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

  /** A number with three significant digits, and never in powers of ten. */
  const digits = (value) => {
    const size = Math.abs(value);
    if (size === 0) return '0';
    if (size >= 100) return Math.round(value).toLocaleString('en');
    return String(Number(value.toPrecision(3)));
  };
  /** Of seconds, a share and the like: the same words as in the tables. */
  const worded = (value, unit) => {
    const size = Math.abs(value);
    if (unit === 'share') return digits(value * 100) + ' %';
    if (unit === 's') {
      if (size === 0) return '0 s';
      if (size < 1) return digits(value * 1000) + ' ms';
      return size < 120 ? digits(value) + ' s' : digits(value / 60) + ' min';
    }
    if (unit === 'bytes') {
      for (const [name, of] of [['GB', 1e9], ['MB', 1e6], ['kB', 1e3]]) if (size >= of) return digits(value / of) + ' ' + name;
      return digits(value) + ' B';
    }
    return digits(value) + (unit === '1/s' ? '/s' : '');
  };

  return {
    data: JSON.parse(document.getElementById('data').textContent),
    colour: (name) => getComputedStyle(root).getPropertyValue('--' + name).trim(),
    /** Draws now, and again whenever colours or widths change. */
    draws: (draw) => { drawings.push(draw); draw(); },
    digits,
    worded,
  };
})();
