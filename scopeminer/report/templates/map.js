// The map: pointing at a box lights its ways; choosing it leaves only them, moved together. Arrow keys walk, Escape shows everything.
class PrivilegeMap {
  constructor(element) {
    this.element = element;
    this.svg = element.querySelector('svg');
    this.scroll = element.querySelector('.scroll');
    this.nodes = [...element.querySelectorAll('.node')];
    this.edges = [...element.querySelectorAll('.edge')];
    this.byIndex = new Map(this.nodes.map((node) => [node.dataset.index, node]));
    this.ways = new Map([...this.nodes, ...this.edges].map((part) => [part, new Set(part.dataset.ways.split(' ').filter(Boolean))]));
    this.drawn = new Map(this.edges.map((edge) => [edge, edge.getAttribute('d')]));
    this.box = this.svg.getAttribute('viewBox');
    this.chosen = null;
    for (const node of this.nodes) {
      node.addEventListener('pointerenter', () => this.point(node));
      node.addEventListener('pointerleave', () => this.point(null));
      node.addEventListener('focus', () => this.point(node));
      node.addEventListener('blur', () => this.point(null));
      node.addEventListener('click', () => this.choose(this.chosen === node ? null : node));
      node.addEventListener('keydown', (event) => this.key(event, node));
    }
    element.querySelector('.all').addEventListener('click', () => this.choose(null));
  }

  touches(part, node) {
    if (part === node) return true;
    const own = this.ways.get(node);
    for (const way of this.ways.get(part)) if (own.has(way)) return true;
    return false;
  }

  point(node) {
    this.element.classList.toggle('following', node !== null && this.chosen === null);
    for (const part of this.ways.keys()) part.classList.toggle('on', node !== null && this.touches(part, node));
    if (this.chosen === null) this.say(node);
  }

  say(node) {
    const line = this.element.querySelector('.chosen');
    line.textContent = node ? node.getAttribute('aria-label') : line.dataset.empty;
  }

  choose(node) {
    this.chosen = node;
    for (const other of this.nodes) other.setAttribute('aria-pressed', String(other === node));
    for (const part of this.ways.keys()) part.classList.toggle('off', node !== null && !this.touches(part, node));
    this.element.querySelector('.all').hidden = node === null;
    this.say(node);
    this.point(null);
    if (node) this.gather();
    else this.restore();
  }

  // Stacks what is left in each column; the picture becomes as tall as its longest column.
  gather() {
    const { row, step, top } = this.element.dataset;
    const columns = new Map();
    for (const node of this.nodes.filter((one) => !one.classList.contains('off'))) {
      if (!columns.has(node.dataset.column)) columns.set(node.dataset.column, []);
      columns.get(node.dataset.column).push(node);
    }
    const longest = Math.max(...[...columns.values()].map((column) => column.length));
    const heights = new Map();
    for (const column of columns.values()) {
      column.forEach((node, at) => heights.set(node, Number(top) + (at + (longest - column.length) / 2) * Number(step)));
    }
    for (const [node, height] of heights) node.setAttribute('transform', `translate(${node.dataset.x} ${height})`);
    for (const edge of this.edges.filter((one) => !one.classList.contains('off'))) edge.setAttribute('d', this.curve(edge, heights, Number(row)));
    const [left, above, width] = this.box.split(' ');
    this.resize(`${left} ${above} ${width} ${Number(top) + longest * Number(step) + 2}`);
    this.scroll.scrollTop = 0;
  }

  curve(edge, heights, row) {
    const [from, to] = [this.byIndex.get(edge.dataset.start), this.byIndex.get(edge.dataset.end)];
    const [start, end] = [Number(from.dataset.x) + Number(from.dataset.width), Number(to.dataset.x)];
    const [above, below] = [heights.get(from) + row / 2, heights.get(to) + row / 2];
    const middle = (start + end) / 2;
    return `M${start} ${above}C${middle} ${above} ${middle} ${below} ${end} ${below}`;
  }

  restore() {
    for (const node of this.nodes) node.setAttribute('transform', `translate(${node.dataset.x} ${node.dataset.y})`);
    for (const [edge, path] of this.drawn) edge.setAttribute('d', path);
    this.resize(this.box);
  }

  resize(box) {
    this.svg.setAttribute('viewBox', box);
    this.svg.setAttribute('height', box.split(' ')[3]);
  }

  key(event, node) {
    if (event.key === 'Enter' || event.key === ' ') this.choose(this.chosen === node ? null : node);
    else if (event.key === 'Escape') this.choose(null);
    else {
      const next = this.beside(node, event.key);
      if (!next) return;
      node.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
    event.preventDefault();
  }

  // The next box up or down in the column; to the sides, the first one that shares a way.
  beside(node, key) {
    const seen = this.nodes.filter((one) => !one.classList.contains('off'));
    const same = seen.filter((one) => one.dataset.column === node.dataset.column);
    if (key === 'ArrowDown') return same[same.indexOf(node) + 1];
    if (key === 'ArrowUp') return same[same.indexOf(node) - 1];
    const aside = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (!aside) return undefined;
    const there = seen.filter((one) => Math.sign(Number(one.dataset.column) - Number(node.dataset.column)) === aside);
    const near = aside > 0 ? there : there.reverse();
    return near.find((one) => this.touches(one, node)) ?? near[0];
  }
}

for (const element of document.querySelectorAll('.map')) new PrivilegeMap(element);
