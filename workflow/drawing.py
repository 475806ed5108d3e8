"""A state machine as an SVG: states in a column, arrows between neighbours straight, the others as lanes at the sides.

Arrows carry the number under which the table beside the picture tells them. Sizes are attributes: the content security
policy forbids style attributes, and colours come from the sheet's classes.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from core.markup import markup

BOX_WIDTH, BOX_HEIGHT, GAP, LANE, PAD, TOP = 132, 34, 44, 20, 14, 26
BADGE = 8


@dataclass(frozen=True)
class Arrow:
    """One way with its number, from one or several states. `next` is drawn in the colour of what comes next."""

    number: int
    sources: tuple[str, ...]
    target: str
    next: bool = False


@dataclass(frozen=True)
class Lane:
    """What an arrow does not reach straight: sources and target as rows, at one side."""

    arrow: Arrow
    sources: tuple[int, ...]
    target: int

    @property
    def rows(self) -> list[int]:
        return sorted({*self.sources, self.target})

    @property
    def left(self) -> bool:
        return self.target < min(self.sources)


@dataclass(frozen=True)
class Drawn:
    """A line with its head, and where its number stands."""

    arrow: Arrow
    line: SafeString
    x: int
    y: int


def draw(labels: dict[str, str], first: str, arrows: Sequence[Arrow], *, now: str, title: str) -> SafeString:
    """The picture; `now` is the state a record stands in, empty for none."""
    rows = {code: number for number, code in enumerate(labels)}
    straight, lanes = _split(arrows, rows)
    sides = {left: _stack([lane for lane in lanes if lane.left is left]) for left in (True, False)}
    widths = {left: (max(sides[left].values(), default=-1) + 1) * LANE for left in sides}
    x = PAD + widths[True] + (LANE // 2 if widths[True] else 0)
    width = x + BOX_WIDTH + widths[False] + (LANE // 2 if widths[False] else 0) + PAD
    height = TOP + len(labels) * (BOX_HEIGHT + GAP) - GAP + PAD
    ends = set(labels) - {source for arrow in arrows for source in arrow.sources}
    ports = _ports(lanes)
    drawn = [one for pair, several in straight.items() for one in _straight(x, pair, several)]
    for left, stacked in sides.items():
        drawn += [_lane(lane, place, x, left=left, ports=ports) for lane, place in stacked.items()]
    # What comes next lies above what crosses it, and numbers above all lines.
    drawn.sort(key=lambda one: one.arrow.next)
    boxes = [_box(x, rows[code], label, now=code == now, end=code in ends) for code, label in labels.items()]
    return markup(
        '<svg class="pm" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}{}{}</svg>',
        width,
        height,
        width,
        height,
        title,
        _start(x, rows[first]),
        SafeString("".join([one.line for one in drawn] + [_badge(one) for one in drawn])),
        SafeString("".join(boxes)),
    )


def _split(
    arrows: Sequence[Arrow], rows: dict[str, int]
) -> tuple[dict[tuple[int, int], list[tuple[Arrow, bool]]], list[Lane]]:
    """Straight arrows by the rows they join (upper, lower) with whether they go down, and the lanes of all others."""
    straight: dict[tuple[int, int], list[tuple[Arrow, bool]]] = defaultdict(list)
    lanes = []
    for arrow in arrows:
        target = rows[arrow.target]
        far = []
        for source in sorted(rows[code] for code in arrow.sources):
            if abs(source - target) == 1:
                straight[min(source, target), max(source, target)].append((arrow, source < target))
            else:
                far.append(source)
        above, below = [row for row in far if row < target], [row for row in far if row > target]
        lanes += [Lane(arrow, tuple(side), target) for side in (above, below) if side]
    return straight, lanes


def _stack(lanes: list[Lane]) -> dict[Lane, int]:
    """Each lane's place outwards from the boxes: short ones inside, and none where another runs beside the same rows."""
    places: dict[Lane, int] = {}
    for lane in sorted(lanes, key=lambda item: (item.rows[-1] - item.rows[0], item.rows[0], item.arrow.number)):
        taken = {
            place
            for other, place in places.items()
            if other.rows[0] <= lane.rows[-1] and lane.rows[0] <= other.rows[-1]
        }
        places[lane] = next(place for place in range(len(taken) + 1) if place not in taken)
    return places


