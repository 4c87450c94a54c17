// Keys, focus and one guard. Every page works without this file.
"use strict";

(() => {
  const PAUSE = 1200; // ms between the keys of a sequence such as G T
  const LETTER = /^\p{L}$/u;
  let typed = [];
  let last = 0;

  const inTextField = (element) =>
    element.isContentEditable ||
    element.matches("textarea, select") ||
    (element.matches("input") && !element.matches("[type=radio], [type=checkbox], [type=submit], [type=button]"));

  const visible = (element) => element.getClientRects().length > 0;

  const press = (keys) => {
    const candidates = [...document.querySelectorAll("[data-key]")].filter((element) => element.dataset.key === keys);
    const target = candidates.find(visible) || candidates.find((element) => element.matches("a"));
    if (!target) return false;
    if (target.matches("input")) target.focus();
    else target.click();
    return true;
  };

  const onKey = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === "Escape") return closeAround(event.target);
    if (inTextField(event.target) || event.key.length !== 1) return;
    const key = event.key.toLocaleLowerCase();
    if (LETTER.test(key) && document.documentElement.dataset.letters === "off") return;
    typed = event.timeStamp - last < PAUSE ? [typed.at(-1), key] : [key];
    last = event.timeStamp;
    if ((typed.length === 2 && press(typed.join(" "))) || press(key)) event.preventDefault();
  };

  const closeAround = (element) => {
    const open = element.closest("details[open]") || document.querySelector("header details[open], nav details[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  };

  // A second click on a slow line would save twice. Files that are fetched leave the page standing: data-again.
  const guard = (event) => {
    const form = event.target;
    if (form.dataset.sent) return event.preventDefault();
    if ("again" in form.dataset || event.defaultPrevented) return;
    form.dataset.sent = "yes";
    setTimeout(() => form.querySelectorAll("button:not([type=button])").forEach((button) => (button.disabled = true)));
  };

  // Back out of the browser's own cache: what was shut before leaving is open again.
  const release = () =>
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("button:disabled").forEach((button) => (button.disabled = false));
    });

  document.addEventListener("keydown", onKey);
  document.addEventListener("submit", guard);
  window.addEventListener("pageshow", release);
  // Browsers of today do this themselves, by the autofocus attribute.
  if (!("autofocus" in HTMLElement.prototype)) document.querySelector("[data-focus]")?.focus();
})();
