"""Plan or fact, and what a change is measured against."""

from __future__ import annotations

import datetime as dt
import re

import regex

from hospext.bind.drafts import Dated, Draft
from hospext.bind.periods import shifted
from hospext.lexicon import Lexicon
from hospext.lexicon.model import any_not_after, any_of
from hospext.patterns import HAN_SCRIPT, pattern

_WILL = r"将(?=新增|推动|推进|启动|继续|安排|开工|招|增加|达|建|设|投|实现|开|有|由|扩|新|在|于|进一步|成为|可|拥有|完成|覆盖|配备|引进|超过|提升|提高|为|补|再|陆续|全面|从|累计|改建|改造|压减|正式|分批|逐步|推行|派|组织)"

_PLAN_TITLE = re.compile(
    r"(?:规划|行动计划|工作计划|(?:实施|行动|工作|建设|改革)方案|工作要点)(?!.*(?:总结|评估|回顾|完成|进展|落实|情况|解读|纪实|报告))"
)
_NUMBERED_HEAD = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）")
_OF_TODAY = re.compile("基础|现状|成效|成就|回顾|背景|形势|问题|基本情况|完成情况|进展|机遇|挑战|经验")


_HEAD_OF_DATE = pattern(r"(?:^|[，；。：、“])(到|至|在|于|锚定|面向|从|自)?$")
_ANCHORED = pattern(r"(锚定)$")


def is_future(norm: str, dated: Dated, start: int, today: dt.date, *, aimed: bool = False) -> bool:
    """Whether a date at the head of a clause lies ahead: 到2027年底, 2026年力争; ``aimed`` asks for 到 or 至."""
    first, last = dated.span.first, dated.span.last
    if first is None or last is None or last <= today or norm.startswith("以来", dated.end):
        return False
    before = norm[max(start, dated.start - 2) : dated.start]
    head = _HEAD_OF_DATE.search(before) or _ANCHORED.search(before)
    if head is None or (head[1] in ("从", "自") and not norm.startswith(("起", "开始"), dated.end)):
        return False
    return head[1] in ("到", "至", "锚定") or (first > today and not aimed)


_OF_PLAN = pattern(r"(?:计划|目标|预算|任务)[^，。；]{0,14}的$")
_PLANS = rf"计划(?=[{HAN_SCRIPT}]{{0,2}}(?:采|开|建|投|新|实施|完成|招|引|增|到|在|于|用|培训|派|覆盖|达))|目标[^，。；]{{0,6}}："
_STRIVES = "争取(?![到来了])"
_OF_PLANS = ("计划", "目标", "预算", "任务", "预期")  # words that the rules below ask for
_LONGEST_AFTER = 3  # characters: 的目标
_PROJECT = pattern(
    r"开工|动工|打桩|招标|奠基|批前公示|拟建|选址|(?:医院|院区|楼|工程)建设项目|封顶|在建|改扩建|扩建工程|新建项目|主体结构|搬迁项目|迁建|项目总投资|估算项目|建设年限|工程进展|建设进度|开始全面建设"
)
_TASKS = ("牵头单位：", "责任单位：")
_FINISHED = pattern(r"竣工|投用|启用|正式运营|投入使用|揭牌|开诊|搬迁(?!项目|工程|呢)")
_IN_USE = pattern(
    r"(?:正式|已经?|顺利|今天|今日|昨日|全面)(?:建成)?(?:投用|启用|投入使用|开诊)|迎来首位|竣工验收|落成"
)
_TO_COME = pattern("预计|计划|将|拟|力争|有望|争取|后$")
_PLANNED_KINDS = frozenset({"area", "bed_count", "money", "duration", "count"})
_BUILDING = pattern(
    r"项目|工程|新建|扩建|一期|二期|三期|建筑面积|床位|地上|地下|楼|停车位|设置|设计|规划|购置|工期|投资|该院|新院"
)
_TODAY = pattern(
    r"现院区|[老旧原]院区|现址|现状|现有|现占|始建|原有(?!建筑)|目前|已完成|已建成|累计完成|现场|已投入|已经|施工区域|原计划|比计划|提前|只有|仅有"
)
_AS_IT_IS = pattern(r"目前|现有|现已|如今|截至|仅有|只有")
_NOW_AT = re.compile("(?:目前|现有|如今)(?:仅|约|共|有|为|是)?$")  # 扩至1500户（目前867户）
_PLAN_ENDS = pattern(r"(?:目标|预算|计划)值?$")
_DONE = pattern("完成(?!后)")
_SEEKS_GRADE = pattern(r"”?\p{Han}{0,8}?(?:创建|争创|申报|筹建)(?!成功|的)")
_NO_PLAN_AFTER = pattern(
    r"[》”、等性]|课题|青年|人才|入选|专项|支持|学者|领军|基金|免疫|培养对象|寿命|管理|编制|绩效|项目|单位|工作|生育|执行率"
)
_CLAUSE_MARK = regex.compile("(?r)[，；。：]")  # looked for from the right
_SITE_UNITS = frozenset({"栋", "幢", "座", "层", "个", "间", "套", "米", "台件", "台套", "部"})


