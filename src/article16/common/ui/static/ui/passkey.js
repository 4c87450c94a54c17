// What the sign-in library's own script leaves open: a sentence when the passkey was not used after all.
"use strict";

(() => {
  const said = document.querySelector("[data-passkey-error]");

  const say = () => {
    if (!said) return;
    said.hidden = false;
    said.focus();
  };

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    say();
  });

  if (!window.PublicKeyCredential) {
    document.querySelectorAll("[data-passkey]").forEach((button) => (button.hidden = true));
  }
})();
