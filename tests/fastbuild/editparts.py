"""What edits put into a site: texts, templates' snippets, settings, other people's plugins."""

from __future__ import annotations

from pathlib import Path

__all__ = [
    "BREAKS", "CARDS", "CODE", "EVERYWHERE", "IN_ARTICLES", "OWN_PLUGINS", "PARAGRAPHS", "PATTERNS",
    "SETTINGS", "SHOWERS", "TRAILS", "WHOLE_ONLY", "WHOLE_SETTINGS",
]  # fmt: skip

PARAGRAPHS = (
    "More of {words}.", "See [{words}]({link}).", "## About {words}\n\nWell.",
    "![A picture]({{static}}/images/other.png)", "Note.[^2]\n\n[^2]: Of {words}.",
    "```python\nprint({words!r})\n```", "* one\n* {words}", "![A dot]({{static}}/images/dot.png)",
    "[All about it]({{filename}}/pages/about.md#top)", "[That]({{filename}}/posts/n1.md)",
    "[This]({{static}}/images/new.png)", "Some **strong** words, and *{words}*.",
    "[Back]({{filename}}/posts/cake.md#what-now)", '<a href="/how/">So</a>',
    '<a href="/posts/keys/">Keys</a>', "[A tag]({{tag}}work) and [an index]({{index}})",
)  # fmt: skip
BREAKS = (
    "[lost]({filename}/posts/nowhere.md)", "![lost]({static}/images/nowhere.png)", "[" * 200,
    "Call 614 555 0188.", "Write to someone.else@mail.example.", '<a href="/nowhere/">lost</a>',
    "<p>unclosed <div>", "<script>alert(1)</script>", "[here](#nowhere)",
)  # fmt: skip
SHOWERS = (
    (
        "leads/n{n}.md",
        "Title: {words}\nCompany: Millrace\nDate: 2009-08-2{n}\nTags: {tags}\n\n{text}\n",
    ),
    ("showers/nora/n{n}.md", "Title: {words}\nKind: advice\nDate: 2009-08-2{n}\n\n{text}\n"),
    ("events/n{n}.md", "Title: {words}\nStart: 2009-09-0{n} 10:00\n\n{text}\n"),
    ("network/n{n}.md", "Title: Ann {n}\nConsent: 2009-08-01\n\n{text}\n"),
    ("roundups/2009-w3{n}.md", "Summary: {words}\n\n{text}\n"),
)
TRAILS = {
    "leads": (
        "2009-08-27 claimed by Dana R.", "2009-08-28 applied by Nora Whitfield",
        "2009-08-28 filled",
        "2009-08-27 closed", "2009-08-28 retracted", "2009-08-28 interview by Dana R.",
        "2009-08-28 landed by Dana R.: at last", "2009-08-28 reopened", "2009-08-29 closed",
    ),
    "showers": (
        "2009-08-27 claimed by Dana R.", "2009-08-28 granted by Dana R.", "2009-08-28 thanked",
        "2009-08-28 withdrawn", "2009-08-27 claimed by someone", "2009-08-28 unclaimed by someone",
    ),
}  # fmt: skip
# What nobody else is to read: who is named there must not be on the site.
CARDS = (
    "Name: Ulla Harbor\n",
    "Name: Rice Cake\nMet: here\n",
    "Name: Some Words\nPhone: 216-555-0123\n",
)
WHOLE_ONLY = (
    ("leads", "Closes", ("2009-08-28", "2009-08-30", "2009-08-20", None)),
    ("leads", "Company", ("Millrace", "Harbor Press", "A & B")),
    ("leads", "Tags", ("work", "books", None)),
    ("leads", "Remote", ("yes", "hybrid", None)),
    ("leads", "Kind", ("referral", None)),
    ("leads", "Date", ("2009-08-01", "2009-08-28", "2009-08-29", "2009-07-14")),
    ("showers", "Priority", ("high", "low", None)),
    ("showers", "Quantity", ("2", "unlimited", None)),
    ("showers/nora/shower.md", "Show-Claims", ("taken", "hidden", None)),
    ("showers/nora/shower.md", "Status", ("landed", None)),
    ("showers/nora/shower.md", "Party", ("club", None)),
    ("events", "Start", ("2009-08-28 10:00", "2009-09-30 10:00")),
    ("events", "Status", ("cancelled", None)),
    ("events", "Tags", ("work", None)),
    ("network", "Met", ("At the harbor.", None)),
    ("network", "Feed", ("https://dana.example/other.xml", None)),
    ("roundups", "Goals", ("[x] One\n    [ ] Two", "[ ] Three", None)),
    ("roundups", "Title", ("A week", None)),
    ("posts", "Series", ("Parting", "Parting", None)),
    ("posts", "Aliases", ("old/address", None)),
    ("posts", "Image", ("images/other.png", None)),
)

