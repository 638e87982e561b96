"""Exports as other programs write them, made of a few words."""

from __future__ import annotations

from html import escape

WORDPRESS = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old</title><link>https://old.example</link>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_login>nora</wp:author_login><wp:author_email>nora@mail.example</wp:author_email>
<wp:author_display_name><![CDATA[Nora W.]]></wp:author_display_name></wp:author>
{items}</channel></rss>
"""


def wordpress(*items: str) -> str:
    return WORDPRESS.format(items="\n".join(items))


def item(
    text: str = "Some text.",
    *,
    number: int = 1,
    title: str = "Cake",
    kind: str = "post",
    status: str = "publish",
    name: str = "cake",
    link: str = "https://old.example/2009/08/03/cake/",
    guid: str = "",
    date: str = "2009-08-03 12:30:00",
    more: str = "",
    author: str = "nora",
    excerpt: str = "",
) -> str:
    """One item of WordPress's export; `date` is in UTC."""
    return f"""<item><title>{escape(title)}</title><link>{link}</link>
<dc:creator>{author}</dc:creator>
<guid isPermaLink="false">{guid or f"https://old.example/?p={number}"}</guid>
<content:encoded><![CDATA[{text}]]></content:encoded>
<excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date>2009-08-03 08:30:00</wp:post_date>
<wp:post_date_gmt>{date}</wp:post_date_gmt><wp:post_name>{name}</wp:post_name>
<wp:status>{status}</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>"""


def category(name: str, nicename: str = "x", domain: str = "category") -> str:
    return f'<category domain="{domain}" nicename="{nicename}"><![CDATA[{name}]]></category>'


COMMENT = """<wp:comment><wp:comment_author>Gus R.</wp:comment_author>
<wp:comment_author_email>gus@mail.example</wp:comment_author_email>
<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>
<wp:comment_date_gmt>2009-08-04 10:00:00</wp:comment_date_gmt>
<wp:comment_content>Save me a &lt;b&gt;slice&lt;/b&gt;.</wp:comment_content>
<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type></wp:comment_type></wp:comment>"""

BLOGGER = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:app="http://purl.org/atom/app#"
    xmlns:thr="http://purl.org/syndication/thread/1.0">
<id>tag:blogger.com,1999:blog-1.archive</id><title>Old</title>
<link rel="alternate" type="text/html" href="http://old.example/"/>
{entries}</feed>
"""


def blogger(*entries: str) -> str:
    return BLOGGER.format(entries="\n".join(entries))


def entry(
    text: str = "Text.",
    *,
    number: int = 1,
    kind: str = "post",
    title: str = "Tea",
    link: str = "http://old.example/2009/08/tea.html",
    labels: tuple[str, ...] = (),
    draft: bool = False,
    reply: str = "",
) -> str:
    """One entry of Blogger's export."""
    terms = "".join(
        f'<category scheme="http://www.blogger.com/atom/ns#" term="{label}"/>' for label in labels
    )
    return f"""<entry><id>tag:blogger.com,1999:blog-1.post-{number}</id>
<published>2009-08-03T08:30:00.000-04:00</published><updated>2009-08-03T08:30:20.000-04:00</updated>
<category scheme="http://schemas.google.com/g/2005#kind"
    term="http://schemas.google.com/blogger/2008/kind#{kind}"/>{terms}
<title type="text">{title}</title><content type="html">{escape(text)}</content>
{"<app:control><app:draft>yes</app:draft></app:control>" if draft else ""}
{f'<link rel="alternate" type="text/html" href="{link}"/>' if link and not draft else ""}
{f'<thr:in-reply-to ref="tag:blogger.com,1999:blog-1.post-{reply}"/>' if reply else ""}
<author><name>Nora W.</name><email>nora@mail.example</email></author></entry>"""
