'use strict';
// What every page of Bicoastal does: gives its scripts the data and the colours, has charts drawn anew where these change
// (in the dark, and on paper, which is light and narrower than a screen), and sorts tables.
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

  /** Tables that may be sorted: by the value that a cell's <data> has, or by its words; once more turns it round. */
  const key = (row, column) => {
    const cell = row.cells[column], data = cell.querySelector('data');
    const number = Number(data === null ? cell.textContent : data.value);
    return Number.isNaN(number) || cell.textContent === '' ? cell.textContent : number;
  };
  const before = (a, b) => {
    if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
    return typeof a === 'number' ? a - b : a.localeCompare(b);
  };
  for (const table of document.querySelectorAll('.sortable table')) {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement('button');
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const way = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
        heads.forEach((other) => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', way > 0 ? 'ascending' : 'descending');
        const rows = [...table.tBodies[0].rows].map((row) => [key(row, column), row]);
        rows.sort(([a], [b]) => way * before(a, b)).forEach(([, row]) => table.tBodies[0].append(row));
      });
    });
  }

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
    if (unit === 'USD') return (value < 0 ? '-$' : '$') + digits(size);
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
