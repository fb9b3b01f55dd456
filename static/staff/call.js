// The call screen: everything typed is kept on the server as it is typed, and every panel is one shortcut away.
// Without this file the page is one form whose buttons send it; nothing is kept in the browser itself.
"use strict";

(() => {
  const form = document.getElementById("call-form");
  if (!form) return;
  const autosave = document.getElementById("call-autosave");
  const kept = document.getElementById("call-kept");
  const trouble = document.getElementById("call-trouble");
  const AGAIN_MS = 4000;

  // ---- What is not kept yet ----
  // `typed` counts changes; a request remembers how far it had got, since typing goes on while it travels.
  let typed = 0;
  let safe = 0;
  let again = 0;
  let leaving = false;
  const sent_at = new WeakMap();

  const is_unsafe = () => typed !== safe;

  const try_again_in = (wait) => {
    clearTimeout(again);
    again = setTimeout(() => { if (is_unsafe()) window.htmx?.trigger(autosave, "retry"); }, wait);
  };

  const note_change = (event) => {
    if (!event.target.name) return;
    typed += 1;
    kept.textContent = "Keeping what you type…";
  };
  form.addEventListener("input", note_change);

  const is_ours = (element) => element === form || element === autosave;

  let asked = 0;
  document.addEventListener("htmx:beforeSend", (event) => {
    const { elt, xhr } = event.detail;
    if (is_ours(elt)) sent_at.set(xhr, typed);
    if (elt === form) asked = typed;
  });

  // A field that was swapped while it was typed in sends no change event when it is left: the panels are asked for here.
  form.addEventListener("focusout", () => {
    setTimeout(() => { if (typed !== asked) window.htmx?.trigger(form, "retry"); });
  });

  // Before htmx acts on the answer: it may send the page away at once, and that must not raise a warning.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { elt, xhr } = event.detail;
    if (!is_ours(elt)) return;
    const was_kept = xhr.status === 200 || xhr.status === 422;
    if (was_kept) {
      safe = sent_at.get(xhr) ?? safe;
      trouble.textContent = "";
      document.getElementById("sign-in-notice")?.replaceChildren();
    } else if (xhr.status === 409) {
      safe = typed; // The call is closed: there is nothing left to lose.
    } else if (xhr.status === 403) {
      trouble.textContent = trouble.dataset.otherMember;
    } else if (xhr.status !== 401) {
      trouble.textContent = trouble.dataset.failed;
    }
    if (xhr.getResponseHeader("HX-Redirect")) leaving = true;
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    if (!is_ours(event.detail.elt) || !is_unsafe()) return;
    const status = event.detail.xhr.status;
    // Without a status it was cut off by the one that follows it, or never got there: that is told below.
    kept.textContent = [0, 200, 422].includes(status) ? "Keeping what you type…" : "Not kept yet.";
    // Signed out, or somebody else: that needs a person, who comes back to this page when it is done.
    if (status !== 401 && status !== 403) try_again_in(status === 200 || status === 422 ? 300 : AGAIN_MS);
  });

  for (const failure of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => {
      if (!is_ours(event.detail.elt)) return;
      kept.textContent = "Not kept yet.";
      trouble.textContent = trouble.dataset.unreachable;
      try_again_in(AGAIN_MS);
    });
  }

  // Back from signing in in another tab: send what waited, and bring the panels up to date.
  const come_back = () => {
    const waits = document.getElementById("sign-in-notice")?.childElementCount || trouble.textContent;
    if (waits && document.visibilityState === "visible") window.htmx?.trigger(form, "retry");
  };
  window.addEventListener("focus", come_back);
  document.addEventListener("visibilitychange", come_back);

  window.addEventListener("beforeunload", (event) => {
    if (is_unsafe() && !leaving) event.preventDefault();
  });
  // Where htmx is not at work a submit takes everything along.
  document.addEventListener("submit", (event) => {
    if (!window.htmx || event.target.id.startsWith("discard-")) leaving = true;
  });

  // ---- Swaps that must not disturb ----
  // Where the hand was when its field was put anew, until it is there again.
  let hand = null;

  const give_back = () => {
    if (!hand) return;
    const { id, start, end } = hand;
    hand = null;
    if (document.activeElement && document.activeElement !== document.body) return;
    const field = document.getElementById(id);
    field?.focus({ preventScroll: true });
    if (typeof start === "number") field?.setSelectionRange?.(start, end);
  };
  document.addEventListener("htmx:oobAfterSwap", give_back);
  document.addEventListener("htmx:afterSettle", give_back);

  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    const here = document.activeElement;
    if (here?.id && here !== target && target.contains(here)) {
      // Only fields of text have a place of the caret; asking a date field for it throws.
      const is_text = ["text", "tel", "textarea"].includes(here.type);
      hand = { id: here.id, start: is_text ? here.selectionStart : null, end: is_text ? here.selectionEnd : null };
    }
    // The same words again would be read out again.
    const fresh = fragment.querySelector(`#${CSS.escape(target.id)}`) ?? fragment.firstElementChild;
    if (target.getAttribute("role") === "alert" && fresh && target.textContent.trim() === fresh.textContent.trim()) {
      event.detail.shouldSwap = false;
    }
    for (const details of target.querySelectorAll("details[id]")) {
      const next = fragment.querySelector(`#${CSS.escape(details.id)}`);
      if (next && next !== details) next.open = details.open;
    }
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    // What stands in the way of saving is where the hand is wanted next.
    const problems = document.getElementById("call-problems");
    const saving = event.detail.requestConfig?.triggeringEvent?.submitter?.value === "save";
    if (saving && problems?.childElementCount) problems.focus();
  });

  // ---- Shortcuts ----
  if (form.dataset.shortcuts !== "on") return;
  document.documentElement.classList.add("has-shortcuts");
  const panels = [...form.querySelectorAll("[data-panel]")];
  const FIELDS = "input:not([type=hidden]):not([tabindex='-1']), select, textarea";

  const shows = (field) => field.checkVisibility ? field.checkVisibility() : field.offsetParent !== null;

  const go_to = (panel) => {
    if (!panel) return;
    const fields = [...panel.querySelectorAll(FIELDS)].filter(shows);
    // Of a group of radio buttons the chosen one is its stop.
    const first = fields[0];
    const chosen = first?.type === "radio" ? fields.find((field) => field.name === first.name && field.checked) : null;
    (chosen ?? first ?? panel).focus();
    panel.scrollIntoView({ block: "nearest" });
  };

  const next_panel = () => {
    const here = panels.findIndex((panel) => panel.contains(document.activeElement));
    return panels[(here + 1) % panels.length];
  };

  const takes_text = (element) => element.matches?.("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.getModifierState("AltGraph")) return;
    if (event.altKey) {
      const digit = /^Digit([1-8])$/.exec(event.code);
      if (!digit && event.code !== "KeyN") return;
      event.preventDefault();
      go_to(digit ? panels.find((panel) => panel.dataset.panel === digit[1]) : next_panel());
    } else if (event.key === "?" && !takes_text(event.target)) {
      event.preventDefault();
      const help = document.getElementById("call-help");
      help.open = !help.open;
      help.querySelector("summary").focus();
    }
  });
})();
