'use strict';
// What every page of Bicoastal does: gives its scripts the data and the colours, and has charts drawn anew where these
// change: in the dark, and on paper, which is light and narrower than a screen.
const page = (() => {
  const root = document.documentElement;
  const drawings = [];
  const redraw = () => drawings.forEach((draw) => draw());
  const kPaperWidth = 690;  // CSS pixels between the margins of an A4 sheet, with a few to spare
  let opened = [];

  /** For paper a canvas becomes a picture: what browsers make of its clearing is no good in a PDF. */
  const picture = (canvas) => {
    const image = document.createElement('img');
    image.alt = '';
    image.style.cssText = canvas.style.cssText;
    image.src = canvas.toDataURL();
    canvas.before(image);
    return image;
  };
  let pictures = [];

  window.addEventListener('beforeprint', () => {
    root.classList.add('printing');
    opened = [...document.querySelectorAll('details.printed:not([open])')];
    opened.forEach((details) => { details.open = true; });
    document.body.style.width = kPaperWidth + 'px';
    redraw();
    pictures = [...document.querySelectorAll('canvas')].filter((canvas) => canvas.width > 0).map(picture);
    root.classList.add('pictured');
  });
  window.addEventListener('afterprint', () => {
    root.classList.remove('printing', 'pictured');
    pictures.forEach((image) => image.remove());
    opened.forEach((details) => { details.open = false; });
    document.body.style.width = '';
    redraw();
  });
  // Paper has another width than the window: whoever would draw anew for that would be too late for the sheet.
  window.addEventListener('resize', (event) => {
    if (root.classList.contains('printing')) event.stopImmediatePropagation();
  }, true);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

  /** A number with three significant digits, and never in powers of ten. */
  const digits = (value) => {
    const size = Math.abs(value);
    if (size === 0) return '0';
    if (size >= 100) return Math.round(value).toLocaleString('en');
    return String(Number(value.toPrecision(3)));
  };
  /** In per cent; near the whole so many digits that nines can be told apart. */
  const share = (value) => {
    const short = 1 - value;
    if (short <= 0 || short >= 0.1) return digits(value * 100);
    return String(Number((value * 100).toFixed(Math.min(9, Math.ceil(-Math.log10(short))))));
  };
  /** Of seconds, a share and the like: the same words as in the tables. */
  const worded = (value, unit) => {
    const size = Math.abs(value);
    if (unit === 'share') return share(value) + ' %';
    if (unit === 's') {
      if (size === 0) return '0 s';
      if (size < 1) return digits(value * 1000) + ' ms';
      return size < 600 ? digits(value) + ' s' : digits(value / 60) + ' min';
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
    /** Pixels of a canvas for one of the page. */
    sharpness: () => (root.classList.contains('printing') ? 3 : window.devicePixelRatio || 1),
    /** Draws now, and again whenever colours or widths change. */
    draws: (draw) => { drawings.push(draw); draw(); },
    digits,
    worded,
  };
})();
