'use strict';
// What happened when: lanes of spans, and series by dygraphs under them, all on one axis of time that is zoomed at once.
(() => {
  const { data, colour } = page;
  const kGutter = 78;  // pixels left of every axis, so that lanes and charts stand exactly under each other
  const kRight = 24;   // right of it, for the last label
  const kHeight = 165;
  const kRow = 21;

  // --- time -----------------------------------------------------------------------------------------------------------
  const kSteps = [1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800,
    3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600, 2592000, 7776000, 31536000, 157680000];
  const two = (n) => String(n).padStart(2, '0');

  const time_text = (t, step) => {
    if (step < 1) return Number(t.toFixed(3)) + ' s';
    if (data.end <= 180) return Math.round(t) + ' s';
    const s = Math.round(t);
    const d = Math.floor(s / 86400), h = Math.floor(s / 3600) % 24, m = Math.floor(s / 60) % 60;
    if (step >= 86400) return d + ' d';
    const clock = data.end > 10800 || h > 0 ? h + ':' + two(m) + (step < 60 ? ':' + two(s % 60) : '')
                                            : m + ':' + two(s % 60);
    return d > 0 ? d + ' d ' + clock : clock;
  };
  const axis_unit = data.end <= 180 ? 's' : data.end > 10800 ? 'h:min' : 'min:s';

  const ticks = (from, to, pixels) => {
    const most = Math.max(2, Math.floor(pixels / 80));
    const step = kSteps.find((s) => (to - from) / s <= most) || kSteps[kSteps.length - 1];
    const list = [];
    for (let t = Math.ceil(from / step) * step; t <= to + step * 1e-6; t += step)
      list.push({ v: t, label: time_text(t, step) });
    return list;
  };

  /** When at least one fault acted. */
  const struck = [];
  for (const lane of data.lanes)
    if (lane.name === 'faults')
      for (const { from, to } of lane.spans) {
        const last = struck[struck.length - 1];
        if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to); else struck.push([from, to]);
      }

  // --- charts ---------------------------------------------------------------------------------------------------------
  const figures = [...document.querySelectorAll('[data-series]')];
  let graphs = [];
  let range = [0, data.end];
  let busy = false;

  const legend = (figure, series) => {
    const keys = figure.querySelector('.keys');
    keys.textContent = '';
    return series.lines.map((line) => {
      const key = document.createElement('span');
      key.className = 'key';
      const mark = document.createElement('i');
      mark.className = line.thin ? 'thin' : '';
      mark.style.borderTopColor = colour('c' + line.colour);
      const value = document.createElement('b');
      key.append(mark, line.name, value);
      if (!line.thin) keys.append(key);
      return value;
    });
  };

  const vertical = (series) => {
    if (series.scale !== 'whole') return null;
    let least = 1;
    for (const line of series.values) for (const v of line) if (v !== null && v < least) least = v;
    const room = Math.max(1 - least, 0.01);
    return [Math.max(0, least - 0.08 * room), 1 + 0.08 * room];
  };

  /** Behind the curves: the warm-up, which is not measured, and when faults acted. */
  const underlay = (canvas, area, graph) => {
    const band = (from, to, fill) => {
      const left = Math.max(area.x, graph.toDomXCoord(from)), right = Math.min(area.x + area.w, graph.toDomXCoord(to));
      if (right <= left) return;
      canvas.fillStyle = fill;
      canvas.fillRect(left, area.y, right - left, area.h);
    };
    band(0, data.warmup, colour('warmup'));
    for (const [from, to] of struck) band(from, to, colour('struck'));
  };

  const look_of = (series) => ({
    colors: series.lines.map((line) => colour('c' + line.colour)),
    axisLineColor: colour('line'),
    gridLineColor: colour('grid'),
    pixelRatio: page.sharpness(),
  });

  const chart = (figure, series) => {
    const values = legend(figure, series);
    const rows = data.times.map((t, i) => [t, ...series.values.map((line) => line[i])]);
    const options = {
      labels: ['time', ...series.lines.map((line, i) => `${i}`)],  // names may repeat; ours are in the legend
      ...look_of(series),
      dateWindow: range.slice(),
      height: kHeight,
      width: figure.clientWidth,
      legend: 'never',
      logscale: series.scale === 'log',
      includeZero: series.scale === 'linear',
      valueRange: vertical(series),
      strokeWidth: 1.6,
      highlightCircleSize: 3,
      rightGap: kRight,
      underlayCallback: underlay,
      axes: {
        x: { ticker: (from, to, pixels) => ticks(from, to, pixels), axisLabelFormatter: (t) => t, axisLabelWidth: 70 },
        y: { axisLabelWidth: kGutter - 8, axisLabelFormatter: (v) => (series.scale === 'whole' && v > 1 ? '' : page.worded(v, series.unit)) },
      },
      series: {},
      drawCallback: (graph) => together(graph),
      highlightCallback: (event, x, points, row) => point_at(row),
      unhighlightCallback: () => point_at(null),
    };
    series.lines.forEach((line, i) => {
      if (line.thin) options.series[String(i)] = { strokeWidth: 1, strokePattern: [2, 3] };
    });
    const graph = new Dygraph(figure.querySelector('.plot'), rows, options);
    return { graph, series, values };
  };

  /** One chart was zoomed: so are the others, and the lanes. */
  const together = (graph) => {
    if (busy) return;
    const [from, to] = graph.xAxisRange();
    if (from === range[0] && to === range[1]) return;
    busy = true;
    range = [from, to];
    for (const other of graphs) if (other.graph !== graph) other.graph.updateOptions({ dateWindow: range.slice() });
    draw_lanes();
    busy = false;
  };

  /** What all charts have where the pointer is at one of them. */
  const point_at = (row) => {
    if (busy) return;
    busy = true;
    for (const { graph, series, values } of graphs) {
      if (row === null) graph.clearSelection(); else graph.setSelection(row);
      values.forEach((value, i) => {
        const v = row === null ? null : series.values[i][row];
        value.textContent = v === null || v === undefined ? '' : ' ' + page.worded(v, series.unit);
      });
    }
    busy = false;
  };

  // --- lanes ----------------------------------------------------------------------------------------------------------
  const kColours = { faults: 'c1', detection: 'c4', roles: 'c0', changes: 'c3', services: 'c6' };
  const kRowsAtMost = 8;
  const make = (name, attributes, text) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };

  /** A row for each span, so that none covers another as long as there is room; moments want room for their words. */
  const rows_of = (lane) => {
    const ends = [];
    for (const span of lane.spans) {
      const least = data.end * 0.03;
      let row = ends.findIndex((end) => end <= span.from);
      if (row < 0) row = ends.length < kRowsAtMost ? ends.length : ends.indexOf(Math.min(...ends));
      ends[row] = Math.max(span.to, span.from + least);
      span.row = row;
    }
    return ends.length;
  };
  data.lanes.forEach((lane) => { lane.rows = rows_of(lane); });

  const draw_span = (svg, lane, span, top, place, right) => {
    const y = top + span.row * kRow, name = span.good && lane.name !== 'changes' ? 'c2' : kColours[lane.name];
    const from = Math.max(kGutter, place(span.from)), to = Math.min(right, place(span.to));
    if (place(span.to) < kGutter || place(span.from) > right) return;
    const group = make('g', {});
    const until = span.to === span.from ? '' : span.open ? ' to the end' : ' to ' + page.worded(span.to, 's');
    group.append(make('title', {}, `${span.text}: ${page.worded(span.from, 's')}${until}`));
    const moment = span.to === span.from;
    if (moment) {
      group.append(make('path', { d: `M${from} ${y + 4}l6 6l-6 6l-6 -6z`, fill: colour(name) }));
    } else {
      group.append(make('rect', { x: from, y: y + 2, width: Math.max(2, to - from), height: kRow - 5, rx: 2,
        fill: colour(name), 'fill-opacity': 0.28 }));
      group.append(make('rect', { x: from, y: y + 2, width: 3, height: kRow - 5, fill: colour(name) }));
    }
    const next = lane.spans.filter((s) => s.row === span.row && s.from > span.from).map((s) => place(s.from));
    const begin = from + (moment ? 9 : 7);
    const room = Math.floor((Math.min(right, ...next) - begin - 8) / 6.3);
    if (room >= 3) {
      const words = span.text.length <= room ? span.text : span.text.slice(0, room - 1) + '…';
      group.append(make('text', { x: begin, y: y + 14, class: 'span' }, words));
    }
    svg.append(group);
  };

  const draw_lanes = () => {
    const box = document.getElementById('lanes');
    if (box === null) return;
    const width = box.clientWidth, right = width - kRight;
    const area = graphs.length > 0 ? graphs[0].graph.getArea() : { x: kGutter, w: right - kGutter };
    const place = (t) => area.x + (t - range[0]) / (range[1] - range[0]) * area.w;
    const height = data.lanes.reduce((sum, lane) => sum + lane.rows * kRow + 8, 0) + 24;
    const svg = make('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img',
      'aria-label': 'What happened when; the table below says the same in words' });
    const bottom = height - 22;
    for (const [begin, end] of struck) {
      const from = Math.max(area.x, place(begin)), to = Math.min(right, place(end));
      if (to > from) svg.append(make('rect', { x: from, y: 0, width: to - from, height: bottom, fill: colour('struck') }));
    }
    for (const tick of ticks(range[0], range[1], area.w)) {
      const x = place(tick.v);
      svg.append(make('line', { x1: x, y1: 0, x2: x, y2: bottom, stroke: colour('grid') }));
      svg.append(make('text', { x, y: height - 6, 'text-anchor': 'middle', class: 'tick' }, tick.label));
    }
    svg.append(make('text', { x: 0, y: height - 6, class: 'tick' }, axis_unit));
    let top = 2;
    for (const lane of data.lanes) {
      svg.append(make('text', { x: 0, y: top + 14, class: 'tick' }, lane.name));
      svg.append(make('line', { x1: 0, y1: top + lane.rows * kRow + 3, x2: right, y2: top + lane.rows * kRow + 3,
        stroke: colour('line') }));
      for (const span of lane.spans) draw_span(svg, lane, span, top, place, right);
      top += lane.rows * kRow + 8;
    }
    box.replaceChildren(svg);
  };

  // --- all of it ------------------------------------------------------------------------------------------------------
  const draw = () => {
    busy = true;
    if (graphs.length === 0) {
      graphs = figures.map((figure) => chart(figure, data.series[Number(figure.dataset.series)]));
    } else {
      graphs.forEach((drawn, i) => {
        drawn.values = legend(figures[i], drawn.series);
        drawn.graph.updateOptions(look_of(drawn.series), true);
        drawn.graph.resize(1, 1);  // so that canvases are made anew even where the width is the same
        drawn.graph.resize(figures[i].clientWidth, kHeight);
      });
    }
    busy = false;
    draw_lanes();
  };
  page.draws(draw);
  let width = window.innerWidth;
  window.addEventListener('resize', () => {
    if (window.innerWidth === width) return;
    width = window.innerWidth;
    draw();
  });
})();
