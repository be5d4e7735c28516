'use strict';
// Colours: as the system says, or as the reader says. A page opened from a file may have no storage; then the choice lasts as long as the page.
document.documentElement.classList.add('js');
{
  const names = { auto: 'Auto', light: 'Light', dark: 'Dark' };
  const button = document.querySelector('.theme');
  const show = (theme) => {
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    button.dataset.now = theme;
    button.querySelector('.theme-name').textContent = names[theme];
    button.setAttribute('aria-label', `Colours: ${names[theme]}`);
  };
  const remembered = () => {
    try { return localStorage.getItem('scopeminer-theme'); } catch { return null; }
  };
  const stored = remembered();
  show(Object.hasOwn(names, stored) ? stored : 'auto');
  button.addEventListener('click', () => {
    const order = Object.keys(names);
    const next = order[(order.indexOf(button.dataset.now) + 1) % order.length];
    show(next);
    try { localStorage.setItem('scopeminer-theme', next); } catch { /* no storage, see above */ }
  });
}
