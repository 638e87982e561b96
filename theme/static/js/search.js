// Searches with Pagefind, which is loaded once somebody does. What is asked stands in the address.

const place = document.querySelector("[data-index]");
const text = place.dataset;
const index = new URL(text.index, location).href;
const asked = () => new URLSearchParams(location.search);
const make = (name, properties, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

const selects = text.facets.split(" ").map((name) =>
  make("select", { name, id: name }, new Option(text.any, "")));
const fields = [make("input", { type: "search", name: "q", id: "q" }), ...selects];
const form = make("form", { role: "search" },
  ...fields.map((one) => make("label", {}, text[one.id], one)));
const status = make("p", { role: "status" });
const list = make("ol", { className: "rows" });
const more = make("button", { className: "button", hidden: true }, text.more);
place.append(form, status, list, more);

let engine;
const load = () => engine ??= (async () => {
  const pagefind = await import(`${index}pagefind.js`);
  await pagefind.options({ baseUrl: new URL(text.root, location).pathname });
  const { languages } = await (await fetch(`${index}pagefind-entry.json`)).json();
  for (const language in languages) {
    if (language !== document.documentElement.lang) await pagefind.mergeIndex(index, { language });
  }
  const filters = await pagefind.filters();
  for (const one of selects) {
    for (const value in filters[one.name]) one.add(new Option(value));
    one.value = asked().get(one.name) ?? "";
  }
  return pagefind;
})();

const row = ({ url, meta, filters, excerpt, sub_results: parts }) => make("li", {},
  make("a", { href: meta.url ?? url }, meta.title),
  make("span", { className: "meta" }, [...Object.values(filters).flat(), meta.day].join(", ")),
  make("p", { innerHTML: excerpt }),
  ...parts.filter((part) => part.url !== url && !meta.url).slice(0, 3)
    .map((part) => make("a", { href: part.url }, part.title)));

let rest;
const show = async (first) => {
  const from = rest;
  const rows = (await Promise.all(from.splice(0, 10).map((one) => one.data()))).map(row);
  // Somebody may have typed on meanwhile.
  if (from !== rest) return;
  if (first) list.replaceChildren();
  list.append(...rows);
  more.hidden = !rest.length;
  return rows;
};

const search = async () => {
  const wanted = [...asked()].filter(([name]) => form.elements[name]);
  const { q = null, ...filters } = Object.fromEntries(wanted);
  let told = "";
  rest = [];
  try {
    if (wanted.length) {
      const found = await (await load()).debouncedSearch(q, { filters }, 150);
      if (!found) return;
      rest = found.results;
      told = rest.length ? text.found.replace("#", rest.length) : text.none;
    }
  } catch {
    engine = null;
    told = text.broken;
  }
  if (await show(true)) status.textContent = told;
};

const ask = (event) => {
  event.preventDefault();
  const given = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  history[event.type === "submit" ? "pushState" : "replaceState"](0, "", `?${given}`);
  search();
};

const read = () => {
  for (const one of fields) one.value = asked().get(one.name) ?? "";
  search();
};

form.addEventListener("input", ask);
form.addEventListener("submit", ask);
form.addEventListener("focusin", load, { once: true });
more.addEventListener("click", async () => (await show())[0].querySelector("a").focus());
addEventListener("popstate", read);
read();