# What a template may read. A page that read it is another one when that is another.
EVERYWHERE = (
    "{{ SITENAME }}", "{{ articles|length }}", "{{ articles[0].title }}",
    "{{ NOTE|default('none') }}",
    "{% for one in articles %}{{ one.title }}, {% endfor %}", "{{ output_file|length }}",
    "{% for one in articles if one.category == 'Help' %}{{ one.slug }} {% endfor %}",
    "{{ pages|map(attribute='title')|join(', ') }}", "{{ drafts|length }}", "{{ dates|length }}",
    "{{ (articles|last).summary|striptags }}", "{{ DEFAULT_PAGINATION }}",
    "{% for tag, them in tags|sort %}{{ tag }} {{ them|length }} {% endfor %}",
    "{{ articles|sort(attribute='title')|map(attribute='slug')|first }}",
    "{{ (articles|map(attribute='date')|max).year }}", "{{ generated_content|length }}",
    "{{ articles|groupby('category')|length }}", "{{ hidden_articles|length }}",
    "{% include 'note.html' ignore missing %}",
    "{{ articles|map(attribute='content')|join|length }}",
    "{% include ['note.html', 'extend_head.html'] ignore missing %}", "{{ translations|length }}",
    "{{ articles|map(attribute='lang')|unique|join }}", "{{ localsiteurl|default('') }}",
    "{{ static_content|length }}", "{{ authors|length }} {{ categories|length }}",
    "{% set all = namespace(n=0) %}{% for it in articles %}{% set all.n = all.n + it.title|length %}{% endfor %}{{ all.n }}",  # noqa: E501
    "{{ MENUITEMS|default([])|length }}", "{{ articles is defined }}",
    "{{ nosuch|default('nothing') }}",
    "{{ articles|selectattr('modified', 'defined')|list|length }}",
)  # fmt: skip
IN_ARTICLES = (
    "{{ article.title }}", "{{ article.url }}", "{{ article.metadata|length }}",
    "{% for key, value in article.metadata|dictsort %}{{ key }} {% endfor %}",
    "{{ article.tags|default([])|length }}", "{{ article.translations|length }}",
    "{{ article == articles[0] }}", "{{ article in articles[:3] }}",
    "{% if article in articles %}{{ articles.index(article) }}{% endif %}",
    "{{ article.settings.NOTE|default('none') }}", "{{ article.settings.SITENAME }}",
    "{{ article.relative_source_path }}", "{{ article.content|length }}",
    "{{ article.get_content('https://x.example')|length }}", "{{ article.date.month }}",
    "{{ article.category.slug }}", "{{ article.author|default('') }}", "{{ article.locale_date }}",
    "{{ article.reading_minutes|default(0) }}", "{{ article.nosuch|default('no') }}",
    "{% for one in articles if one.author == article.author %}{{ one.slug }} {% endfor %}",
    "{% for one in articles if one.date < article.date %}{{ one.slug }} {% endfor %}",
    "{{ article.similar_posts|default([])|length }}", "{{ article.metadata.get('summary', '') }}",
    "{{ article.extra_word|default('none') }}", "{{ article.get_siteurl() }}",
    "{{ article.category.page_name }}", "{{ article.status }}", "{{ article.save_as }}",
)  # fmt: skip

# Whatever a plugin of somebody else's gives to templates, if it is there.
PATTERNS = (
    "{% if quoted is filter %}<p>{{ 'Said'|quoted }}</p>{% endif %}",
    "{% if spoken is defined %}<p>{{ spoken() }}</p>{% endif %}",
    "{% if counted is defined %}<p>{{ counted() }}</p>{% endif %}",
    "{% if extra is defined %}<p>{{ extra.word }} {{ extra.words|length }}</p>{% endif %}",
    "{% if article is defined %}<p>{{ article.extra_word|default('none') }}</p>{% endif %}",
    "{% if odd is test %}<p>{{ SITENAME is odd }}</p>{% endif %}",
    "<p>{{ SITESUBTITLE|default('no subtitle') }}</p>",
    "{% if extra is defined %}<p>{{ extra }}</p>{% endif %}",
)
OWN_PLUGINS = tuple(
    path.read_text("utf-8")
    for path in sorted(Path(__file__).parent.joinpath("others").glob("*.py"))
)
"""Other people's plugins; WORD is for another one each time."""

