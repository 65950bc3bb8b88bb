"""The stages between a document and its records: view, scan, resolve, bind."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from operator import attrgetter, itemgetter
from typing import Any

import regex

from hospext.bind.binder import Binder, date_drafts
from hospext.bind.build import Builder
from hospext.bind.clauses import sentences
from hospext.bind.dating import resolved
from hospext.bind.drafts import Dated, Draft, Sentence
from hospext.bind.entities import AUTHORITIES, Overview
from hospext.bind.lastnamed import LastNamed
from hospext.bind.paragraphs import Paragraphs
from hospext.bind.periods import PeriodState
from hospext.bind.state import BindState
from hospext.bind.status import assigns_tasks, is_plan, is_project
from hospext.bind.whom import SubjectState
from hospext.lexicon import Lexicon
from hospext.reading.document import Document, Metadata, Table
from hospext.records import DocumentInfo, Extraction
from hospext.resolve.dates import DateContext
from hospext.resolve.document import (
    REPORTS_OUT,
    DocumentFacts,
    Source,
    announced_period,
    document_date,
    head_end,
    opening_period,
    report_period,
    title_of,
)
from hospext.resolve.issuer import find_issuer, speaks_throughout
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

_INVITES = regex.compile("(20[0-9]{2})年.*(?:招生|招收|招聘|招录|报名|进修)")
_HEADED = regex.compile("(?:【[^】]*】)?")
_BOOKS = regex.compile("(?:部门|单位|收支)(?:预算|决算)|(?:预算|决算)(?:公开|说明)")
_OF_AREA = regex.compile(r"政府工作报告|国民经济和社会发展|卫生健康(?:事业)?发展(?:统计|规划)|卫生健康规划")
_INTRODUCED = regex.compile(
    r"\n|(?:（[^）]{0,20}）)?(?:成立|创建|始建|创立|组建|建立|建于|开设|位于|坐落|地处|是|系|为|现有|设有|拥有|目前)"
)
_START = attrgetter("start")

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
        at, head = title_of(norm), head_end(norm)
        known = self._institution(document.metadata)
        sources: dict[str, Source[Any]] = {}
        if at or known.title:
            sources["title"] = (
                Source(norm[at[0] : at[1]].replace("\n", ""), "head")
                if at
                else Source(known.title, "metadata", known.source)
            )
        date = Source(given, "given") if given else document_date(norm, dates, head, document.id, known)
        found = Source(issuer, "given") if issuer else find_issuer(norm, names, head, known)
        sources |= {name: each for name, each in (("issuer", found), ("date", date)) if each is not None}
        blank = DateContext(date.value if date else None, festivals=self.festivals)
        return DocumentFacts(
            title=sources["title"].value if "title" in sources else None,
            issuer=found.value if found else None,
            date=date.value if date else None,
            report=report_period(norm, dates, head, blank) or opening_period(norm, dates, head, blank),
            announced=announced_period(norm, dates, head, blank),
            head=head,
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
        context = _date_context(facts, self.festivals)
        state = self._state(norm, names, facts, guessed=context.guessed)
        paragraphs = Paragraphs(
            norm,
            dates,
            names,
            facts.head,
            one_voice=facts.one_voice,
            is_plan_head=partial(self._binder.is_plan_head, in_plan=is_plan(facts.title)),
        )
        drafts: list[Draft] = []
        sections: list[Section] = []
        dates_in, values_in, names_in = InOrder(dates), InOrder(values), InOrder(names)
        paragraph, told = -1, None
        for number, (start, end, at) in enumerate(spans):
            if number % _SENTENCES_AT_A_TIME == 0:
                progress(_NAMED + (_BOUND - _NAMED) * number / len(spans))
            if at != paragraph:
                paragraph = at
                paragraphs.begin(start, context, state)
                heading = state.subjects.section, state.periods.section
                if heading != told:
                    told = heading
                    sections.append(Section(start, *heading))
                if values_in.next_start < state.paragraph_end:
                    state.new_paragraph()
            dated: list[Dated] = []
            if dates_in.next_start < end:
                written = dates_in.within(start, end)
                last = dates_in.next_start >= state.paragraph_end
                dated = resolved(norm, written, context, start, last=last)
            if values_in.next_start >= state.paragraph_end:  # what is left of the paragraph has only dates
                if dated:
                    drafts += date_drafts(norm, dated, start, state.today)
                continue
            inside = values_in.within(start, end)
            named = names_in.within(start, end)
            if named or inside or dated:
                drafts += self._binder.bind(norm, Sentence(start, end, at, dated, inside, named), state)
        return drafts, sections

    def _state(self, norm: str, names: list[Name], facts: DocumentFacts, *, guessed: bool) -> BindState:
        """What is in force where the text starts; ``guessed`` says that its date is."""
        of_area = facts.issuer is None and (
            _OF_AREA.search(norm, 0, facts.head) is not None or _heads_with_area(norm, names, facts)
        )
        whole = Overview(names.copy(), facts.head, of_area=of_area)
        # An authority that signs an answer or a notice about an institution in the title speaks of that one.
        of_other = (
            (facts.issuer or "").endswith(AUTHORITIES)
            and whole.institution
            and (whole.main or "") in norm[: facts.head]
        )
        subjects = SubjectState(
            None if of_other else facts.issuer, whole, LastNamed(norm, names), of_area=of_area
        )
        _name_in_short(names, subjects)
        subjects.about = self._about(norm, facts, names)
        subjects.own_books = facts.title is not None and _BOOKS.search(facts.title) is not None
        subjects.issuer_speaks = facts.one_voice
        return BindState(
            subjects,
            PeriodState(facts.report or facts.announced),
            None if guessed else facts.date,
            project=is_project(norm),
            plan_head=assigns_tasks(norm),
            title_ranking=self._binder.ranking_of(facts.title or ""),
        )

    @staticmethod
    def _about(norm: str, facts: DocumentFacts, names: list[Name]) -> str | None:
        """The department that the title introduces (心血管内科简介), or the first sentence of a text without one."""
        if facts.title is None:
            first = names[0] if names else None
            opens = first is not None and first.role == "department" and not norm[: first.start].strip()
            return first.text if first and opens and _INTRODUCED.match(norm, first.end) else None
        at = norm.find(facts.title)
        end = at + len(facts.title)
        inside = [n for n in names[: bisect_left(names, end, key=_START)] if at <= n.start and n.end <= end]
        first = next((n for n in inside if n.role == "department"), None)
        heads = first is not None and norm[first.end : first.end + 1] in ("：", "—")
        if first and heads and _HEADED.fullmatch(norm, at, first.start):
            return first.text  # 【科室风采】健康管理中心：把好第一道关口
        introduced = "".join(n.text for n in inside) == facts.title.removesuffix("简介").removesuffix("介绍")
        if not (introduced or facts.title.endswith(("简介", "介绍", "概况"))):
            return None
        return inside[-1].text if inside and inside[-1].role == "department" else None


def _heads_with_area(norm: str, names: list[Name], facts: DocumentFacts) -> bool:
    """Whether the title is news from an area: 岱溪县：把“人、财、物”拧成一股绳."""
    first = names[0] if names and names[0].role == "place" else None
    return first is not None and f"{first.text}：" == (facts.title or "")[: len(first.text) + 1]


def _date_context(facts: DocumentFacts, festivals: dict[str, Any]) -> DateContext:
    """What the dates of a document count from before its first sentence."""
    context = DateContext(
        facts.date, facts.report.first.year if facts.report and facts.report.first else None, festivals
    )
    context.guessed = "date" not in facts.sources or facts.sources["date"].reason == "latest_date"
    if facts.announced and facts.announced.first and facts.date and facts.date.month <= REPORTS_OUT:
        context.told_year = facts.announced.first.year  # a review of the year: 年底 is its end
    year = _INVITES.search(facts.title or "")
    context.invites = year is not None and facts.date is not None and int(year[1]) == facts.date.year + 1
    context.report_last = facts.report.last if facts.report else None
    if facts.report and facts.report.granularity == "month":
        context.report_month = facts.report.first
    return context


def _name_in_short(names: list[Name], subjects: SubjectState) -> None:
    """Make 儿童医院 a name where the text is about 北京儿童医院."""
    known = subjects.issuer or (subjects.whole.main if subjects.whole.institution else None) or ""
    for at, name in enumerate(names):
        if (
            name.role == "category"
            and len(name.text) > 2
            and name.text != known
            and known.endswith(name.text)
        ):
            names[at] = replace(name, role="organisation")
            subjects.whole.full[name.text] = known


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
