// Looking: the slider that turns the page back, what turned the curve, and what is new since the last visit.
// Without this file the form at the foot of the page, the table under the curve and ?since=NUMBER do the same.
(() => {
  "use strict";
  const { say: words, clock } = window.tocsin;
  const told = document.getElementById("told");
  const slide = document.getElementById("slide");

  if (slide && told) {
    const now = slide.max;
    slide.closest("label").hidden = false;
    const say = () => { told.textContent = slide.value === now ? words("now") : clock(slide.value * 1000); };
    slide.addEventListener("input", say);
    slide.addEventListener("change", () => {
      const asked = new URLSearchParams(location.search);
      const atEnd = Number(slide.max) - Number(slide.value) < 60;
      if (atEnd) asked.delete("as_of");
      else asked.set("as_of", new Date(slide.value * 1000).toISOString());
      location.search = asked.toString();
    });
  }

  if (told) {
    const tell = (event) => {
      const turn = event.target.closest?.(".turn");
      if (turn) told.textContent = turn.getAttribute("aria-label");
    };
    document.addEventListener("focusin", tell);
    document.addEventListener("pointerover", tell);
  }

  // The number of the last update seen stays in this browser; the server never learns of it unless the link is followed.
  const main = document.getElementById("main");
  const seq = Number(main?.dataset.seq);
  const key = "tocsin-seen";
  try {
    const asked = new URLSearchParams(location.search);
    const seen = Number(localStorage.getItem(key));
    if (seen && seen < seq && !asked.has("since") && !asked.has("as_of")) main.dataset.seen = String(seen);
    if (seq && !asked.has("as_of")) localStorage.setItem(key, String(seq));
  } catch {
    // A browser that keeps nothing shows the page all the same.
  }
})();