SETTINGS: dict[str, tuple[str | None, ...]] = {
    "SITENAME": ('"Other"', '"A & B"', None), "SITEURL": ('"https://x.example"', '""', None),
    "SITESUBTITLE": ('"Words"', None), "NOTE": ('"a note"', '"another"', None),
    "DEFAULT_PAGINATION": ("2", "3", "4", "False"), "AUTHOR": ('"Luis Ferrer"', None),
    "RELATIVE_URLS": ("True", None), "DEFAULT_CATEGORY": ('"Misc"', None),
    "SUMMARY_MAX_LENGTH": ("3", "50", None), "TIMEZONE": ('"Asia/Tokyo"', None),
    "DEFAULT_DATE_FORMAT": ('"%Y"', None), "DELETE_OUTPUT_DIRECTORY": ("True", None),
    "FEED_MAX_ITEMS": ("2", None), "MENUITEMS": ('[("A", "https://a.example/")]', None),
    "FAST_PROCESSES": ("1", "2", "3", None), "FAST_CACHE": ("False", None, None),
    "JINJA_GLOBALS": ('{"spoken": lambda: "said"}', '{"spoken": lambda: "or not"}', None),
    "JINJA_FILTERS": ('{"quoted": str.upper}', '{"quoted": str.lower}', None),
    "IGNORE_FILES": ('["p1.md"]', None), "REVERSE_CATEGORY_ORDER": ("True", None),
    "ARTICLE_ORDER_BY": ('"title"', '"date"', None), "NEWEST_FIRST_ARCHIVES": ("False", None),
    "ARTICLE_EXCLUDES": ('["posts/none"]', None), "DEFAULT_LANG": ('"es"', None, None),
    "AUTHOR_SAVE_AS": ('""', None), "TAG_SAVE_AS": ('"tagged/{slug}.html"', None),
    "TAG_URL": ('"tagged/{slug}.html"', None), "WITH_FUTURE_DATES": ("False", None),
    "MARKDOWN": ('{"extension_configs": {"markdown.extensions.extra": {}}}', None),
    "EXTRA_PATH_METADATA": ('{"images/dot.png": {"path": "dots/dot.png"}}', None),
    "FORMATTED_FIELDS": ('["summary", "note"]', None), "ARTICLE_TRANSLATION_ID": ('"title"', None),
    "SLUGIFY_PRESERVE_CASE": ("True", None), "USE_FOLDER_AS_CATEGORY": ("True", None),
    "PAGINATED_TEMPLATES": ('{"index": 2, "tag": None}', None),
    "DIRECT_TEMPLATES": ('["index", "tags"]', None),
}  # fmt: skip
WHOLE_SETTINGS: dict[str, tuple[str | None, ...]] = {
    "WRITE_DRAFTS": ("False", None), "TOC_MIN_HEADINGS": ("1", "0", None),
    "TOC_MIN_WORDS": ("5", None), "RELATED_POSTS": ("1", "0", None), "READING_SPEED": ("5", None),
    "LEAD_STALE_DAYS": ("5", None), "ROUNDUP_EVENT_DAYS": ("30", None), "REPLY_TO": ("None", None),
    "SHARE_LINKS": ('["mastodon", "email"]', "[]", None), "SEARCH": ("False", None),
    "SEO_PICTURES": ("False", None), "IMAGE_WIDTHS": ("(8, 12)", None),
    "FEED_ARCHIVES": ("False", None),
    "INLINE_STYLES": ("True", None), "FEED_DOMAIN": ('"https://y.example"', None),
    "WEBSUB_HUB": ('"https://hub.example/"', None), "SEO_CREATOR": ('"@nora@social.example"', None),
    "EXTRA_KEYS": ('["Compnay"]', None), "PUBLIC_CONTACTS": ('["614 555 0188"]', None),
    "MAX_NESTING": ("300", None),
}  # fmt: skip

# Our own plugins' code: a word in it, and another, which shows or does not.
CODE = (
    ("plugins/jobshower/wording.py", "said thank you", "said gracias :"),
    ("plugins/jobshower/wording.py", "is following it up", "is pursuing it, yes"),
    ("plugins/jobshower/wording.py", "being followed up", "now followed up!!"),
    ("plugins/reading/related.py", "-round(weight", "+round(weight"),
    ("plugins/reading/markdown.py", "from __future__", "# Here\nfrom __future__"),
    ("plugins/fastbuild/render.py", "_FEW = 24", "_FEW = 12"),
    ("plugins/feeds/calendar.py", "from __future__", "# Here\nfrom __future__"),
    ("plugins/safebuild/verify.py", "from __future__", "# Here\nfrom __future__"),
)
