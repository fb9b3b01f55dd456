// Suggestions under the search box: an editable combobox with a list (WAI-ARIA Authoring Practices).
// Without this file, or when the server does not answer, the box is the plain text field it was.
"use strict";

(() => {
  const WAIT_MS = 120;
  const SHORTEST = 2;

  const combobox = (input) => {
    const list = document.getElementById("near-options");
    const status = document.getElementById("near-status");
    let active = -1;
    let latest = 0; // The number of the newest question: an answer to an older one is thrown away.
    let pending = null;
    let timer = 0;

    const options = () => [...list.children];

    const activate = (index) => {
      active = index;
      options().forEach((option, position) => option.setAttribute("aria-selected", String(position === index)));
      if (index < 0) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      input.setAttribute("aria-activedescendant", options()[index].id);
      options()[index].scrollIntoView({ block: "nearest" });
    };

    const close = () => {
      clearTimeout(timer);
      pending?.abort();
      latest += 1;
      activate(-1);
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      status.textContent = "";
    };

    const show = (html) => {
      const answer = new DOMParser().parseFromString(html, "text/html").querySelector("[role=listbox]");
      if (!answer || answer.children.length === 0) {
        close();
        return;
      }
      list.replaceChildren(...answer.children);
      options().forEach((option, position) => { option.id = `near-option-${position + 1}`; });
      activate(-1);
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      status.textContent = answer.dataset.announcement;
    };

    const ask = async () => {
      const typed = input.value.trim();
      if (typed.length < SHORTEST) {
        close();
        return;
      }
      pending?.abort();
      pending = new AbortController();
      latest += 1;
      const mine = latest;
      try {
        const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, { signal: pending.signal });
        const html = await answer.text();
        if (mine === latest) show(answer.ok ? html : "");
      } catch {
        // Aborted, or the network failed. The box works without suggestions, so nothing is said.
        if (mine === latest) close();
      }
    };

    const ask_soon = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT_MS);
    };

    const choose = (option) => {
      input.value = option.dataset.value;
      close();
      input.form.requestSubmit();
    };

    const move = (step) => {
      if (list.hidden) {
        ask();
        return;
      }
      // The box itself is one stop of the round, so that what was typed can be come back to.
      const stops = options().length + 1;
      activate(((active + 1 + step + stops) % stops) - 1);
    };

    input.addEventListener("input", (event) => {
      // Half-composed text (Japanese, Korean and others) is no query yet.
      if (!event.isComposing) ask_soon();
    });
    input.addEventListener("compositionend", ask_soon);

    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        move(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && active >= 0) {
        event.preventDefault();
        choose(options()[active]);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(event.key)) {
        // These keys move the caret, so the reader goes back to the box.
        activate(-1);
      }
    });

    // Pressing an option must not take focus out of the box first: the list would close under the finger.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
    input.addEventListener("blur", close);
    input.form.addEventListener("submit", close);

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);
    input.setAttribute("autocomplete", "off");
  };

  const prepare = (root) => {
    for (const input of root.querySelectorAll("input[data-suggest]:not([role=combobox])")) combobox(input);
  };

  prepare(document);
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
})();
