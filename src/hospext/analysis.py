"""The stages between a document and its records: view, scan, resolve, bind."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import Any

import regex

from hospext.bind.binder import Binder
from hospext.bind.build import Builder
from hospext.bind.clauses import sentences
from hospext.bind.dating import resolved
from hospext.bind.drafts import Draft, Sentence
from hospext.bind.entities import AUTHORITIES, counted, full_names, heading_name, main_area, main_entity
from hospext.bind.periods import PeriodState
from hospext.bind.state import BindState
from hospext.bind.status import is_plan, is_project
from hospext.bind.subjects import SubjectState
from hospext.lexicon import Lexicon
from hospext.reading.document import Document, Metadata, Table
from hospext.records import DocumentInfo, Extraction
from hospext.resolve.articles import article_ends
from hospext.resolve.dates import DateContext, Span, resolve
from hospext.resolve.document import (
    REPORTS_OUT,
    DocumentFacts,
    Source,
    announced_period,
    document_date,
    find_issuer,
    head_end,
    opening_period,
    report_period,
    speaks_throughout,
    title_of,
)
from hospext.scan.dates import DateScanner
from hospext.scan.grades import GradeScanner
from hospext.scan.mentions import Claims, GradeMention, InOrder, Name, Quantity, Rank
from hospext.scan.names import NameScanner
from hospext.scan.openings import Openings
from hospext.scan.points import Written
from hospext.scan.quantities import QuantityScanner
from hospext.scan.ranks import RankScanner
from hospext.tabular import DocumentTables, Found, Section, TableReader
from hospext.view import View, build_view

_YEAR_LINE = re.compile(
    r"(?:18|19|20)[0-9]{2}年(?:度|上半年|下半年|第?[一二三四1-4]季度|(?:1[0-2]|0?[1-9])(?:[-—~至](?:1[0-2]|0?[1-9]))?月份?)?"
)
_ASKS_HOW = regex.compile(r"[^。？！]{2,20}(?:怎么干|怎么做|怎么办|如何干)[？?]")
_LONGEST_QUESTION = 24
_FOUR_DIGITS = re.compile(r"[0-9][0-9]{3}")
_OF_AREA = regex.compile(r"政府工作报告|国民经济和社会发展|卫生健康(?:事业)?发展(?:统计|规划)|卫生健康规划")
_INTRODUCED = regex.compile(
    r"\n|(?:（[^）]{0,20}）)?(?:成立|创建|始建|创立|组建|建立|建于|开设|位于|坐落|地处|是|系|为|现有|设有|拥有|目前)"
)
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|[0-9]{1,2}[.、])?[^。；！？]{2,40}$"
)
_ASIDE = regex.compile(r"(?:风险提示|备注|说明|附件|联系|注)[^：]{0,4}：")  # ends a section of plans
_LONGEST_HEADING = 46
_LONGEST_YEAR_LINE = 12

Progress = Callable[[float], None]  # is told the share of the work that is done, from 0 to 1
# The share that each stage has reached at its end, as measured on long documents; binding tells of itself on the way.
_VIEWED, _DATED, _COUNTED, _NAMED, _BOUND = 0.12, 0.27, 0.42, 0.63, 0.94
_SENTENCES_AT_A_TIME = 200


def unwatched(share: float) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that is found on the way from a document to its records; spans count the view."""

    document: Document
    view: View
    dates: list[Written]
    values: list[Quantity | Rank | GradeMention]
    names: list[Name]
    facts: DocumentFacts
    drafts: list[Draft]
    sentences: list[tuple[int, int, int]]  # with the start of their paragraphs
    tables: Sequence[Table] = ()
    cells: list[Found] = field(default_factory=list)  # of the tables; their drafts' spans count the document

    def ordered(self) -> list[Draft | Found]:
        """What becomes the document's records, in reading order: drafts of its prose, and cells of its tables."""
        if not self.cells:
            return list(self.drafts)
        placed: list[tuple[int, Draft | Found]] = [
            (self.view.span(d.start, d.end)[0], d) for d in self.drafts
        ]
        placed += [(cell.draft.start, cell) for cell in self.cells]
        return [each for _, each in sorted(placed, key=itemgetter(0))]

    def records(self) -> list[Any]:
        """The document's records, in reading order."""
        builder = Builder(self.document, self.view, self.sentences)
        return [
            builder.prose(each)
            if isinstance(each, Draft)
            else builder.cell(each.draft, each.sentence, table=each.table, row=each.row, column=each.column)
            for each in self.ordered()
        ]

    def extraction(self) -> Extraction:
        """The document's records."""
        info = DocumentInfo(
            id=self.document.id,
            title=self.facts.title,
            issuer=self.facts.issuer,
            date=self.facts.date,
            chars=len(self.document.text),
            encoding=self.document.encoding,
            sha256=self.document.sha256,
        )
        # Each record is validated by itself.
        return Extraction.model_construct(documents=[info], records=self.records())


