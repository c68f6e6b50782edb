"""The body as an inline SVG, front and back, with the regions that hurt shaded and numbered.

As a person is looked at: from the front, their right is on the left of the picture; from behind, their left is.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from knotcli.coach.report.clinician_report import MILD, STRONG, RatingSummary, RegionReport
from knotcli.views.report.markup import Html, make_element

_Point = tuple[float, float]
_MIDDLE = 90.0
_TALL = 440
_APART = 200

# Half of the outline, from the top of the head down the left of the picture to between the legs; the other half is
# its mirror. A corner is given twice: the curve through the points stops there.
_OUTLINE: tuple[_Point, ...] = (
    (90, 8), (75, 13), (68, 28), (70, 44), (75, 56), (80, 62), (80.5, 68), (79, 76), (70, 82), (54, 88), (42, 96), (36, 112),
    (33, 138), (28, 164), (22, 190), (18, 212), (13, 226), (12, 240), (18, 250), (25, 244), (28, 228), (32, 212),
    (40, 190), (46, 164), (50, 142), (53, 122), (53, 122), (57, 146), (60, 170), (57, 194), (51, 218), (49, 248),
    (53, 286), (58, 314), (56, 342), (60, 374), (66, 404), (63, 420), (55, 430), (62, 436), (76, 434), (81, 424),
    (80, 404), (83, 370), (84, 342), (82, 316), (86, 280), (89, 240), (90, 236),
)  # fmt: skip


class _Spot(NamedTuple):
    """Where a region is shaded on one view: an ellipse on the left half, mirrored. It is cut at the outline."""

    view: str
    x: float
    y: float
    wide: float
    tall: float


# One line a region; the number stands in the first spot.
SHADES: Mapping[str, tuple[_Spot, ...]] = {
    "neck": (_Spot("back", 85, 74, 8, 13),),
    "shoulder": (_Spot("back", 44, 102, 17, 17), _Spot("front", 44, 102, 17, 17)),
    "upper-back": (_Spot("back", 75, 116, 14, 25),),
    "low-back": (_Spot("back", 77, 178, 15, 15),),
    "hip": (_Spot("back", 70, 218, 20, 18),),
    "jaw": (_Spot("front", 76, 50, 9, 10),),
    "headache": (_Spot("front", 80, 21, 16, 10), _Spot("back", 80, 27, 16, 16)),
    "forearm": (_Spot("front", 29, 190, 14, 27), _Spot("back", 29, 190, 14, 27)),
    "thigh": (_Spot("front", 69, 272, 20, 36), _Spot("back", 69, 278, 20, 32)),
    "calf": (_Spot("back", 69, 350, 16, 32),),
    "foot": (_Spot("front", 68, 428, 16, 12), _Spot("back", 68, 428, 16, 12)),
}


def draw_figure(parts: Sequence[RegionReport]) -> Html:
    """Draw both views with every part that has ratings, numbered from 1 in their order."""
    felt = [(number, part.trend.region, part.felt) for number, part in enumerate(parts, 1) if part.felt]
    outline = make_element("path", d=_draw_outline())
    return make_element(
        "svg",
        make_element(
            "title", "Where it hurt, on a drawing of the body from the front and from behind", id="body-title"
        ),
        make_element("desc", "The list beside it says the same in words.", id="body-about"),
        make_element("defs", make_element("clipPath", outline, id="body-cut")),
        *(_draw_view(view, place * _APART, felt) for place, view in enumerate(("front", "back"))),
        class_="body",
        viewBox=f"0 0 {_APART + 2 * _MIDDLE:.0f} {_TALL + 22}",
        role="img",
        aria_labelledby="body-title body-about",
    )


def _draw_view(view: str, left: int, felt: Sequence[tuple[int, str, RatingSummary]]) -> Html:
    shades = [
        make_element("ellipse", class_=_shade_class(one.mean), cx=x, cy=spot.y, rx=spot.wide, ry=spot.tall)
        for _, region, one in felt
        for spot in SHADES[region]
        if spot.view == view
        for x in _mirror_spot(spot, one)
    ]
    numbers = [
        mark
        for number, region, one in felt
        if SHADES[region][0].view == view
        for mark in _draw_number(number, SHADES[region][0], _mirror_spot(SHADES[region][0], one)[-1])
    ]
    sides = ("right", "left") if view == "front" else ("left", "right")
    return make_element(
        "g",
        make_element("path", class_="skin", d=_draw_outline()),
        make_element("g", *shades, clip_path="url(#body-cut)"),
        make_element("path", class_="outline", d=_draw_outline()),
        *_draw_details(view),
        *numbers,
        make_element("text", sides[0], class_="label", x=4, y=_TALL + 14),
        make_element("text", view, class_="label head", x=_MIDDLE, y=_TALL + 14, text_anchor="middle"),
        make_element("text", sides[1], class_="label", x=2 * _MIDDLE - 4, y=_TALL + 14, text_anchor="end"),
        transform=f"translate({left} 0)",
    )


def _mirror_spot(spot: _Spot, felt: RatingSummary) -> tuple[float, ...]:
    """Give the middles of the ellipses: both, unless every rating named one and the same side."""
    named = {side for side, n in felt.sides.items() if n}
    mirrored = 2 * _MIDDLE - spot.x
    if named == {"right"}:
        return (spot.x,) if spot.view == "front" else (mirrored,)
    if named == {"left"}:
        return (mirrored,) if spot.view == "front" else (spot.x,)
    return spot.x, mirrored


def _shade_class(mean: float) -> str:
    return "pain-3" if mean >= STRONG else "pain-2" if mean >= MILD else "pain-1"


def _draw_number(number: int, spot: _Spot, x: float) -> Iterator[Html]:
    # Beside a shade that it would hide.
    x += (0 if spot.wide > 12 else 18) * (1 if x > _MIDDLE else -1)
    y = spot.y
    yield make_element("circle", class_="number", cx=x, cy=y, r=8)
    yield make_element("text", str(number), class_="label strong", x=x, y=y + 4, text_anchor="middle")


def _draw_details(view: str) -> Iterator[Html]:
    """Draw the few lines that tell front from back."""
    if view == "front":
        yield make_element(
            "path", class_="detail", d="M83 35h1M96 35h1M86 49h8M90 172v2M70 96q12 -4 17 0M110 96q-12 -4 -17 0"
        )
    else:
        yield make_element("path", class_="detail", d="M90 84V196M72 104q-6 14 4 30M108 104q6 14 -4 30M90 206v26")


def _draw_outline() -> str:
    """Give the outline as a smooth closed path (a Catmull-Rom curve, as cubic Bézier pieces)."""
    half = _OUTLINE
    points = [*half, *((2 * _MIDDLE - x, y) for x, y in reversed(half[1:-1]))]
    parts = [f"M{points[0][0]:g} {points[0][1]:g}"]
    for place, here in enumerate(points):
        before, after, beyond = (
            points[place - 1],
            points[(place + 1) % len(points)],
            points[(place + 2) % len(points)],
        )
        if here == after:
            continue
        first = (here[0] + (after[0] - before[0]) / 6, here[1] + (after[1] - before[1]) / 6)
        second = (after[0] - (beyond[0] - here[0]) / 6, after[1] - (beyond[1] - here[1]) / 6)
        parts.append("C" + " ".join(f"{x:.1f} {y:.1f}" for x, y in (first, second, after)))
    return "".join(parts) + "Z"
