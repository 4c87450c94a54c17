// Keeps answers while they are given, shows the questions that follow, and leaves at once. Every page works without it.
"use strict";

(() => {
  const WAIT = 700; // ms after the last change before it is kept
  const PRESSES = 3; // of Shift, to leave
  const WITHIN = 1500; // ms for these presses

  // A page that comes out of the browser's memory shows what somebody else may have answered.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  const form = document.querySelector("[data-answering]");
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
  leaving();
  if (!form) return;
  const kept = form.querySelector("[data-kept]");
  let timer = 0;
  let running = null;
  let sent = false;

  const show = (keys) => {
    const open = new Set(keys);
    for (const card of form.querySelectorAll("[data-question]")) {
      const stands = open.has(card.dataset.question);
      card.hidden = !stands;
      card.querySelector("fieldset").disabled = !stands;
    }
  };

  const keep = async () => {
    if (sent) return;
    if (running) running.abort();
    running = new AbortController();
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { "X-Autosave": "1" },
        signal: running.signal,
        redirect: "manual",
      });
      if (answer.type === "opaqueredirect" || answer.status === 404) {
        // Signed out: the page itself says so, and what was typed is kept. Closed: nobody is left before his answers.
        location.reload();
        return;
      }
      if (!answer.ok || !(answer.headers.get("content-type") || "").includes("json")) return;
      const found = await answer.json();
      if (sent) return;
      show(found.open);
      kept.textContent = found.kept;
    } catch {
      // Without a network the page is kept when it is sent.
    }
  };

  form.addEventListener("input", (event) => {
    alone(event.target);
    clearTimeout(timer);
    timer = setTimeout(keep, event.target.matches("[type=radio], [type=checkbox]") ? 150 : WAIT);
  });

  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(timer);
    if (running) running.abort();
  });

  // A reason for no answer takes the answer away, and the other way round.
  function alone(control) {
    const card = control.closest("[data-question]");
    if (!card || control.matches("[type=radio]")) return;
    const apart = control.matches("[data-apart]");
    if (apart ? !control.checked : !control.value) return;
    for (const other of card.querySelectorAll("input, textarea")) {
      if (other === control || other.type === "hidden") continue;
      if (other.matches("[data-apart]") ? other.checked : apart) {
        if (other.matches("[type=checkbox]")) other.checked = false;
        else if (apart) other.value = "";
      }
    }
  }

  function leaving() {
    const way = document.querySelector("form.way-out");
    if (!way) return;
    let presses = [];
    const leave = () => {
      sent = true;
      clearTimeout(timer);
      // Nothing stays to be seen while the way is long.
      document.body.replaceChildren();
      document.title = "";
      fetch(way.action, { method: "POST", body: new URLSearchParams(new FormData(way)), keepalive: true, redirect: "manual" })
        .catch(() => {})
        .finally(() => location.replace(way.action));
    };
    way.addEventListener("submit", (event) => {
      event.preventDefault();
      leave();
    });
    document.addEventListener("keydown", (event) => {
      // Capital letters, one after another, are no way out: another key between the presses begins anew.
      if (event.key !== "Shift") presses = [];
      if (event.key !== "Shift" || event.repeat) return;
      presses = [...presses.filter((at) => event.timeStamp - at < WITHIN), event.timeStamp];
      if (presses.length >= PRESSES) leave();
    });
  }
})();