def is_project(norm: str) -> bool:
    """Whether a text reports on a building that is still to come: its capacities are plans."""
    seen = len(_PROJECT.findall(norm[:260]))
    if not seen or any(
        not _TO_COME.search(norm, max(0, m.start() - 16), m.start()) for m in _IN_USE.finditer(norm, 0, 400)
    ):
        return False
    return (seen > 1 or _PROJECT.search(norm[:120]) is not None) and _FINISHED.search(norm[:60]) is None


def planned_capacity(norm: str, draft: Draft, start: int) -> str | None:
    """The word that makes a capacity of a building project a plan."""
    if draft.kind not in _PLANNED_KINDS or (draft.kind == "count" and draft.unit not in _SITE_UNITS):
        return None
    sentence = norm[start : draft.start]
    if _TODAY.search(sentence) or (draft.kind == "duration" and "工期" not in sentence):
        return None
    found = _BUILDING.search(sentence + norm[draft.end : draft.end + 8])
    return found[0] if found else None


def assigns_tasks(norm: str) -> bool:
    """Whether a text assigns tasks, as plans do: （牵头单位：市卫生健康局）."""
    return any(words in norm for words in _TASKS)


def is_plan(title: str | None) -> bool:
    """Whether a title is that of a plan (“十五五”卫生健康规划, 行动方案), not of a report on one."""
    return title is not None and _PLAN_TITLE.search(title) is not None


def _clause_in(norm: str, start: int, end: int) -> int:
    """Where the last clause of a stretch starts."""
    mark = _CLAUSE_MARK.search(norm, start, end)
    return mark.end() if mark is not None else start


def date_ahead(norm: str, draft: Draft, start: int, dates: list[Dated], today: dt.date | None) -> str | None:
    """The date before a draft that lies ahead, as the text gives it."""
    if today is None or _NOW_AT.search(norm, max(start, draft.start - 8), draft.start):
        return None
    for dated in dates:
        if start <= dated.start and dated.end <= draft.start and is_future(norm, dated, start, today):
            return norm[dated.start : dated.end]
    return None


