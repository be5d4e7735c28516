// Filters: words that all have to be in the row, and any of the pressed facets. Sorting: by data-sort, or by what the cell says.
const collator = new Intl.Collator('en', { numeric: true });

class Block {
  constructor(element) {
    this.element = element;
    this.table = element.querySelector('table');
    this.rows = [...element.querySelectorAll('.row')];
    this.original = [...this.rows];
    this.words = new Map();
    this.search = element.querySelector('input');
    this.facets = [...element.querySelectorAll('.facet')];
    this.count = element.querySelector('.count');
    this.search?.addEventListener('input', () => this.filter());
    element.addEventListener('click', (event) => this.clicked(event.target));
  }

  clicked(target) {
    const facet = target.closest('.facet');
    if (facet) {
      facet.setAttribute('aria-pressed', String(facet.getAttribute('aria-pressed') !== 'true'));
      this.filter();
    }
    const sort = target.closest('.sort');
    if (sort) this.sort(sort);
    if (target.closest('.clear')) this.clear();
  }

  text(row) {
    if (!this.words.has(row)) this.words.set(row, row.rows[0].textContent.toLowerCase());
    return this.words.get(row);
  }

  filter() {
    const words = this.search ? this.search.value.toLowerCase().split(/\s+/).filter(Boolean) : [];
    const pressed = new Set(this.facets.filter((facet) => facet.getAttribute('aria-pressed') === 'true').map((facet) => facet.dataset.facet));
    let shown = 0;
    for (const row of this.rows) {
      const fits = (!pressed.size || pressed.has(row.dataset.facet)) && words.every((word) => this.text(row).includes(word));
      row.hidden = !fits;
      shown += fits;
    }
    if (this.count) this.count.textContent = `${shown === this.rows.length ? '' : `${shown} of `}${this.rows.length} ${this.element.dataset.noun}`;
    this.element.querySelector('.none').hidden = shown > 0;
  }

  clear() {
    if (this.search) this.search.value = '';
    for (const facet of this.facets) facet.setAttribute('aria-pressed', 'false');
    this.filter();
  }

  // Ascending, descending, and back to the order of the report.
  sort(button) {
    const head = button.closest('th');
    const now = { none: 'ascending', ascending: 'descending', descending: 'none' }[head.getAttribute('aria-sort')];
    for (const other of head.parentElement.querySelectorAll('[aria-sort]')) other.setAttribute('aria-sort', 'none');
    head.setAttribute('aria-sort', now);
    const column = head.cellIndex;
    const key = (row) => row.rows[0].cells[column].dataset.sort ?? row.rows[0].cells[column].textContent.trim();
    const order = (one, other) => collator.compare(key(one), key(other));
    this.rows = [...this.original];
    if (now !== 'none') this.rows.sort((one, other) => (now === 'ascending' ? order(one, other) : order(other, one)));
    this.table.append(...this.rows);
  }
}

const blocks = new Map([...document.querySelectorAll('.block')].map((element) => [element, new Block(element)]));

// A link to a row shows it, whatever the filters say.
function reveal() {
  const row = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest('.row');
  if (!row) return;
  if (row.hidden) blocks.get(row.closest('.block')).clear();
  unfold(row, true);
  row.scrollIntoView({ block: 'start' });
  row.querySelector('.fold')?.focus({ preventScroll: true });
}
window.addEventListener('hashchange', reveal);
reveal();
