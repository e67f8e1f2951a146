
'use strict';
(() => {
  const table = document.getElementById('trade-table');
  const valueOf = (body, column, kind) => {
    const cell = body.rows[0].cells[column];
    const text = cell.dataset.v || cell.textContent;
    if (kind === 'text') return text;
    const number = parseFloat(text.replace(/[,%]/g, '').replace('\u2212', '-'));
    return isNaN(number) ? -Infinity : number;
  };
  const sort = heading => {
    const kind = heading.firstElementChild.dataset.kind;
    const column = heading.cellIndex;
    const up = heading.getAttribute('aria-sort') === 'descending' ? 1 : -1;
    for (const other of table.tHead.rows[0].cells) other.setAttribute('aria-sort', other === heading ? (up > 0 ? 'ascending' : 'descending') : 'none');
    const keyed = Array.from(table.tBodies, body => ({ body, value: valueOf(body, column, kind) }));
    keyed.sort((a, b) => a.value === b.value ? 0 : (a.value > b.value ? up : -up));
    table.append(...keyed.map(item => item.body));
  };
  if (table) {
    for (const body of table.tBodies) body.rows[0].cells[0].firstElementChild.setAttribute('aria-expanded', 'false');
    table.addEventListener('click', event => {
      const heading = event.target.closest('th');
      if (heading) return sort(heading);
      const body = event.target.closest('tbody');
      if (!body || !event.target.closest('tbody tr:first-child')) return;
      body.rows[0].cells[0].firstElementChild.setAttribute('aria-expanded', String(body.classList.toggle('open')));
    });
  }
  for (const figure of document.querySelectorAll('figure[data-readings]')) {
    const readings = figure.dataset.readings.split('|');
    const cursor = figure.querySelector('.cursor');
    const [line, label] = cursor.children;
    figure.addEventListener('pointermove', event => {
      const svg = Array.from(figure.querySelectorAll('svg')).find(each => each.getClientRects().length);
      const box = svg.getBoundingClientRect();
      const scale = box.width / svg.viewBox.baseVal.width;
      const [left, right] = svg.dataset.plot.split(' ').map(place => place * scale);
      const part = (event.clientX - box.left - left) / (right - left);
      cursor.hidden = 0 > part || part > 1;
      if (cursor.hidden) return;
      const at = Math.min(readings.length - 1, Math.floor(part * readings.length));
      const x = left + (at + .5) / readings.length * (right - left);
      label.textContent = readings[at];
      line.style.left = x + 'px';
      label.style.left = Math.max(0, Math.min(box.width - label.offsetWidth, x - label.offsetWidth / 2)) + 'px';
    });
    figure.addEventListener('pointerleave', () => { cursor.hidden = true; });
  }
})();
