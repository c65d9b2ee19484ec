"use strict";
// Copy buttons are of no use without scripts, so they are shown from here.
(() => {
  const status = document.getElementById("status");
  const textOf = (figure) => {
    const part = (name) => figure.querySelector(`[data-${name}]`).textContent.trim();
    return `“${part("quote")}” ${part("cite").replace(/\s+/g, " ")}`;
  };
  const fallback = (text) => {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied ? Promise.resolve() : Promise.reject(new Error("not copied"));
  };
  const copy = (text) =>
    navigator.clipboard ? navigator.clipboard.writeText(text).catch(() => fallback(text)) : fallback(text);
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      copy(textOf(button.closest("figure"))).then(
        () => { status.textContent = "Quotation copied."; },
        () => { status.textContent = "The browser did not allow copying; select the words instead."; },
      ).finally(() => button.focus());
    });
  }
})();
