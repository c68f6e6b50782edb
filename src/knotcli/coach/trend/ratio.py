"""Exact fractions for means and percentages: a float would miss a limit such as 30 % by a hair."""

from math import gcd


class Ratio:
    """An exact number, top / bottom in lowest terms. bottom: above zero.

    A plain class, because it is made at every start: a dataclass takes ten times as long to define.
    """

    __slots__ = ("bottom", "top")

    def __init__(self, top: int, bottom: int = 1) -> None:
        shared = gcd(top, bottom)
        self.top, self.bottom = top // shared, bottom // shared

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ratio) and (self.top, self.bottom) == (other.top, other.bottom)

    def __hash__(self) -> int:
        return hash((self.top, self.bottom))

    def __repr__(self) -> str:
        return f"Ratio({self.top}, {self.bottom})"

    def __sub__(self, other: "Ratio") -> "Ratio":
        return Ratio(self.top * other.bottom - other.top * self.bottom, self.bottom * other.bottom)

    def __lt__(self, other: "Ratio") -> bool:
        return self.top * other.bottom < other.top * self.bottom

    def percent_of(self, other: "Ratio") -> "Ratio":
        """Return this number as a percentage of `other`, which is above zero."""
        return Ratio(100 * self.top * other.bottom, self.bottom * other.top)

    def is_at_least(self, whole: int) -> bool:
        """Return whether this number is `whole` or more."""
        return self.top >= whole * self.bottom

    def size(self) -> "Ratio":
        """Return the number without its sign."""
        return Ratio(abs(self.top), self.bottom)

    def rounded(self, places: int) -> float:
        """Round to `places` decimals; a half goes away from zero."""
        steps = (2 * abs(self.top) * 10**places + self.bottom) // (2 * self.bottom)
        return float((steps if self.top > 0 else -steps) / 10**places)

    def text(self, places: int = 1) -> str:
        """Write the number as a person reads it: 4.2."""
        return f"{self.rounded(places):.{places}f}"
