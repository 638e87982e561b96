const PER_PAGE = 10;
const PER_FEED = 10;

const newestFirst = (items) => items.sort((a, b) => b.date - a.date);

const group = (posts, key) => {
  const groups = new Map();
  for (const post of posts)
    for (const name of post.data[key]) groups.set(name, [...(groups.get(name) ?? []), post]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, filed]) => ({ name, filed }));
};

// A page for each ten posts of each group.
const pagesOf = (groups, folder) =>
  groups.flatMap(({ name, filed }) => {
    const count = Math.ceil(filed.length / PER_PAGE);
    const url = (page) => `/${folder}/${name}/${page > 1 ? `page/${page}/` : ""}`;
    return Array.from({ length: count }, (_, at) => ({
      name,
      posts: filed.slice(at * PER_PAGE, (at + 1) * PER_PAGE),
      number: at + 1,
      count,
      url: url(at + 1),
      newer: at ? url(at) : "",
      older: at + 1 < count ? url(at + 2) : "",
    }));
  });

export default (config) => {
  const posts = (api) => newestFirst(api.getFilteredByGlob("content/posts/*.md"));
  const weeks = (api) => newestFirst(api.getFilteredByGlob("content/roundups/*.md"));
  const tags = (api) => group(posts(api), "labels");
  const categories = (api) => group(posts(api), "categories");

  config.addCollection("posts", posts);
  config.addCollection("weeks", weeks);
  config.addCollection("labels", tags);
  config.addCollection("categories", categories);
  config.addCollection("tagPages", (api) => pagesOf(tags(api), "tags"));
  config.addCollection("categoryPages", (api) => pagesOf(categories(api), "categories"));
  config.addCollection("feeds", (api) => {
    const of = (folder) => ({ name, filed }) => ({
      path: `${folder}/${name}`,
      name,
      items: filed,
    });
    return [
      { path: "everything", name: "Everything", items: newestFirst([...posts(api), ...weeks(api)]) },
      { path: "posts", name: "Posts", items: posts(api) },
      { path: "roundups", name: "Roundups", items: weeks(api) },
      ...tags(api).map(of("tags")),
      ...categories(api).map(of("categories")),
    ].map((feed) => ({ ...feed, items: feed.items.slice(0, PER_FEED) }));
  });

  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("iso", (date) => date.toISOString());
  config.addFilter("rfc822", (date) => date.toUTCString().replace("GMT", "+0000"));
  config.addPassthroughCopy({ static: "theme" });

  return {
    dir: { input: "content", includes: "../templates", output: "output" },
    markdownTemplateEngine: false,
  };
};
