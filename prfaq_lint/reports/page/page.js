"use strict";
(() => {
  const keys = document.getElementById("keys");
  keys.parentElement.hidden = false;
  const seen = () => [...document.querySelectorAll(".flow .note, .flow .several li")].filter((one) => one.id && one.offsetParent);
  let last = null;
  const go = (step) => {
    const found = seen();
    if (!found.length) return;
    const index = found.indexOf(last);
    const top = index < 0 && step > 0 ? 0 : (index + step + found.length) % found.length;
    last = found[index < 0 && step < 0 ? found.length - 1 : top];
    last.scrollIntoView({ block: "center" });
    last.focus({ preventScroll: true });
  };
  document.addEventListener("focusin", (event) => {
    last = event.target.closest(".flow [id].note, .flow .several li") || last;
  });
  document.addEventListener("keydown", (event) => {
    if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
  });
})();