def _ports(lanes: list[Lane]) -> dict[tuple[Lane, int], int]:
    """Where each lane touches each box: so many pixels below its upper edge, no two at one height."""
    touching: dict[tuple[int, bool], list[Lane]] = defaultdict(list)
    for lane in lanes:
        for row in lane.rows:
            touching[row, lane.left].append(lane)
    return {
        (lane, row): (number + 1) * BOX_HEIGHT // (len(there) + 1)
        for (row, _left), there in touching.items()
        for number, lane in enumerate(sorted(there, key=lambda item: (item.target == row, item.arrow.number)))
    }


def _y(row: int) -> int:
    return TOP + row * (BOX_HEIGHT + GAP)


def _straight(x: int, pair: tuple[int, int], several: list[tuple[Arrow, bool]]) -> list[Drawn]:
    """Side by side in the gap between two boxes."""
    top, bottom = _y(pair[0]) + BOX_HEIGHT, _y(pair[1])
    drawn = []
    for number, (arrow, down) in enumerate(several, start=1):
        at = x + number * BOX_WIDTH // (len(several) + 1)
        start, end = (top, bottom - 2) if down else (bottom, top + 2)
        line = _line(arrow, f"M{at} {start}V{end}", at, end, "d" if down else "u")
        drawn.append(Drawn(arrow, line, at, (top + bottom) // 2))
    return drawn


def _lane(lane: Lane, place: int, box: int, *, left: bool, ports: dict[tuple[Lane, int], int]) -> Drawn:
    edge = box if left else box + BOX_WIDTH
    at = edge - (place + 1) * LANE if left else edge + (place + 1) * LANE
    heights = {row: _y(row) + ports[lane, row] for row in lane.rows}
    end, tip = heights[lane.target], edge - 2 if left else edge + 2
    stubs = "".join(f"M{edge} {heights[row]}H{at}" for row in lane.sources)
    path = f"{stubs}M{at} {min(heights.values())}V{max(heights.values())}M{at} {end}H{tip}"
    return Drawn(lane.arrow, _line(lane.arrow, path, tip, end, "r" if left else "l"), at, _beside(lane, heights))


def _beside(lane: Lane, heights: dict[int, int]) -> int:
    """Where the lane's number stands: between its target and the nearest source, clear of both."""
    nearest = min(lane.sources, key=lambda row: abs(row - lane.target))
    return (heights[lane.target] + heights[nearest]) // 2


HEADS = {"d": "l-4 -7h8z", "u": "l-4 7h8z", "r": "l-7 -4v8z", "l": "l7 -4v8z"}


def _css(arrow: Arrow) -> str:
    return "a next" if arrow.next else "a"


def _line(arrow: Arrow, path: str, x: int, y: int, way: str) -> SafeString:
    """A path whose head is at x, y and points down, up, right or left."""
    head = f"M{x} {y}{HEADS[way]}"
    return markup('<g class="{}"><path class="l" d="{}"/><path class="h" d="{}"/></g>', _css(arrow), path, head)


def _badge(one: Drawn) -> SafeString:
    return markup(
        '<g class="{}"><circle class="b" cx="{}" cy="{}" r="{}"/><text class="n" x="{}" y="{}">{}</text></g>',
        _css(one.arrow),
        one.x,
        one.y,
        BADGE,
        one.x,
        one.y + 4,
        one.arrow.number,
    )


def _box(x: int, row: int, label: str, *, now: bool, end: bool) -> SafeString:
    css = "s now" if now else "s end" if end else "s"
    y = _y(row)
    return markup(
        '<g class="{}"><rect x="{}" y="{}" width="{}" height="{}" rx="6"/><text x="{}" y="{}">{}</text></g>',
        css,
        x,
        y,
        BOX_WIDTH,
        BOX_HEIGHT,
        x + BOX_WIDTH // 2,
        y + BOX_HEIGHT // 2 + 5,
        label,
    )


def _start(x: int, row: int) -> SafeString:
    at, y = x + BOX_WIDTH // 2, _y(row)
    return markup(
        '<g class="a"><circle class="o" cx="{}" cy="{}" r="4"/><path class="l" d="M{} {}V{}"/></g>',
        at,
        y - 18,
        at,
        y - 14,
        y,
    )