class Analyser:
    """All rules of one lexicon, compiled; safe to use again and again."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.festivals = lexicon.festivals
        self._stops = Openings(*(stop for _, stop in lexicon.stops))
        self._dates = DateScanner([*lexicon.festivals["solar"], *lexicon.festivals["lunar"]])
        self._quantities = QuantityScanner(lexicon)
        self._ranks = RankScanner(lexicon)
        self._grades = GradeScanner()
        self._names = NameScanner(lexicon)
        self._binder = Binder(lexicon)
        self._tables = TableReader(lexicon, self._quantities, self._ranks, self._grades, self._names_of)

    def extract(
        self,
        document: Document,
        *,
        reference_date: dt.date | None = None,
        issuer: str | None = None,
        progress: Progress = unwatched,
    ) -> Extraction:
        """The records of one document."""
        analysis = self.analyse(document, reference_date=reference_date, issuer=issuer, progress=progress)
        return analysis.extraction()

    def analyse(
        self,
        document: Document,
        *,
        reference_date: dt.date | None = None,
        issuer: str | None = None,
        progress: Progress = unwatched,
    ) -> Analysis:
        """The records of one document in the making, with all that led to them."""
        tables = DocumentTables(document, self._tables, self.scan_dates, self.festivals)
        view = build_view(document.text, tables.prose())
        progress(_VIEWED)
        mentions = self._scan(view.norm, progress)
        facts = self._facts(view.norm, mentions, document, reference_date or document.reference_date, issuer)
        spans = sentences(view.norm)
        drafts, sections = self._bind(view.norm, spans, mentions, facts, progress)
        cells = tables.read(facts, sections, lambda at: view.span(at, at + 1)[0])
        for draft in (*drafts, *(cell.draft for cell in cells)) if self.lexicon.disabled else ():
            if draft.metric in self.lexicon.disabled:  # given by a rule in code, not by a term
                draft.metric = None
        return Analysis(document, view, *mentions, facts, drafts, spans, tables.found, cells)

    def _names_of(self, text: str) -> list[Name]:
        return self._names.scan(text, bytearray(len(text) + 1))

    def bound_before(self, norm: str, start: int) -> str:
        """The word right before a number that sets it a bound (约, 超过), or nothing."""
        return self._quantities.bound_before(norm, start)[1]

    def scan_dates(self, norm: str) -> list[Written]:
        """The calendar expressions of a folded text alone."""
        return self._dates.scan(norm, Claims(len(norm) + 1))

    def _scan(
        self, norm: str, progress: Progress
    ) -> tuple[list[Written], list[Quantity | Rank | GradeMention], list[Name]]:
        claims = Claims(len(norm) + 1)
        for stop in self._stops.finditer(norm):
            claims.take(stop.start(), stop.end())
        stopped = bytes(claims.flags)
        dates = self._dates.scan(norm, claims)
        progress(_DATED)
        values: list[Quantity | Rank | GradeMention] = [
            *self._grades.scan(norm, claims),
            *self._ranks.scan(norm, claims),
            *self._quantities.scan(norm, claims),
        ]
        values.sort(key=lambda v: v.start)
        progress(_COUNTED)
        names = self._names.scan(norm, claims.since(stopped))
        aliases = self._names.aliases(norm, names)
        if aliases:
            names = _replace(names, self._names.alias_mentions(norm, aliases), aliases)
        return dates, values, names

    def _facts(
        self,
        norm: str,
        mentions: tuple[list[Written], list[Quantity | Rank | GradeMention], list[Name]],
        document: Document,
        given: dt.date | None,
        issuer: str | None,
    ) -> DocumentFacts:
        dates, _, names = mentions
        at = title_of(norm)
        known = self._institution(document.metadata)
        sources: dict[str, Source[Any]] = {}
        if at or known.title:
            sources["title"] = (
                Source(norm[at[0] : at[1]].replace("\n", ""), "head")
                if at
                else Source(known.title, "metadata", known.source)
            )
        date = Source(given, "given") if given else document_date(norm, dates, document.id, known)
        found = Source(issuer, "given") if issuer else find_issuer(norm, names, at, known)
        sources |= {name: each for name, each in (("issuer", found), ("date", date)) if each is not None}
        blank = DateContext(date.value if date else None, festivals=self.festivals)
        return DocumentFacts(
            title=sources["title"].value if "title" in sources else None,
            issuer=found.value if found else None,
            date=date.value if date else None,
            report=report_period(norm, dates, blank) or opening_period(norm, dates, blank),
            announced=announced_period(norm, dates, blank),
            one_voice=speaks_throughout(norm, found.value if found else None, issuer is not None),
            sources=sources,
        )

    def _institution(self, metadata: Metadata) -> Metadata:
        """Metadata whose publisher is an institution by its name, or none: not a person, not a program."""
        if metadata.publisher is None:
            return metadata
        names = self._names_of(metadata.publisher) if metadata.publisher else []
        whole = any(n.role == "organisation" and n.text == metadata.publisher for n in names)
        return metadata if whole else replace(metadata, publisher=None)

    def _bind(
        self,
        norm: str,
        spans: list[tuple[int, int, int]],
        mentions: tuple[list[Written], list[Quantity | Rank | GradeMention], list[Name]],
        facts: DocumentFacts,
        progress: Progress,
    ) -> tuple[list[Draft], list[Section]]:
        dates, values, names = mentions
        context = DateContext(
            facts.date,
            facts.report.first.year if facts.report and facts.report.first else None,
            self.festivals,
        )
        context.guessed = "date" not in facts.sources or facts.sources["date"].reason == "latest_date"
        if facts.announced and facts.announced.first and facts.date and facts.date.month <= REPORTS_OUT:
            context.told_year = facts.announced.first.year  # a review of the year: 年底 is its end
        context.report_last = facts.report.last if facts.report else None
        if facts.report and facts.report.granularity == "month":
            context.report_month = facts.report.first
        body = head_end(norm)
        of_area = facts.issuer is None and _OF_AREA.search(norm, 0, body) is not None
        counts = counted(names)
        main, institution = main_entity(names, counts, body, of_area=of_area)
        # An authority that signs an answer or a notice about an institution in the title speaks of that one.
        of_other = institution and (main or "") in norm[:body] and (facts.issuer or "").endswith(AUTHORITIES)
        state = BindState(
            SubjectState(
                None if of_other else facts.issuer,
                main,
                institution,
                main_area(counts),
                full=full_names(counts),
                of_area=of_area,
            ),
            PeriodState(facts.report or facts.announced),
            None if context.guessed else facts.date,
        )
        _name_in_short(names, state.subjects)
        state.subjects.about = self._about(norm, facts, names)
        state.subjects.issuer_speaks = facts.one_voice
        state.title_ranking = self._binder.ranking_of(facts.title or "")
        state.names, state.one_voice = names, facts.one_voice
        state.articles = article_ends(norm)
        state.name_starts = [name.start for name in names]
        state.project, state.body = is_project(norm), body
        state.in_plan = is_plan(facts.title)
        drafts: list[Draft] = []
        sections: list[Section] = []
        dates_in, values_in, names_in = InOrder(dates), InOrder(values), InOrder(names)
        paragraph, told = -1, None
        for number, (start, end, at) in enumerate(spans):
            if number % _SENTENCES_AT_A_TIME == 0:
                progress(_NAMED + (_BOUND - _NAMED) * number / len(spans))
            if at != paragraph:
                paragraph = at
                self._begin_paragraph(norm, start, context, state)
                heading = state.subjects.section, state.periods.section
                if heading != told:
                    told = heading
                    sections.append(Section(start, *heading))
            ahead = values_in.next_start < state.paragraph_end
            written = dates_in.within(start, end) if dates_in.next_start < end else None
            inside = values_in.within(start, end) if values_in.next_start < end else []
            named = names_in.within(start, end) if names_in.next_start < end else []
            dated = resolved(norm, written, context, start) if written else []
            if named or inside or dated:
                sentence = Sentence(start, end, at, dated, inside, named)
                bind = self._binder.bind if ahead else self._binder.pass_by
                drafts.extend(bind(norm, sentence, state))
        return drafts, sections

    @staticmethod
    def _about(norm: str, facts: DocumentFacts, names: list[Name]) -> str | None:
        """The department that the title introduces (心血管内科简介), or the first sentence of a text without one."""
        if facts.title is None:
            first = names[0] if names else None
            opens = first is not None and first.role == "department" and not norm[: first.start].strip()
            return first.text if first and opens and _INTRODUCED.match(norm, first.end) else None
        at = norm.find(facts.title)
        inside = [n for n in names if at <= n.start and n.end <= at + len(facts.title)]
        introduced = "".join(n.text for n in inside) == facts.title.removesuffix("简介").removesuffix("介绍")
        if not (introduced or facts.title.endswith(("简介", "介绍", "概况"))):
            return None
        return inside[-1].text if inside and inside[-1].role == "department" else None

    def _begin_paragraph(self, norm: str, start: int, context: DateContext, state: BindState) -> None:
        context.anchors = []
        context.paragraph_year = None
        state.previous = ()
        if start in state.articles:
            self._begin_article(start, state)
        state.subjects.new_paragraph()
        state.periods.new_paragraph()
        end = norm.find("\n", start)
        if end < 0:
            end = len(norm)
        state.paragraph_end = end
        if end - start <= _LONGEST_HEADING:
            line = norm[start:end]
            if line[0] in "12" and len(line) <= _LONGEST_YEAR_LINE and _YEAR_LINE.fullmatch(line):
                # a chronicle: what stands below happened in that year
                context.section_year = int(line[:4])
                state.periods.section = state.periods.year_line = self._section_period(line, context)
                return
            if _HEADING.fullmatch(line):
                self._begin_section(norm, start, line, context, state)
                return
        if state.plan_head and _ASIDE.match(norm, start, end):
            state.plan_head = False
        elif _asks_how(norm, start, end):
            state.plan_head = True

    def _begin_section(
        self, norm: str, start: int, line: str, context: DateContext, state: BindState
    ) -> None:
        """Take in a line that looks like a heading."""
        state.plan_head = self._binder.is_plan_head(line, in_plan=state.in_plan)
        in_body = start >= state.body
        state.subjects.section = (
            heading_name(state.names, state.name_starts, norm, start, state.paragraph_end)
            if in_body
            else None
        )
        told = self._section_period(line, context) if in_body else None
        section = state.periods.section = told or state.periods.year_line
        context.plan_year = section.first.year if state.plan_head and section and section.first else None

    @staticmethod
    def _begin_article(start: int, state: BindState) -> None:
        """Another article of the same page speaks of its own institution, unless one issuer speaks in all of them."""
        if state.one_voice:
            return
        first, last = (bisect_left(state.name_starts, at) for at in (start, state.articles[start]))
        names = state.names[first:last]
        counts = counted(names)
        state.subjects = SubjectState(
            None, *main_entity(names, counts, start), main_area(counts), full=full_names(counts)
        )

    def _section_period(self, line: str, context: DateContext) -> Span | None:
        """The year that a section's heading names: 2022年工作目标."""
        if "年" not in line and "五" not in line and not _FOUR_DIGITS.search(line):
            return None  # as in most headings: no 2022年, no 十四五, no 2022.06
        spans = [resolve(w, context) for w in self.scan_dates(line) if w.first.year is not None]
        found = [
            s for s in spans if s is not None and s.first is not None and s.granularity not in ("day", "hour")
        ]
        return found[-1] if found else None


def _asks_how(norm: str, start: int, end: int) -> bool:
    """Whether a paragraph opens with a question for plans: 下一步怎么干？"""
    near = min(end, start + _LONGEST_QUESTION)
    asks = norm.find("怎么", start, near) >= 0 or norm.find("如何", start, near) >= 0
    return asks and _ASKS_HOW.match(norm, start, end) is not None


def _name_in_short(names: list[Name], subjects: SubjectState) -> None:
    """Make 儿童医院 a name where the text is about 北京儿童医院."""
    known = subjects.issuer or (subjects.main if subjects.main_is_institution else None) or ""
    for name in names:
        if (
            name.role == "category"
            and len(name.text) > 2
            and name.text != known
            and known.endswith(name.text)
        ):
            name.role = "organisation"
            subjects.full[name.text] = known


def _replace(names: list[Name], others: list[Name], aliases: dict[str, str]) -> list[Name]:
    """Names with the document's own short names put in their place."""
    starts = [o.start for o in others]
    kept = []
    for name in names:
        before = bisect_left(starts, name.end)
        if not (before and others[before - 1].end > name.start):
            kept.append(name)
    return sorted([*kept, *others], key=lambda n: n.start)


__all__ = ["Analyser", "Analysis", "Progress", "unwatched"]
