'use strict';
// Charts of measures, by Chart.js: lines over numbers, bars over names, two measures against each other; means with the
// intervals that they have.
(() => {
  const kSeries = 6;  // colours; shapes differ, too
  const kShapes = ['circle', 'rect', 'triangle', 'rectRot', 'star', 'cross'];
  const kDashes = [[], [7, 4], [2, 3], [9, 3, 2, 3], [4, 4], [12, 4]];

  /** From low to high of each point, with a cap at both ends. */
  const intervals = {
    id: 'intervals',
    afterDatasetsDraw(chart) {
      const { ctx, scales: { y } } = chart;
      chart.data.datasets.forEach((set, s) => {
        if (!chart.isDatasetVisible(s)) return;
        ctx.save();
        ctx.strokeStyle = set.whiskers;
        ctx.lineWidth = 1.5;
        chart.getDatasetMeta(s).data.forEach((element, i) => {
          const { low, high } = set.points[i];
          if (low === null || high === null || low === high) return;
          const top = y.getPixelForValue(high), bottom = y.getPixelForValue(low);
          ctx.beginPath();
          ctx.moveTo(element.x, top);
          ctx.lineTo(element.x, bottom);
          for (const end of [top, bottom]) {
            ctx.moveTo(element.x - 5, end);
            ctx.lineTo(element.x + 5, end);
          }
          ctx.stroke();
        });
        ctx.restore();
      });
    },
  };

  const config = (chart) => {
    const over_numbers = chart.x.names === undefined;
    const ends = chart.series.flatMap(({ points }) => points.flatMap(({ low, high }) => [low, high]))
      .filter((end) => end !== null);
    const ink = page.colour('ink'), grid = page.colour('grid');
    const axis = (title) => ({
      title: { display: true, text: title, color: ink },
      ticks: { color: ink },
      grid: { color: grid, borderColor: page.colour('line') },
    });
    return {
      type: over_numbers ? 'line' : 'bar',
      data: {
        labels: over_numbers ? undefined : chart.x.names,
        datasets: chart.series.map((series, s) => {
          const colour = page.colour('c' + (s % kSeries));
          return {
            label: series.name,
            points: series.points,
            data: series.points.map((point) => (over_numbers ? { x: point.x, y: point.mean } : point.mean)),
            borderColor: colour,
            backgroundColor: colour,
            whiskers: over_numbers ? colour : ink,
            borderWidth: over_numbers ? 2.5 : 0,
            borderDash: kDashes[s % kDashes.length],
            pointStyle: kShapes[s % kShapes.length],
            pointRadius: 5,
            pointHoverRadius: 7,
          };
        }),
      },
      options: {
        animation: false,
        devicePixelRatio: page.sharpness(),
        maintainAspectRatio: false,
        interaction: { mode: 'index', intersect: false },
        scales: {
          x: { ...axis(chart.x.title), type: over_numbers ? 'linear' : 'category' },
          y: {
            ...axis(chart.y.title),
            beginAtZero: true,
            suggestedMin: Math.min(0, ...ends),  // whole intervals are in the picture
            suggestedMax: Math.max(0, ...ends),
            grace: '5%',
            ticks: { color: ink, callback: (value) => page.worded(value, chart.y.unit) },
          },
        },
        plugins: {
          legend: { position: 'top', align: 'start', labels: { color: ink, usePointStyle: true, boxHeight: 7 } },
          tooltip: {
            callbacks: {
              title: (items) => chart.x.title + ': ' + (over_numbers ? items[0].parsed.x : items[0].label),
              label: (item) => {
                const { mean, low, high } = chart.series[item.datasetIndex].points[item.dataIndex];
                const told = mean === null ? 'not told' : page.worded(mean, chart.y.unit);
                const spread = low === null || low === high
                  ? '' : ` (95 %: ${page.worded(low, chart.y.unit)} to ${page.worded(high, chart.y.unit)})`;
                return `${item.dataset.label}: ${told}${spread}`;
              },
            },
          },
        },
      },
      plugins: [intervals],
    };
  };

  // Two measures of many points: [mean, low, high] both ways. What a point is stands in its colour, its shape and words.
  const kGroups = [['c2', 'circle', 5], ['c4', 'triangle', 5], ['c6', 'rect', 3], ['c1', 'crossRot', 4]];

  /** Bars both ways, under the points. */
  const crosses = {
    id: 'crosses',
    beforeDatasetsDraw(chart) {
      const { ctx, chartArea, scales: { x, y } } = chart;
      ctx.save();
      ctx.beginPath();
      ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
      ctx.clip();
      ctx.lineWidth = 1;
      chart.data.datasets.forEach((set, s) => {
        if (!chart.isDatasetVisible(s)) return;
        ctx.strokeStyle = set.borderColor;
        ctx.globalAlpha = s === 0 ? 0.9 : 0.45;
        ctx.beginPath();
        for (const point of set.points) {
          const across = x.getPixelForValue(point.x[0]), up = y.getPixelForValue(point.y[0]);
          ctx.moveTo(x.getPixelForValue(point.x[1]), up);
          ctx.lineTo(x.getPixelForValue(point.x[2]), up);
          ctx.moveTo(across, y.getPixelForValue(point.y[1]));
          ctx.lineTo(across, y.getPixelForValue(point.y[2]));
        }
        ctx.stroke();
      });
      ctx.restore();
    },
  };

  /** What constraints forbid, each way. */
  const forbidden = (limits) => ({
    id: 'forbidden',
    beforeDraw(chart) {
      const { ctx, chartArea: area, scales } = chart;
      const within = (value, low, high) => Math.min(high, Math.max(low, value));
      ctx.save();
      ctx.fillStyle = page.colour('struck');
      for (const name of ['x', 'y']) {
        const { least, most } = limits[name];
        for (const [limit, end] of [[least, scales[name].min], [most, scales[name].max]]) {
          if (limit === null) continue;
          const from = scales[name].getPixelForValue(limit), to = scales[name].getPixelForValue(end);
          if (name === 'x') {
            const a = within(from, area.left, area.right), b = within(to, area.left, area.right);
            if (limit === least ? a > b : b > a) ctx.fillRect(Math.min(a, b), area.top, Math.abs(b - a), area.height);
          } else {
            const a = within(from, area.top, area.bottom), b = within(to, area.top, area.bottom);
            if (limit === least ? b > a : a > b) ctx.fillRect(area.left, Math.min(a, b), area.width, Math.abs(b - a));
          }
        }
      }
      ctx.restore();
    },
  });

  /** As far as two measures get together: steps from the best in one to the best in the other, on to the edges. */
  const steps = (described) => ({
    id: 'steps',
    beforeDatasetsDraw(chart) {
      const { ctx, chartArea: area, scales: { x, y } } = chart;
      if (described.steps.length === 0 || !chart.isDatasetVisible(described.series.length)) return;
      const corners = described.steps.map(([across, up]) => [x.getPixelForValue(across), y.getPixelForValue(up)]);
      const first = corners[0], last = corners[corners.length - 1];
      ctx.save();
      ctx.strokeStyle = page.colour('ink');
      ctx.lineWidth = 1.75;
      ctx.beginPath();
      ctx.moveTo(first[0], described.y.less_is_better ? area.top : area.bottom);
      for (const [across, up] of corners) ctx.lineTo(across, up);
      ctx.lineTo(described.x.less_is_better ? area.right : area.left, last[1]);
      ctx.stroke();
      ctx.restore();
    },
  });

  const scatter = (chart) => {
    const ink = page.colour('ink'), grid = page.colour('grid');
    const points = chart.series.flatMap((series) => series.points);
    const axis = (name) => ({
      type: 'linear',
      title: { display: true, text: chart[name].title, color: ink },
      suggestedMin: Math.min(...points.map((point) => point[name][1])),
      suggestedMax: Math.max(...points.map((point) => point[name][2])),
      ticks: { color: ink, maxTicksLimit: 9, callback: (value) => page.worded(value, chart[name].unit) },
      grid: { color: grid, borderColor: page.colour('line') },
    });
    const told = (name, [mean, low, high]) => {
      const words = (value) => page.worded(value, chart[name].unit);
      return `${chart[name].title}: ${words(mean)}` + (low === high ? '' : ` (${words(low)} to ${words(high)})`);
    };
    return {
      type: 'scatter',
      data: {
        datasets: chart.series.map((series, s) => {
          const [colour, pointStyle, pointRadius] = kGroups[s];
          return {
            label: `${series.name} (${series.points.length})`,
            points: series.points,
            data: series.points.map(({ x, y }) => ({ x: x[0], y: y[0] })),
            borderColor: page.colour(colour),
            backgroundColor: page.colour(colour),
            pointStyle,
            pointRadius,
            pointBorderWidth: pointStyle === 'crossRot' ? 2 : 1,
            pointHoverRadius: pointRadius + 2,
            order: s,
          };
        }).concat(chart.steps.length === 0 ? [] : [{
          label: 'as far as both get', points: [], data: [], pointStyle: 'line', borderColor: ink, borderWidth: 1.75,
        }]),
      },
      options: {
        animation: false,
        devicePixelRatio: page.sharpness(),
        maintainAspectRatio: false,
        interaction: { mode: 'nearest', intersect: true },
        scales: { x: axis('x'), y: axis('y') },
        plugins: {
          legend: { position: 'top', align: 'start', labels: { color: ink, usePointStyle: true, boxHeight: 7 } },
          tooltip: {
            callbacks: {
              title: (items) => chart.series[items[0].datasetIndex].points[items[0].dataIndex].is,
              label: (item) => {
                const point = chart.series[item.datasetIndex].points[item.dataIndex];
                return [told('x', point.x), told('y', point.y)];
              },
            },
          },
        },
      },
      plugins: [forbidden(chart), crosses, steps(chart)],
    };
  };

  for (const box of document.querySelectorAll('[data-chart]')) {
    const canvas = box.querySelector('canvas');
    let drawn = null;
    page.draws(() => {
      if (drawn !== null) drawn.destroy();
      const chart = page.data.charts[Number(box.dataset.chart)];
      drawn = new Chart(canvas, chart.kind === 'scatter' ? scatter(chart) : config(chart));
    });
  }
})();
