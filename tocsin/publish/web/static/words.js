// What the other scripts say, in the language of the page: its words and its way of writing times come with the page.
window.tocsin = (() => {
  "use strict";
  const { words: told, zone } = document.getElementById("news").dataset;
  const words = JSON.parse(told);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const say = (key, values = {}) => {
    const said = words[key];
    return fill(typeof said === "string" ? said : values.number === 1 ? said.one : said.other, values);
  };

  // A time as the server writes it: in the watch's zone, with the names of the page's language.
  const parts = new Intl.DateTimeFormat("en-US", {
    year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone || undefined,
  });
  const clock = (at) => {
    const { year, month, day, hour, minute } = Object.fromEntries(parts.formatToParts(at).map((each) => [each.type, each.value]));
    const { clock: pattern, months, weekdays } = words.dates;
    const weekday = weekdays[(new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7];
    return fill(pattern, { weekday, d: day, dd: day.padStart(2, "0"), month: months[month - 1], time: `${hour}:${minute}` });
  };

  return { say, clock };
})();
