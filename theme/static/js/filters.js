// Combines the board's filters: any of a property's values, one of each property.

const nav = document.querySelector("[data-board]");
const text = nav.dataset;
const board = new URL(text.board, location).pathname;
const whole = board === location.pathname;
const [status, clear] = document.querySelector(".tally").children;
const all = status.textContent;
const links = [...nav.querySelectorAll("a")];
const cards = [...document.querySelectorAll("[data-filters]")];
const facet = (token) => token.split("=")[0];

const fitting = (tokens) => cards.filter((card) => {
  const own = card.dataset.filters.split(" ");
  const fits = tokens.filter((token) => own.includes(token)).map(facet);
  return tokens.every((token) => fits.includes(facet(token)));
});

const show = () => {
  const query = new URLSearchParams(whole ? location.search : text.chosen);
  const asked = [...query].map((pair) => pair.join("="));
  const tokens = links.map((link) => link.dataset.filter).filter((token) => asked.includes(token));
  for (const link of links) {
    const token = link.dataset.filter;
    const on = tokens.includes(token);
    const wanted = on ? tokens.filter((one) => one !== token) : [...tokens, token];
    link.href = `${board}?${wanted.join("&")}`;
    if (!whole) continue;
    const next = [...tokens.filter((one) => facet(one) !== facet(token)), token];
    // As long as nobody asks for the closed ones, those that are open count.
    const plain = next.some((one) => facet(one) === "status");
    const count = fitting(plain ? next : [...next, "status=open"]).length;
    link.lastElementChild.textContent =
      on ? text.off : plain ? count : text.open.replace("#", count);
    link.ariaCurrent = on || null;
  }
  if (!whole) return;
  const shown = fitting(tokens);
  for (const card of cards) card.hidden = !shown.includes(card);
  for (const section of document.querySelectorAll("main section")) {
    section.hidden = tokens.length && !shown.some((card) => section.contains(card));
  }
  clear.hidden = !tokens.length;
  const told = shown.length ? text.tally.replace("#", shown.length) : text.none;
  status.textContent = tokens.length ? told : all;
};

const go = (event) => {
  const link = event.target.closest("a");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  if (link === clear) links[0].focus();
  history.pushState(null, "", link.href);
  show();
};

show();
if (whole) {
  nav.addEventListener("click", go);
  clear.addEventListener("click", go);
  addEventListener("popstate", show);
}
