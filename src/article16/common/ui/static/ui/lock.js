// What is open on the screen goes when nobody has touched it for so long: by then the server has locked too.
// Somebody who reads, scrolls or types is there, and keeps the page.
"use strict";

(() => {
  const line = document.querySelector("[data-locks-after]");
  if (!line) return;
  const limit = Number(line.dataset.locksAfter) * 60000;
  let touched = Date.now();

  const touch = () => {
    touched = Date.now();
  };
  const look = () => {
    if (Date.now() - touched >= limit) location.replace(location.href);
  };

  for (const kind of ["keydown", "input", "pointerdown", "pointermove", "scroll"])
    document.addEventListener(kind, touch, { capture: true, passive: true });
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", look);
})();
