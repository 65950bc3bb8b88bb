"""Web pages: what is shown, what is article, tables, encodings, metadata."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from hospext.reading import Document, read_file


def page(folder: Path, body: str, head: str = "", encoding: str = "utf-8") -> Document:
    path = folder / "a.html"
    path.write_bytes(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(encoding))
    return read_file(path)


SHOWN = {
    "blocks": ("<p>一</p><div>二<div>三</div>四</div><ul><li>五<li>六</ul>", "一\n二\n三\n四\n五\n六\n"),
    "inline joins": ("<p>床位<b>9</b><span>11</span>张</p>", "床位911张\n"),
    "space as in a browser": ("<p>  a \n\t b&nbsp;c　d </p>", "a b\u00a0c　d\n"),
    "breaks": ("<p>一<br>二<br/><br/>三</p>", "一\n二\n\n三\n"),
    "entities": ("<p>&lt;5%&nbsp;&amp;&#x4E8C;&hellip;&ldquo;十四五&rdquo;</p>", "<5%\u00a0&二…“十四五”\n"),
    "raised and lowered": ("<p>900m<sup>2</sup>，CO<sub>2</sub></p>", "900m²，CO₂\n"),
    "mark of a footnote": ("<p>25909<sup><a href='#n1'>1</a></sup>人次</p>", "25909人次\n"),
    "note in brackets": ("<p>25909人次<sup>[1]</sup></p>", "25909人次[¹]\n"),
    "preformatted": ("<pre>床位  911\n人次\t35</pre>", "床位  911\n人次\t35\n"),
    "unshown": (
        "<p>正文</p><script>9</script><style>8</style><noscript>7</noscript><template><p>6</p></template><!-- 5 -->"
        "<textarea>4</textarea><select><option>3</option></select><button>2</button><svg><text>1</text></svg>",
        "正文\n",
    ),
    "deleted": ("<p>床位<del>1200</del><ins>1500</ins>张</p>", "床位1500张\n"),
    "hidden": (
        "<p>看得见的正文</p><div style='display: none'>看不见</div><p hidden>也不</p>",
        "看得见的正文\n",
    ),
    "pronunciation": ("<p><ruby>医<rp>(</rp><rt>yī</rt><rp>)</rp></ruby>院</p>", "医院\n"),
    "never closed": ("<p>一<p>二<table><tr><td>三", "一\n二\n三\n"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_shown(name: str, tmp_path: Path) -> None:
    body, text = SHOWN[name]
    assert page(tmp_path, body).text == text


ARTICLE = (
    "<h1>市第一医院2024年工作总结</h1><p>发布时间：2025-03-05 来源：办公室</p>"
    + "<p>2024年，我院开放床位1500张。</p>" * 3
)
TEXT = "市第一医院2024年工作总结\n发布时间：2025-03-05 来源：办公室\n" + "2024年，我院开放床位1500张。\n" * 3
LINKS = "".join(f"<li><a href='/{n}'>2023年门诊{n}万人次</a></li>" for n in range(5))

AROUND = {
    "navigation": f"<nav>{LINKS}</nav>{{}}",
    "roles": f"<div role=navigation>{LINKS}</div>{{}}<div role=contentinfo>电话8888</div>",
    "names": "<div class='top-nav'>首页 床位1张</div>{}<div id=sideBar>床位2张</div><div class='ad-box left'>床位3张</div>",
    "joined names": "<div class='bdsharebuttonbox'>分享 99</div>{}<div class='related-news'>上年床位8张</div>",
    "lists of links": f"<div><ul>{LINKS}</ul></div>{{}}<table><tr><td>{LINKS}</td></tr></table>",
    "head of the site": "<header><h1>市第一医院</h1>电话8888</header>{}<footer>版权所有 2024</footer>",
    "comments": "{}<div class=comments><p>我住了30天。</p></div><section id='comment-list'>去年20天</section>",
    "forms": "<form>查询<input value=9></form>{}",
    "lines": "<div>您当前的位置：首页 &gt; 新闻</div>{}<p>上一篇：2023年总结</p><div>浙ICP备2024号</div><p>【打印】</p>",
    "main": f"<div><ul>{LINKS}</ul>栏目 100</div><main>{{}}</main><div>推荐 200 本</div>",
    "a page inside one form": "<form id=aspnetForm>{}<input></form>",
    "a layout table": f"<table><tr><td>{LINKS}</td><td>{{}}</td></tr><tr><td colspan=2>网站标识码 3300</td></tr></table>",
}


@pytest.mark.parametrize("name", AROUND)
def test_what_is_around_an_article(name: str, tmp_path: Path) -> None:
    document = page(
        tmp_path, AROUND[name].format(ARTICLE), "<title>市第一医院2024年工作总结-市第一医院</title>"
    )
    assert document.text == TEXT
    assert document.tables == ()


KEPT = {
    "an article in a head": "<article><header><h1>题目床位9张</h1></header><p>正文正文正文正文</p></article>",
    "a page of links only": "<ul><li><a href=1>床位9张</a><li><a href=2>二</a><li><a href=3>三</a></ul>",
    "names of layout": "<div class='border-top position-relative'>床位9张</div><div class=hotel>住院</div>",
    "hidden until a program shows it": "<div id=js_content style='visibility: hidden'>床位9张</div>",
    "counts of an article": "<p>全年阅读量：120万次，床位9张</p>",
}


@pytest.mark.parametrize("name", KEPT)
def test_what_looks_like_furniture_and_is_none(name: str, tmp_path: Path) -> None:
    assert "床位9张" in page(tmp_path, KEPT[name]).text
    if name == "counts of an article":
        assert "120万次" in page(tmp_path, KEPT[name]).text


def test_counters_and_font_sizes_leave_the_byline(tmp_path: Path) -> None:
    body = "<div>发布时间：2025-03-05 浏览次数：1234次 【字体：大 中 小】 打印</div>" + ARTICLE
    assert page(tmp_path, body).text.splitlines()[0] == "发布时间：2025-03-05"
    joined = "<span>发布日期：2025-03-05 09:30</span><span>来源：办公室</span><span>浏览次数：1,286</span><span>字体：[ 大 中 小 ]</span>"
    assert page(tmp_path, joined + ARTICLE).text.splitlines()[0] == "发布日期：2025-03-05 09:30来源：办公室"


def cells(document: Document) -> list[tuple[str, int, int, int, int]]:
    (table,) = document.tables
    return [(document.text[c.start : c.end], c.row, c.column, c.rows, c.columns) for c in table.cells]


def test_table_with_spans_and_heads(tmp_path: Path) -> None:
    document = page(
        tmp_path,
        "<table><caption>表1 门诊情况</caption><thead><tr><th rowspan=2>科室</th><th colspan=2>2024年</th></tr>"
        "<tr><th>人次<br>（万）</th><th>收入</th></tr></thead><tfoot><tr><td>合计<td>2<td>3</tr></tfoot>"
        "<tr><td><p>内</p><p>科</p></td><td>1,035</td><td></td></tr><tr><td rowspan=0>外科<td>4<td>5<tr><td>6<td>7</table>",
    )
    assert document.text == (
        "表1 门诊情况\n科室\t2024年\t\n\t人次 （万）\t收入\n内 科\t1,035\t\n外科\t4\t5\n\t6\t7\n合计\t2\t3\n"
    )
    assert document.tables[0].header_rows == 2
    assert cells(document)[:5] == [
        ("科室", 0, 0, 2, 1),
        ("2024年", 0, 1, 1, 2),
        ("人次 （万）", 1, 1, 1, 1),
        ("收入", 1, 2, 1, 1),
        ("内 科", 2, 0, 1, 1),
    ]


def test_rows_of_heads_without_thead_and_empty_columns(tmp_path: Path) -> None:
    document = page(
        tmp_path, "<table><tr><th>科室<th><th>人次</tr><tr><th>内科<td>&nbsp;<td>35</tr><tr><td></tr></table>"
    )
    assert document.text == "科室\t人次\n内科\t35\n"
    assert document.tables[0].header_rows == 1


def test_what_sets_a_label_in_stands_before_its_cell(tmp_path: Path) -> None:
    document = page(tmp_path, "<table><tr><td>医疗收入<td>50<tr><td>&nbsp; &nbsp;药品收入<td>12</table>")
    assert document.text == "医疗收入\t50\n\u00a0 \u00a0药品收入\t12\n"
    assert [cell[0] for cell in cells(document)] == ["医疗收入", "50", "药品收入", "12"]


def test_tables_for_layout_are_text(tmp_path: Path) -> None:
    prose = "<p>2024年，我院开放床位1500张，门急诊人次增长。</p>" * 20
    for body in (
        f"<table><tr><td>{prose}</td><td>栏目</td></tr><tr><td>一</td><td>二</td></tr></table>",
        "<table role=presentation><tr><td>一<td>二<tr><td>三<td>四</table>",
        "<table><tr><td>一<td><table><tr><td>二</table><tr><td>三<td>四</table>",
        "<table><tr><td>一<tr><td>二</table>",
    ):
        document = page(tmp_path, body)
        assert document.tables == ()
        assert "\t" not in document.text


ENCODED = "<p>开放床位911张，门急诊847746人次，住院患者25909人次，朱镕基、陶喆。</p>"


@pytest.mark.parametrize(
    ("head", "encoding", "codec"),
    [
        ('<meta charset="gb2312">', "gb18030", "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "gb18030", "gb18030"),
        ("<meta charset=utf-8>", "utf-8", "utf-8"),
        ("<meta charset=gb2312>", "utf-8", "utf-8"),  # saved anew
        ("<meta charset=utf-8>", "gb18030", "gb18030"),  # wrongly declared
        ("", "gb18030", "gb18030"),
        ("", "utf-16", "utf-16"),
        ("<meta charset=gb2312>", "utf-8-sig", "utf-8-sig"),
        ("<meta charset=klingon>", "utf-8", "utf-8"),
    ],
)
def test_encoding(head: str, encoding: str, codec: str, tmp_path: Path) -> None:
    document = page(tmp_path, ENCODED, head, encoding)
    assert document.text == ENCODED[3:-4] + "\n"
    assert document.encoding == codec


@pytest.mark.parametrize(
    ("head", "title", "publisher", "date"),
    [
        (
            '<title>标题-市第一医院</title><meta name="ArticleTitle" content="工作总结"><meta name="PubDate" content="2025-03-05 10:20">'
            '<meta name="ContentSource" content="市卫生健康委员会"><meta name="SiteName" content="市政府">',
            "工作总结",
            "市卫生健康委员会",
            dt.date(2025, 3, 5),
        ),
        (
            '<meta property="og:title" content="工作总结"><meta property="og:site_name" content="卫生报">'
            '<meta property="article:published_time" content="2025-03-05T10:20:00+08:00">',
            "工作总结",
            "卫生报",
            dt.date(2025, 3, 5),
        ),
        ("<title>工作总结 - 新闻 - 市第一医院</title>", "工作总结", None, None),
        ("<title>2019-2024年的变化</title>", "2019-2024年的变化", None, None),
        ('<meta name="date" content="2025-13-45">', None, None, None),
        ("", None, None, None),
    ],
)
def test_metadata(
    head: str, title: str | None, publisher: str | None, date: dt.date | None, tmp_path: Path
) -> None:
    found = page(tmp_path, "<p>正文</p>", head).metadata
    if title == "工作总结" and "新闻" in head:
        assert found.title in ("工作总结 - 新闻", "工作总结")
    else:
        assert found.title == title
    assert (found.publisher, found.date) == (publisher, date)


def test_time_of_the_page(tmp_path: Path) -> None:
    found = page(tmp_path, "<time datetime='2025-03-05'>3月5日</time><p>正文</p>").metadata
    assert (found.date, found.made) == (dt.date(2025, 3, 5), False)
