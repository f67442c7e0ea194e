// The page is complete without this file. With it, the page says that there is news, and moves only when asked.
(() => {
  "use strict";
  const { say: told, clock } = window.tocsin;
  const news = document.getElementById("news");
  const title = document.title;
  const main = () => document.getElementById("main");
  const fresh = new Set();
  let answered = false;
  let lost = 0;

  const words = () => {
    const updates = fresh.size ? told("updates", { number: fresh.size }) : "";
    const assessment = answered ? told("assessment") : "";
    return updates && assessment ? told("both", { updates, assessment }) : updates || assessment;
  };

  const say = (node) => {
    news.replaceChildren(...(node ? [node] : []));
    news.hidden = !node;
  };

  // What came while the reader was away, as a link; look.js has put the number of the last update seen there.
  const missed = () => {
    const { seen, seq } = main().dataset;
    if (!seen) return null;
    const link = document.createElement("a");
    const number = Number(seq) - Number(seen);
    const lang = new URLSearchParams(location.search).get("lang");
    link.href = `/?since=${seen}${lang ? `&lang=${encodeURIComponent(lang)}` : ""}#updates`;
    link.textContent = told("missed", { number });
    return link;
  };

  const offer = () => {
    document.title = fresh.size ? `(${fresh.size}) ${title}` : title;
    if (!fresh.size && !answered) return say(missed());
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words();
    button.addEventListener("click", refresh);
    say(button);
  };

  const warn = (text, lang) => {
    const span = document.createElement("span");
    span.textContent = text;
    if (lang) span.lang = lang;
    say(span);
  };

  // What the reader looks at stays where it is: the topmost part that begins in view keeps its place on the screen.
  const anchor = () => {
    const parts = [...main().querySelectorAll("[id]")].map((each) => ({ id: each.id, ...place(each) }));
    return parts.filter((each) => each.top >= 0 && each.height > 0).sort((a, b) => a.top - b.top)[0];
  };
  const place = (part) => (({ top, height }) => ({ top, height }))(part.getBoundingClientRect());

  const refresh = async () => {
    try {
      const answer = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const open = [...main().querySelectorAll("details[open][id]")].map((each) => each.id);
      const was = window.scrollY > 0 ? anchor() : null;
      main().replaceWith(document.adoptNode(page.getElementById("main")));
      for (const id of open) document.getElementById(id)?.setAttribute("open", "");
      const now = was && document.getElementById(was.id);
      if (now) window.scrollBy({ top: place(now).top - was.top, behavior: "instant" });
      const seen = Number(main().dataset.seq);
      for (const seq of fresh) if (seq <= seen) fresh.delete(seq);
      answered = false;
      offer();
      document.getElementById("h-updates")?.focus({ preventScroll: true });
    } catch {
      warn(told("unread"));
    }
  };

  const events = new EventSource(`/events?after=${main().dataset.seq}`);
  events.addEventListener("update", (event) => {
    const { seq } = JSON.parse(event.data);
    if (seq > Number(main().dataset.seq)) fresh.add(seq);
    offer();
  });
  events.addEventListener("assessment", (event) => {
    const now = JSON.parse(event.data);
    const { percent, words: before } = main().dataset;
    answered ||= now.percent !== percent || now.words !== before;
    const pass = document.getElementById("last-pass");
    if (pass) [pass.dateTime, pass.textContent] = [now.at, clock(new Date(now.at))];
    offer();
  });
  events.addEventListener("trouble", (event) => warn(JSON.parse(event.data).message, "en"));
  events.addEventListener("hello", () => {
    clearTimeout(lost);
    lost = 0;
    offer();
  });
  events.addEventListener("error", () => {
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    lost ||= setTimeout(() => warn(told("lost", { time })), 8000);
  });
})();
