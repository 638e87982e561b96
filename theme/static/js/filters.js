// Combines the board's filters: any of the values of one property, and one of each property.
// What is chosen stands in the address, so that it can be gone back from, reloaded and sent on.

const nav = document.querySelector("[data-board]");
const board = new URL(nav.dataset.board, location);
const whole = board.pathname === location.pathname;
const [status, clear] = document.querySelector(".tally").children;
const all = status.textContent;
const links = [...nav.querySelectorAll("a")];
const cards = [...document.querySelectorAll("[data-filters]")];
const tokensOf = new Map(cards.map((card) => [card, card.dataset.filters.split(" ")]));
const facet = (token) => token.split("=")[0];

/** The cards that fit one of the tokens (tag=office) of each property among them. */
const fitting = (tokens) => cards.filter((card) => tokens.every((token) =>
  tokens.some((one) => facet(one) === facet(token) && tokensOf.get(card).includes(one))));

const show = () => {
  const asked = [...new URLSearchParams(location.search)].map((pair) => pair.join("="));
  const tokens = links
    .filter((link) => whole ? asked.includes(link.dataset.filter) : link.hasAttribute("aria-current"))
    .map((link) => link.dataset.filter);
  for (const link of links) {
    const token = link.dataset.filter;
    const on = tokens.includes(token);
    const wanted = on ? tokens.filter((one) => one !== token) : [...tokens, token];
    link.href = `${board.pathname}?${new URLSearchParams(wanted.map((one) => one.split("=")))}`;
    if (!whole) continue;
    const next = [...tokens.filter((one) => facet(one) !== facet(token)), token];
    // As long as nobody asks for the closed ones, those that are open count.
    const plain = next.some((one) => facet(one) === "status");
    const count = fitting(plain ? next : [...next, "status=open"]).length;
    const text = plain ? count : nav.dataset.open.replace("#", count);
    link.lastElementChild.textContent = on ? nav.dataset.off : text;
    if (on) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  if (!whole) return;
  const shown = fitting(tokens);
  for (const card of cards) card.hidden = !shown.includes(card);
  for (const section of document.querySelectorAll("main section")) {
    section.hidden = tokens.length && !shown.some((card) => section.contains(card));
  }
  document.querySelector(".none").hidden = shown.length || !tokens.length;
  clear.hidden = !tokens.length;
  const text = tokens.length ? nav.dataset.tally.replace("#", shown.length) : all;
  if (status.textContent !== text) status.textContent = text;
};

const go = (event) => {
  const link = event.target.closest("a");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
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
