"""Who speaks in a document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from operator import attrgetter

import regex

from hospext.patterns import pattern
from hospext.reading.document import Metadata
from hospext.resolve.document import OPENING, REPORT, Source
from hospext.scan.mentions import Name

_PAPERS = ("院报", "院刊", "院讯")  # 某某市中医院院报 第9期
_HOST = pattern("主办|主管|编印|编辑出版")
_EDITED = pattern(r"(?:办公室|\p{Han}{0,8}(?:科|部|处|办))?编(?=\s|$)")  # 某某市卫生健康委员会办公室编
_PROFILE = regex.compile(
    r"(?:（[^）]{0,30}）)?(?:新址)?(?:位于|[坐座]落|共有|始建|创建|创立|建于|成立|是|系|由|的?前身|地处|为|于|，|现|占地)"
)
_OPENS = regex.compile(
    r"(?:（[^）]{0,30}）)?(?:现已|已成为|已发展|是|为|始建|位于|坐落|创建|现有|现为|作为|发展)"
)
_PARTNER = re.compile(
    r"(?:、[^、，。]{4,20}){0,3}等?的?(?:技术|业务|远程|紧密型|重点)?(?:指导|协作|合作|成员|联盟|帮扶|对口支援|定点|托管)(?:医院|单位|点|基地|中心)"
)
_PARTNER_STARTS = frozenset("、等的技业远紧指协合成联帮对定托")
_NEWS = regex.compile(r"记者|通讯员|(?:\d+月\d+日|讯)\s?(?:电|讯)|本报讯|（完）|原标题|来源[：:]|日报|晚报")
_LABELLED = regex.compile(
    r"(?:招标人|采购人|采购单位|建设单位|主办单位|发布单位|编制单位|填报单位|报送单位|招聘单位|用人单位|发文机关|发布机构|发布人|供稿单位|(?<!\p{Han})来源)(?:名称)?(?:为|：)$"
)
_LABEL_ENDS = ("为", "：", "为\n", "：\n")
_LAST_LINES = 3
_OFFICE = "(?:(?:党委)?书记|副?院长|副?主任|副?局长)"
_AROUND_SIGNER = regex.compile(  # 某某医院院长 王某（2024年3月21日）
    rf"(?:(?:{_OFFICE}、?)+\s?\p{{Han}}{{2,4}})?[\s（）]*"
    r"(?:[0-9二〇零○]{4}年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日\s*)?"
)
_OWN = pattern("院(?<=[我本]院)")  # 我院, 本院: re finds one plain character some times as fast as one of two
_HOST_NAMED = 400  # characters after the head: how far below it a text may name who prints it
_ANNOUNCES = re.compile("：(?!\n)")  # no salutation
_OFFICES = ("委", "委员会", "局", "厅")
_START = attrgetter("start")


def find_issuer(norm: str, names: list[Name], head: int, metadata: Metadata) -> Source[str] | None:
    """Who speaks; an office that leaves its area to the title (区卫生健康局) is named with it."""
    found = _issuer(norm, names, head, metadata)
    if found is None or found.value[0] not in "省市县区" or not found.value.endswith(_OFFICES):
        return found
    areas = (n.text for n in _before(head, names) if n.role == "place" and n.text.endswith(found.value[0]))
    area = next(areas, found.value[0])
    return replace(found, value=area + found.value[1:])


def _issuer(norm: str, names: list[Name], head: int, metadata: Metadata) -> Source[str] | None:
    """Who speaks, in this order of trust: who prints it, signs it, heads its title, opens its profile, published it by its
    metadata, or is named most in it. ``head`` is where the lines of the title and the masthead end.
    """
    organisations = [n for n in names if n.role == "organisation" and not _is_aside(norm, n)]
    for name in _before(head + _HOST_NAMED, organisations):
        if host := _HOST.match(norm, name.end) or _EDITED.match(norm, name.end):
            return Source(name.text, "printer", name.text + host[0])
    for name in organisations:
        start = name.start
        if norm.endswith(_LABEL_ENDS, 0, start) and _LABELLED.search(norm, max(0, start - 10), start):
            return Source(name.text, "signature", name.text)
    if signer := _signer(norm, organisations, head):
        return Source(signer.text, "head" if signer.start <= head else "signature", signer.text)
    inside = _before(head, organisations)
    heads = [n for n in inside if _line_start(norm, n)]
    if heads and norm.startswith(_PAPERS, heads[0].end):
        return Source(heads[0].text, "printer", heads[0].text)
    announces = heads and heads[0].text.endswith(_OFFICES) and _ANNOUNCES.match(norm, heads[0].end)
    if announces or (heads and norm.startswith("关于", heads[0].end)):  # 某某市卫健委：…, 关于印发…的通知
        return Source(heads[0].text, "head", heads[0].text)
    counts = Counter(n.text for n in organisations)
    own = _OWN.search(norm) is not None
    news = not own and (_NEWS.search(norm[:300]) or _NEWS.search(norm[-60:])) is not None
    speaks = own or (not news and "全院" in norm)  # a reporter's 全院 is anybody's
    if heads and (speaks or (not news and (counts[heads[0].text] > 1 or REPORT.search(norm[:head])))):
        return Source(heads[0].text, "head", heads[0].text)
    for name in _before(head + 1, organisations):
        if _line_start(norm, name) and _PROFILE.match(norm, _with_department(names, name)):
            return Source(name.text, "profile", name.text)
    if news:
        return None
    if metadata.publisher:
        return Source(metadata.publisher, "metadata", metadata.source)
    if inside and (speaks or counts[inside[0].text] > 2):
        most = max(inside, key=lambda n: (counts[n.text], -n.start))
        if counts[most.text] > 1 or len(counts) == 1 or most.start < OPENING:
            return Source(most.text, "most_named")
    elif speaks and counts:
        (often, times), *others = counts.most_common(2)
        if times > 1 or not others:  # of several that are named once, each may be a partner
            return Source(often, "most_named")
    for name in _before(OPENING, organisations):
        if _OPENS.match(norm, name.end):
            return Source(name.text, "profile", name.text)
    return None


def _before(place: int, names: list[Name]) -> list[Name]:
    """The names that start before a place."""
    return names[: bisect_left(names, place, key=_START)]


def _is_aside(norm: str, name: Name) -> bool:
    """Whether a name is that of one that helps (某某医院技术指导单位), or an example of what stands before it
    (三甲医院（含某某医院）); the character beside it tells most that are neither.
    """
    if norm[name.end : name.end + 1] in _PARTNER_STARTS and _PARTNER.match(norm, name.end):
        return True
    return norm[name.start - 1] in "含括" and norm.endswith(("含", "包括"), 0, name.start)


def _with_department(names: list[Name], name: Name) -> int:
    """Where a name ends, with the department right after it: 宁江市人民医院神经外科建于1978年."""
    return next((n.end for n in names if n.start == name.end and n.role == "department"), name.end)


def _signer(norm: str, organisations: list[Name], head: int) -> Name | None:
    """The institution that signs: its name fills one of the last lines, or one under the title, alone or with a date."""
    tail = len(norm.rstrip())
    for _ in range(_LAST_LINES):
        tail = max(0, norm.rfind("\n", 0, tail))
    above = _before(head + 1, organisations)
    below = organisations[max(len(above), len(_before(tail, organisations))) :]
    for name in reversed(above + below):
        start, end = norm.rfind("\n", 0, name.start) + 1, norm.find("\n", name.end)
        around = norm[start : name.start] + norm[name.end : end if end >= 0 else len(norm)]
        if start and _AROUND_SIGNER.fullmatch(around):
            return name
    return None


def speaks_throughout(norm: str, issuer: str | None, given: bool) -> bool:
    """Whether an issuer speaks in every article of a page: named by the user, as its printer, or by 我院."""
    if issuer is None:
        return False
    return given or _OWN.search(norm) is not None or _HOST.search(norm) is not None


def _line_start(norm: str, name: Name) -> bool:
    before = norm[max(0, name.start - 3) : name.start].strip(" —-“《")
    return before == "" or before.endswith(("\n", "在", "｜", "丨", "|", "】"))
