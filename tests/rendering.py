"""Documents built by the usual writers, so that the readers are tested on what people have."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer

FONT = "STSong-Light"  # comes with every PDF reader: nothing is embedded
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
MARGIN, GUTTER = 50, 18


def style(size: float = 10.5, **options: Any) -> ParagraphStyle:
    return ParagraphStyle("p", fontName=FONT, fontSize=size, leading=1.5 * size, wordWrap="CJK", **options)


def build_pdf(
    path: Path, story: list[Any], columns: int = 1, on_page: Callable[[Canvas, Any], None] | None = None
) -> Path:
    """A PDF of platypus flowables in one or more columns."""
    width, height = A4
    wide = (width - 2 * MARGIN - GUTTER * (columns - 1)) / columns
    frames = [
        Frame(MARGIN + i * (wide + GUTTER), MARGIN, wide, height - 2 * MARGIN, leftPadding=0, rightPadding=0)
        for i in range(columns)
    ]
    document = BaseDocTemplate(str(path), pagesize=A4, invariant=1)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=on_page or (lambda canvas, _: None)))
    document.build(story)
    return path


def text_as_pdf(text: str, path: Path, columns: int = 1) -> Path:
    """Each line of a text as a paragraph."""
    body = style()
    story = [
        Paragraph(html.escape(line.strip()), body) if line.strip() else Spacer(1, 8)
        for line in text.splitlines()
    ]
    return build_pdf(path, story, columns)


def text_as_docx(text: str, path: Path) -> Path:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(str(path))
    return path


def text_as_html(text: str, path: Path) -> Path:
    """A page as hospitals publish them: the article among menus, adverts, links and scripts."""
    body = "\n".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())
    path.write_text(PAGE.format(body=body), encoding="utf-8")
    return path


PAGE = """<!doctype html>
<html><head><meta charset="utf-8"><title>新闻动态</title>
<script>var beds = "开放床位9999张";</script><style>p {{ margin: 0 }}</style></head>
<body>
<div class="header"><div class="logo">云川卫生健康网</div><form><input name="q"><button>搜索</button></form></div>
<nav><ul><li><a href="/">首页</a></li><li><a href="/a">概况 床位8888张</a></li><li><a href="/b">新闻</a></li></ul></nav>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/n">新闻</a></div>
<div class="main">
<div class="share-box">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<div class="article">{body}</div>
<div class="ad-banner"><a href="/ad">广告：体检套餐优惠50%，仅需1999元</a></div>
<div class="related"><h3>相关阅读</h3><ul><li><a href="1">2023年门诊100万人次</a></li><li><a href="2">2022年</a></li></ul></div>
<div class="comments"><p>网友评论：去年我在这里住了30天。</p></div>
</div>
<aside><h3>热点</h3><ul><li><a href="3">全院职工7777人</a></li></ul></aside>
<footer>版权所有 2024 云川卫生健康网 电话0571-88888888 浙ICP备12345678号</footer>
</body></html>
"""
