"""What the head of a page says of the article: title, who publishes it, and when."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from hospext.reading.document import Metadata

# Names in the order of trust; ArticleTitle, PubDate and ContentSource are those of Chinese government sites.
_TITLES = ("articletitle", "og:title", "twitter:title", "dc.title", "dcterms.title")
_PUBLISHERS = ("contentsource", "source", "og:site_name", "sitename", "dc.publisher", "publisher")
_DATES = (
    "pubdate",
    "article:published_time",
    "og:published_time",
    "publishdate",
    "publish_date",
    "datepublished",
    "dc.date",
    "dcterms.created",
    "dc.date.issued",
    "weibo:article:create_at",
    "date",
)
_DAY = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})(?:[-/.年]\s?(?P<month>1[0-2]|0?[1-9])[-/.月]\s?(?P<day>3[01]|[12][0-9]|0?[1-9])|"
    r"(?P<mm>1[0-2]|0[1-9])(?P<dd>3[01]|[12][0-9]|0[1-9]))(?![0-9])"
)
_SITE = re.compile(r"\s*[-_|–—]+\s*(?P<site>[^-_|–—]{2,40})$")
_SITE_ENDS = re.compile("(?:网|网站|门户|医院|委员会|委|局|厅|中心|政府|平台|日报|新闻|首页)$")


def metadata_of(parsed: Any) -> Metadata:
    """Title, publisher and date as the page gives them to programs."""
    values: dict[str, str] = {}
    for meta in parsed.css("meta"):
        attributes = meta.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
        content = " ".join((attributes.get("content") or "").split())
        if name and content:
            values.setdefault(name.strip().lower(), content)
    title = _first(values, _TITLES) or _page_title(parsed, values)
    date = next((day for name in _DATES if (day := _day(values.get(name, "")))), None) or _time(parsed)
    known = (title, _first(values, _PUBLISHERS), date)
    return Metadata(*known, source="html meta" if any(known) else None)


def _first(values: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((values[name] for name in names if name in values), None)


def _page_title(parsed: Any, values: dict[str, str]) -> str | None:
    """The title of the page without the name of the site behind it."""
    node = parsed.css_first("title")
    title = " ".join(node.text().split()) if node is not None else ""
    tail = _SITE.search(title)
    while tail and tail.start() and (tail["site"] in values.values() or _SITE_ENDS.search(tail["site"])):
        title = title[: tail.start()]
        tail = _SITE.search(title)
    return title or None


def _time(parsed: Any) -> dt.date | None:
    """The day of the first <time>, where the page gives it to programs."""
    for node in parsed.css("time[datetime]"):
        day = _day(node.attributes.get("datetime") or "")
        if day:
            return day
    return None


def _day(text: str) -> dt.date | None:
    found = _DAY.search(text)
    try:
        return dt.date(*(int(part) for part in found.groups() if part)) if found else None
    except ValueError:
        return None
