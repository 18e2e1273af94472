'use strict';
// Charts of measures, by Chart.js: lines over numbers, bars over names; means with the intervals that they have.
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

  for (const box of document.querySelectorAll('[data-chart]')) {
    const canvas = box.querySelector('canvas');
    let drawn = null;
    page.draws(() => {
      if (drawn !== null) drawn.destroy();
      drawn = new Chart(canvas, config(page.data.charts[Number(box.dataset.chart)]));
    });
  }
})();
