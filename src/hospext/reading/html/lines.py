"""From elements to lines, as a browser shows them, and to tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hospext.reading.assembly import Assembly
from hospext.reading.grid import Grid, flow, trimmed
from hospext.reading.html.tree import Element
from hospext.reading.scripts import lowered, raised

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_IN_LAYOUT = frozenset(
    ["table", "h1", "h2", "h3", "form", "article", "section", "hr"]
)  # in a cell: the table is no table of data
_SPACE = re.compile("[ \t\n\r\f]+")
_MOST_SPAN = 1000
# What sites write between headline and article, and below it, that says nothing of the article.
_COUNTERS = re.compile(
    r"(?:^|(?<=[\s|｜】]))(?:(?:浏览|阅读|点击|访问|查看)(?:次数|人数|数量|量|数)?\s*[：:]\s*[0-9,]*\s*次?|"
    r"[【\[（(]?字[体号]\s*[：:][^】\]）)。]{0,20}[】\]）)]?|【?(?:打印本?页?|关闭(?:本?页|窗口)?|收藏本?页?|分享到?[：:]?)】?)"
    r"(?=[\s|｜【]|$)"
)
_BYLINE = re.compile("发布|来源|时间|日期|作者")
_IN_BYLINE = re.compile(
    r"(?:浏览|阅读|点击|访问|查看)(?:次数|人数|数量|量|数)?\s*[：:]\s*[0-9,]*\s*次?|字[体号]\s*[：:]\s*[【\[（(]?[大中小\s]{1,8}[】\]）)]?"
)
_FURNITURE = re.compile(
    r"(?:您?(?:当前|现在|所在)的?(?:所在)?位置|您的位置)(?:是)?\s*[：:].*|(?:上|下)一[篇条页].{0,80}|返回(?:顶部|首页|列表|上一?页)|"
    r"(?:微信|手机)?扫.{0,4}扫.{0,30}|分享(?:到|至)?.{0,20}|相关(?:链接|阅读|新闻|文章|推荐)[：:]?|"
    r".{0,60}(?:ICP备|公网安备|网站标识码|版权所有|All Rights Reserved|Copyright).{0,120}|"
    r"(?:阅读|赞|在看)\s?[0-9.]+万?.{0,20}|关注该公众号|(?:微信|微博|QQ空间|朋友圈)+|(?:首页|打印|关闭|收藏|返回|更多|更多>>|登录|注册|搜索|TOP|\||\s)+",
    re.I,
)
_MOST_FURNITURE = 200  # characters of a line that may be furniture


def add_lines(root: Element, assembly: Assembly) -> None:
    """Add what an element shows."""
    writer = _Writer(assembly)
    writer.children(root)
    writer.end_line()


class _Writer:
    """Collects inline text until a block ends it."""

    def __init__(self, assembly: Assembly | None) -> None:
        self._assembly = assembly
        self._parts: list[str] = []
        self.lines: list[str] = []  # of a cell, which has no assembly

    def children(self, element: Element, keep_space: bool = False) -> None:
        for child in element.children:
            if isinstance(child, str):
                self._text(child, keep_space)
            elif child.tag == "br":
                self._put_line()
            elif child.tag == "hr":
                self.end_line()
            elif child.tag == "table" and self._assembly is not None and not _is_layout(child):
                self._table(child)
            elif child.tag in ("sup", "sub"):
                self._script(child)
            elif child.tag in _BLOCKS:
                self.end_line()
                self.children(child, keep_space or child.tag == "pre")
                self.end_line()
            else:
                self.children(child, keep_space)

    def end_line(self) -> None:
        """End the line, if there is one."""
        if "".join(self._parts).strip(" "):
            self._put_line()
        self._parts = []

    def _put_line(self) -> None:
        text = "".join(self._parts)
        self._parts = []
        line = text.strip(" ") if "\n" not in text and "\t" not in text else text
        if self._assembly is None:
            self.lines.append(line)
        elif not line.strip() or (kept := without_furniture(line)):
            self._assembly.line(kept if line.strip() else "")

    def _text(self, text: str, keep_space: bool) -> None:
        if keep_space:
            self._parts.append(text)
            return
        shown = _SPACE.sub(" ", text)
        if shown.startswith(" ") and (not self._parts or self._parts[-1].endswith((" ", "\n"))):
            shown = shown[1:]
        if shown:
            self._parts.append(shown)

    def _script(self, element: Element) -> None:
        """Raised or lowered text; marks that lead to a footnote are left out."""
        links = [child for child in element.elements() if child.tag == "a"]
        if links and all(link.get("href").startswith("#") for link in links):
            return
        inner = _Writer(None)
        inner.children(element)
        inner.end_line()
        turn = raised if element.tag == "sup" else lowered
        self._parts.append(turn("".join(inner.lines)))

    def _table(self, table: Element) -> None:
        assert self._assembly is not None
        grid = trimmed(_grid(table))
        self.end_line()
        for caption in (each for each in table.elements() if each.tag == "caption"):
            self.children(caption)
            self.end_line()
        if grid.is_data:
            self._assembly.table(grid)
            return
        for row in _rows(table):
            for cell in row:
                self.children(cell)
                self.end_line()


def _is_layout(table: Element) -> bool:
    if table.get("role") in ("presentation", "none"):
        return True
    return any(each.tag in _IN_LAYOUT for row in _rows(table) for cell in row for each in _inside(cell))


def _inside(element: Element) -> Iterator[Element]:
    for child in element.elements():
        yield child
        yield from _inside(child)


def _groups(table: Element) -> list[list[list[Element]]]:
    """The cells of each row of head, body and foot, in the order in which a browser shows them."""
    parts: dict[str, list[list[Element]]] = {"thead": [], "tbody": [], "tfoot": []}
    for child in table.elements():
        rows = [child] if child.tag == "tr" else child.elements() if child.tag in parts else []
        for row in rows:
            if row.tag == "tr":
                cells = [cell for cell in row.elements() if cell.tag in ("td", "th")]
                parts["tbody" if child.tag == "tr" else child.tag].append(cells)
    return list(parts.values())


def _rows(table: Element) -> list[list[Element]]:
    return [row for group in _groups(table) for row in group]


def _grid(table: Element) -> Grid:
    groups, rows = _groups(table), _rows(table)
    heads = len(groups[0]) or next(
        (n for n, row in enumerate(rows) if any(cell.tag != "th" for cell in row)), 0
    )
    return flow(
        (
            [(_cell(cell), _tall(cell, len(group) - at), _span(cell, "colspan") or 1) for cell in row]
            for group in groups
            for at, row in enumerate(group)
        ),
        heads or None,
    )


def _tall(cell: Element, left: int) -> int:
    """How many rows a cell covers; none beyond its part of the table."""
    return min(_span(cell, "rowspan") or left, left)


def _cell(cell: Element) -> str:
    writer = _Writer(None)
    writer.children(cell)
    writer.end_line()
    return "\n".join(line for line in writer.lines if line.strip())


def _span(cell: Element, name: str) -> int:
    text = cell.get(name).strip()
    return min(int(text), _MOST_SPAN) if text.isascii() and text.isdecimal() else 1


def without_furniture(line: str) -> str:
    """A line without counters, font sizes and share buttons; nothing where that is all it holds."""
    if len(line) > _MOST_FURNITURE or "。" in line:
        return line
    if _FURNITURE.fullmatch(line.strip()):
        return ""
    shown = _COUNTERS.sub("", line) if _COUNTERS.search(line) else line
    if _BYLINE.search(shown):
        shown = _IN_BYLINE.sub(" ", shown)
    return shown.rstrip()
