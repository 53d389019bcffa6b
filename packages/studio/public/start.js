/* Runs before everything else, on any browser: sets the theme before the first paint, and says so
   when the browser is too old to run what follows. Old syntax on purpose. */
(function () {
  var theme = null;
  /* A published page has the look that its maker chose, not that of whoever uses the studio here. */
  var chosen = document.querySelector('meta[name="appearance"]');
  try {
    theme = chosen ? chosen.getAttribute('content') : localStorage.getItem('outpost.theme');
  } catch (ignored) {
    /* A browser that keeps nothing: the system decides. */
    void ignored;
  }
  if (theme !== 'light' && theme !== 'dark')
    theme =
      window.matchMedia && matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.setAttribute('data-theme', theme);

  window.addEventListener('load', function () {
    setTimeout(function () {
      if (window.outpostStarted) return;
      var root = document.getElementById('root');
      if (!root || root.firstChild) return;
      root.style.cssText =
        'max-width:34em;margin:15vh auto;padding:0 1.5em;font:16px/1.6 sans-serif';
      root.innerHTML =
        '<h1>This browser is too old for Outpost</h1>' +
        '<p>Please use Chrome, Edge or another Chromium browser from version 84 on, Firefox 94 or Safari 15.4.</p>' +
        '<h1>浏览器版本过低</h1>' +
        '<p>请使用 Chrome、Edge 等内核版本不低于 84 的浏览器（360、奇安信等浏览器请切换到“极速模式”），或 Firefox 94、Safari 15.4 及以上版本。</p>';
    }, 1500);
  });
})();
