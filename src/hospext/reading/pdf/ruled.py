"""Tables with ruling lines: the grid that the lines draw, merged cells where a line is missing, and the text inside."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence

from hospext.reading.grid import Grid, Slot, trimmed
from hospext.reading.pdf.glyphs import Glyph, Rule, Sheet
from hospext.reading.pdf.paragraphs import cell_lines
from hospext.reading.pdf.segments import Ruled, Segment, rows_of, segments_of, set_in

_NEAR = 3.0  # points: lines this close are one, ends this close meet
_OVERHANG = 8.0  # points by which rows reach beyond the outermost line of a table that is open at its sides
_MIDDLE = 0.35  # of a cell's side: a line that covers the middle of it so far parts two cells
_MAX_LINES = 400  # each way, of one table


def take_tables(sheet: Sheet) -> list[Segment]:
    """The ruled tables of a sheet that hold data; their characters are taken out of it."""
    if not sheet.across or not sheet.down:
        return []
    groups = _groups(_joined(sheet.across), _joined(sheet.down))
    return [table for rows, columns in groups if (table := _table(rows, columns, sheet)) is not None]


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Rules on one line, end to end or over each other, as one."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if lines and rule.at - lines[-1][0].at <= _NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    joined: list[Rule] = []
    for line in lines:
        at = sum(rule.at for rule in line) / len(line)
        runs: list[Rule] = []
        for rule in sorted(line, key=lambda rule: rule.start):
            if runs and rule.start <= runs[-1].end + _NEAR:
                runs[-1] = Rule(at, runs[-1].start, max(runs[-1].end, rule.end))
            else:
                runs.append(Rule(at, rule.start, rule.end))
        joined += runs
    return joined


def _groups(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that meet each other, directly or through others."""
    parents = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    heights = [rule.at for rule in across]
    for j, rule in enumerate(down):
        first = bisect_right(heights, rule.start - _NEAR)
        last = bisect_right(heights, rule.end + _NEAR)
        for i in range(first, last):
            if across[i].start - _NEAR <= rule.at <= across[i].end + _NEAR:
                parents[root(i)] = root(len(across) + j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate(across):
        groups.setdefault(root(i), ([], []))[0].append(rule)
    for j, rule in enumerate(down):
        groups.setdefault(root(len(across) + j), ([], []))[1].append(rule)
    return [group for group in groups.values() if len(group[0]) > 1 and group[1]]


def _table(rows: list[Rule], columns: list[Rule], sheet: Sheet) -> Segment | None:
    ys, xs = _places(rows), _places(columns)
    left, right = min(rule.start for rule in rows), max(rule.end for rule in rows)
    if left < xs[0] - _OVERHANG:  # open at its sides: the rows say how far it reaches
        xs.insert(0, left)
        columns = [*columns, Rule(left, ys[0], ys[-1])]
    if right > xs[-1] + _OVERHANG:
        xs.append(right)
        columns = [*columns, Rule(right, ys[0], ys[-1])]
    if len(xs) < 3 or len(ys) < 3 or max(len(xs), len(ys)) > _MAX_LINES:
        return None
    areas = _areas(ys, xs, rows, columns)
    inside: dict[int, list[Glyph]] = {}
    rest: list[Glyph] = []
    for glyph in sheet.glyphs:
        row = bisect_right(ys, glyph.base - 0.35 * glyph.size) - 1
        column = bisect_right(xs, (glyph.x0 + glyph.x1) / 2) - 1
        if 0 <= row < len(ys) - 1 and 0 <= column < len(xs) - 1:
            inside.setdefault(areas[row][column], []).append(glyph)
        else:
            rest.append(glyph)
    grid = trimmed(Grid(tuple(_slots(areas, inside))))
    if not inside or not grid.is_data:
        return None
    sheet.glyphs = rest
    first = ys[0] + _NEAR
    return Segment("", xs[0], xs[-1], first, _NEAR, 0.0, ys[0], ys[-1], table=Ruled(grid, tuple(xs)))


def _places(rules: Sequence[Rule]) -> list[float]:
    places: list[float] = []
    for at in sorted(rule.at for rule in rules):
        if not places or at - places[-1] > _NEAR:
            places.append(at)
    return places


def _areas(
    ys: Sequence[float], xs: Sequence[float], rows: Sequence[Rule], columns: Sequence[Rule]
) -> list[list[int]]:
    """For each place of the grid the number of the cell that covers it; cells are rectangles."""
    height, width = len(ys) - 1, len(xs) - 1
    areas = [[row * width + column for column in range(width)] for row in range(height)]
    for row, column in itertools.product(range(height), range(width)):
        if areas[row][column] != row * width + column:
            continue
        wide = 1
        while column + wide < width and not _parted(columns, xs[column + wide], ys[row], ys[row + 1]):
            wide += 1
        tall = 1
        while row + tall < height and all(
            not _parted(rows, ys[row + tall], xs[at], xs[at + 1])
            and (
                at + 1 == column + wide
                or not _parted(columns, xs[at + 1], ys[row + tall], ys[row + tall + 1])
            )
            for at in range(column, column + wide)
        ):
            tall += 1
        for covered in itertools.product(range(row, row + tall), range(column, column + wide)):
            areas[covered[0]][covered[1]] = row * width + column
    return areas


def _parted(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    """Whether a line stands between two places of the grid."""
    need = _MIDDLE * (end - start)
    middle = (start + end) / 2
    return any(
        abs(rule.at - at) <= _NEAR
        and rule.start <= middle <= rule.end
        and min(rule.end, end) - max(rule.start, start) >= need
        for rule in rules
    )


def _slots(areas: Sequence[Sequence[int]], inside: dict[int, list[Glyph]]) -> list[Slot]:
    covered: dict[int, list[tuple[int, int]]] = {}
    for row, line in enumerate(areas):
        for column, area in enumerate(line):
            covered.setdefault(area, []).append((row, column))
    lines = {area: rows_of(segments_of(glyphs), 0.25) for area, glyphs in inside.items()}
    labels = {area: rows[0][0] for area, rows in lines.items() if rows and covered[area][0][1] == 0}
    depths = set_in(list(labels.values()))
    slots = []
    for area, places in covered.items():
        (top, left), (bottom, right) = places[0], places[-1]
        text = cell_lines(lines.get(area, []))
        if area in labels:
            text = "\u3000" * depths[id(labels[area])] + text
        slots.append(Slot(text, top, left, bottom - top + 1, right - left + 1))
    return slots
