// Buttons that copy what stands in a text box. Without this file they stay hidden, and the text is copied by hand.
"use strict";

for (const button of document.querySelectorAll("button[data-copies]")) {
  const box = document.getElementById(button.dataset.copies);
  const status = document.getElementById(button.getAttribute("aria-describedby"));
  button.hidden = false;
  button.addEventListener("click", async () => {
    box.select(); // Also shows what is copied, and is what Ctrl+C takes where the clipboard is refused.
    try {
      await navigator.clipboard.writeText(box.value);
      status.textContent = "Copied.";
    } catch {
      box.focus();
      status.textContent = "The browser does not allow it. The text is selected: press Ctrl+C, or Cmd+C on a Mac.";
    }
  });
}