class Status:
    """Reads plans and bases of comparison with a lexicon's cue words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._target = re.compile(any_of(lexicon.cue("status", "target"), _WILL, _PLANS, _STRIVES))
        near = lexicon.cue("status", "near")
        self._near = re.compile(any_not_after("[原疫非模虚比较]", near))
        words = {*lexicon.cue("status", "target"), *near, *_OF_PLANS}
        self._any = re.compile(any_of(words, _WILL, _PLANS, _STRIVES))
        self._sought = re.compile(
            rf"{any_of(lexicon.cue('status', 'sought'))}(?!了|于|成|为|以来)[^，；。]*$"
        )
        self._actual = re.compile(any_not_after("[由从]", lexicon.cue("status", "actual")))
        self._head = re.compile(any_of(lexicon.cue("status", "heads")))
        basis = lexicon.cues["basis"]
        self._yoy = re.compile(any_of(basis["year_on_year"]))
        weeks = (f"{than}第[0-9一二三四五六七八九十]+周" for than in "比较与")
        self._pop = re.compile(any_of(basis["period_on_period"], *weeks))
        self._since = re.compile(any_of(basis["since"]))

    def is_plan_head(self, heading: str, *, in_plan: bool = False) -> bool:
        """Whether what stands under a heading is planned (2024年打算, 下半年建议).

        ``in_plan`` says that the whole text is a plan, of which all but the sections on today's state is planned.
        """
        if in_plan and _NUMBERED_HEAD.match(heading):
            return _OF_TODAY.search(heading) is None
        return self._head.search(heading) is not None and not pattern(
            "问题|不足|总结|回顾|成效|完成|落实|执行|成绩|工作成果|做法|监测|意见"
        ).search(heading)

    def may_plan(self, norm: str, start: int, end: int) -> bool:
        """Whether a sentence has a word of plans at all, or one stands right after it."""
        return self._any.search(norm, start, end + _LONGEST_AFTER) is not None

    def is_target(
        self, norm: str, draft: Draft, start: int, dates: list[Dated], today: dt.date | None
    ) -> str | None:
        """The word that makes a draft a plan, looked for from the start of its sentence; None for a fact.

        Where the sentence may have no word of plans, only a grade or a date ahead can be one.
        """
        found = None
        for match in self._target.finditer(norm[start : draft.start]):
            found = match
        if found is not None and not self._actual.search(found.string[found.end() :]):
            return found[0]
        clause = norm[_clause_in(norm, start, draft.start) : draft.start]
        if draft.kind == "rate" and "的" in clause and _OF_PLAN.search(clause):
            return None  # 完成年度计划3.5亿元的41.7%
        if draft.kind == "grade" and self._sought.search(clause):
            return "sought"
        if draft.kind == "grade" and _SEEKS_GRADE.match(norm[draft.end : draft.end + 14]):
            return "sought"
        near = next((m for m in self._near.finditer(clause) if not self._is_done(clause, m)), None)
        if near is not None:
            return near[0]
        future = _PLAN_ENDS.search(norm[max(start, draft.start - 8) : draft.start].rstrip("（ “"))
        if future:
            return future[0]
        ahead = date_ahead(norm, draft, start, dates, today)
        if ahead is None and norm.startswith(("的目标", "目标", "的任务", "的预期"), draft.end):
            return "目标"
        return ahead

    def _is_done(self, clause: str, near: re.Match[str]) -> bool:
        """Whether a word of plans in a clause plans nothing: what was planned is done, or it is part of a name."""
        done = _DONE.search(clause)
        if done and not (done.start() > near.end() and not clause.startswith(("率", "情"), done.end())):
            return True
        after = clause[near.end() :]
        return self._actual.search(after) is not None or _NO_PLAN_AFTER.match(after) is not None

    @staticmethod
    def is_fact(norm: str, draft: Draft, start: int, dates: list[Dated], today: dt.date | None) -> bool:
        """Whether a value under the heading of a plan is today's: 目前, or a date before it that has passed."""
        if _AS_IT_IS.search(norm, start, draft.start):
            return True
        last = next((d.span.last for d in reversed(dates) if start <= d.start and d.end <= draft.start), None)
        return today is not None and last is not None and last <= today

    def set_basis(
        self, norm: str, draft: Draft, start: int, dates: list[Dated], carried: str | None
    ) -> str | None:
        """Fill the basis of a change; returns what later items of the same sentence inherit."""
        low = max(start, norm.rfind("。", 0, draft.start) + 1)
        text = norm[low : draft.start]
        best: tuple[int, str, int] | None = None  # end, basis, start
        for name, words in (
            ("year_on_year", self._yoy),
            ("period_on_period", self._pop),
            ("since", self._since),
        ):
            for match in words.finditer(text):
                if best is None or match.end() >= best[0]:
                    best = (match.end(), name, match.start())
        for dated in dates:
            if (
                low <= dated.start
                and dated.end <= draft.start
                and pattern(r"(?:比|较|与|同|相比|超过|多于)$").search(
                    norm[max(0, dated.start - 4) : dated.start].removesuffix("截至").rstrip("于“"),
                )
                and not dated.written.same_period
            ):
                kind = self._against(draft, dated)
                if kind and (best is None or dated.end - low >= best[0]):
                    best = (dated.end - low, kind, dated.start - low - 1)
        if best is None and draft.kind == "growth_rate":
            base = next(
                (
                    d
                    for d in dates
                    if low <= d.start
                    and d.end <= draft.start
                    and norm[d.start - 1 : d.start] in ("由", "从")
                    and d.start
                ),
                None,
            )
            if base is not None and (kind := self._against(draft, base)):
                best = (base.end - low, kind, base.start - low - 1)
        if best is None:
            return carried
        draft.basis = best[1]
        draft.why["basis"] = text[max(0, best[2]) : best[0]]
        return best[1]

    @staticmethod
    def _against(draft: Draft, dated: Dated) -> str | None:
        """What a dated basis is: the year right before, the period right before, or an older point."""
        base = dated.span
        written = dated.written.first
        if written.shift == -1 and not written.month and dated.span.granularity == "year":
            return "year_on_year"
        if dated.written.named == "month":
            return "period_on_period"
        if dated.written.named and written.shift == -1:
            return "year_on_year"  # 比去年春节
        if base.first is None or base.last is None:
            return "since"
        end = draft.period_end
        if end is not None and shifted((base.last, None), 1)[0] == end and base.granularity == "day":
            return "year_on_year"
        if base.granularity == "year" and end is not None:
            return "year_on_year" if base.first.year == end.year - 1 else "since"
        if end is None or not (base.granularity in ("quarter", "month") or written.part):
            return "since"
        reach = 95 if base.granularity == "quarter" or "季" in (written.part or "") else 31
        return "period_on_period" if 0 < (end - base.last).days <= reach else "since"
