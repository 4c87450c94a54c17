// Keys of the register. The page works without this file: every row is native radios.
"use strict";

(() => {
  const form = document.querySelector("[data-register]");
  if (!form) return;

  const men = [...form.querySelectorAll("[data-man]")];
  const save = form.querySelector("[data-save]");
  const fill = form.querySelector("[data-fill]");
  const recorded = document.querySelector("[data-recorded]");
  const ABSENT = ["excused", "absent"];

  const marks = (man) => [...man.querySelectorAll("[data-mark]")];
  const chosen = (man) => marks(man).find((mark) => mark.checked);
  const minutes = (man) => man.querySelector("[name^='minutes-']");
  const lettersOn = () => document.documentElement.dataset.letters !== "off";
  const isText = (element) => element.matches("input[type=text], textarea");

  const goTo = (man) => (chosen(man) || marks(man)[0]).focus();

  const count = () => {
    const done = men.filter(chosen).length;
    recorded.textContent = String(done);
    fill.hidden = done === men.length;
  };

  // Present means the whole session; who came late has minutes of his own.
  const fillMinutes = (man) => {
    const box = minutes(man);
    const mark = chosen(man);
    if (mark && mark.value === "present") {
      if (box.value === "") {
        box.value = form.dataset.minutes;
        box.dataset.filled = "yes";
      }
    } else if (box.dataset.filled) {
      box.value = "";
      delete box.dataset.filled;
    }
  };

  const nextOpen = (man) => {
    const at = men.indexOf(man);
    return [...men.slice(at + 1), ...men.slice(0, at)].find((other) => !chosen(other));
  };

  const setMark = (man, mark) => {
    mark.checked = true;
    fillMinutes(man);
    count();
    const next = nextOpen(man);
    if (next) goTo(next);
    else save.focus();
  };

  // The same box of the man above or below.
  const move = (man, target, step) => {
    const other = men[men.indexOf(man) + step];
    if (!other) return;
    const name = (target.name || "").replace(/-.*$/, "");
    if (!name || name === "mark") return goTo(other);
    const boxes = [...other.querySelectorAll(`[name^='${name}-']`)];
    const box = boxes.find((one) => one.checked) || boxes[0];
    if (box && box.checkVisibility({ visibilityProperty: true })) box.focus();
    else goTo(other);
  };

  const rate = (man, target, digit) => {
    if (chosen(man) && ABSENT.includes(chosen(man).value)) return;
    const groups = [...man.querySelectorAll("[data-rating]")];
    const open = groups.find((one) => !one.querySelector("input:checked"));
    const group = target.closest("[data-rating]") || open || groups[0];
    const box = group.querySelector(`input[value='${digit}']`);
    box.checked = true;
    if (target.closest("[data-rating]")) box.focus();
  };

  const handle = (event, man) => {
    const key = event.key;
    if (key === "ArrowDown" || key === "ArrowUp") {
      move(man, event.target, key === "ArrowDown" ? 1 : -1);
      return true;
    }
    if (isText(event.target)) {
      if (key !== "Enter") return false;
      move(man, event.target, 1);
      return true;
    }
    if (/^[0-4]$/.test(key)) {
      rate(man, event.target, key);
      return true;
    }
    if (!lettersOn()) return false;
    const mark = marks(man).find((one) => one.dataset.letter === key.toLocaleLowerCase());
    if (!mark) return false;
    setMark(man, mark);
    return true;
  };

  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      event.preventDefault();
      form.requestSubmit(save);
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const man = event.target.closest("[data-man]");
    if (!man || !handle(event, man)) return;
    // Not also a key of the page.
    event.preventDefault();
    event.stopPropagation();
  });

  form.addEventListener("change", (event) => {
    const man = event.target.closest("[data-man]");
    if (man && event.target.matches("[data-mark]")) {
      fillMinutes(man);
      count();
    }
  });

  form.addEventListener("input", (event) => {
    if (event.target.name?.startsWith("minutes-")) delete event.target.dataset.filled;
  });

  fill.addEventListener("click", (event) => {
    event.preventDefault();
    for (const man of men.filter((one) => !chosen(one))) {
      marks(man)[0].checked = true;
      fillMinutes(man);
    }
    count();
    save.focus();
  });

  form.dataset.ready = "yes";
  count();
  // With a keyboard the first man who is open is where work begins; a notice or an error comes first.
  const open = men.find((man) => !chosen(man));
  if (open && !document.querySelector("[autofocus]") && matchMedia("(pointer: fine)").matches) goTo(open);
})();
