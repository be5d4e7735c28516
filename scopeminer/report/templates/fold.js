// Rows unfold, and excerpts are put in only then: each is in the page once, however many rows show it.
function unfold(row, open) {
  const button = row.querySelector('.fold');
  if (!button) return;
  row.classList.toggle('open', open);
  button.setAttribute('aria-expanded', String(open));
  if (open) fillExcerpts(row);
}

function fillExcerpts(row) {
  for (const slot of row.querySelectorAll('[data-excerpt]:empty')) {
    slot.append(document.getElementById(slot.dataset.excerpt).content.cloneNode(true));
  }
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('.fold');
  if (button) {
    const row = button.closest('.row');
    unfold(row, !row.classList.contains('open'));
  }
  const every = event.target.closest('.unfold');
  if (every) {
    const open = every.getAttribute('aria-pressed') !== 'true';
    every.setAttribute('aria-pressed', String(open));
    every.textContent = open ? 'Fold all' : 'Unfold all';
    for (const row of every.closest('.block').querySelectorAll('.row:not([hidden])')) unfold(row, open);
  }
});
