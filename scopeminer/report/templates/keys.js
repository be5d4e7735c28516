// `/` goes to the filter of the table in view, Escape clears the filter that has the focus.
document.addEventListener('keydown', (event) => {
  const typing = event.target.closest('input');
  if (event.key === 'Escape' && typing) {
    blocks.get(typing.closest('.block')).clear();
  } else if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const filters = [...document.querySelectorAll('.search input')];
    const next = filters.find((input) => input.closest('.block').getBoundingClientRect().bottom > 80);
    if (next) {
      next.focus();
      event.preventDefault();
    }
  }
});
