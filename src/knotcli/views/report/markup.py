"""HTML and SVG, put together so that no text from outside can become markup."""

from html import escape

from knotcli.coach.text import clean_text

VOID = ("meta", "br", "hr")
_BARE = ("circle", "ellipse", "line", "path", "rect")


class Html(str):
    """Markup that is ready. Everything else is a text, and is escaped where it enters."""

    __slots__ = ()


def escape_text(value: str) -> Html:
    """Give a text as markup: cleaned of control characters, escaped."""
    return value if isinstance(value, Html) else Html(escape(_clean_line(value)))


def join_markup(*inside: str) -> Html:
    """Put texts and markup one after the other."""
    return Html("".join(escape_text(one) for one in inside))


def make_element(name: str, /, *inside: str, **attributes: str | float | None) -> Html:
    """Give an element. An underscore in an attribute's name is a hyphen, one at its end is dropped; None is left out.

    Numbers are written with one decimal at most.
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in VOID:
        return Html(f"<{name}{given}>")
    if name in _BARE and not inside:
        return Html(f"<{name}{given}/>")
    return Html(f"<{name}{given}>{join_markup(*inside)}</{name}>")


def _attribute_value(value: str | float) -> str:
    if isinstance(value, str):
        return escape(_clean_line(value))
    number = f"{value:.1f}".removesuffix(".0")
    return "0" if number == "-0" else number


def _clean_line(value: str) -> str:
    return clean_text(value, lines=True).replace("\n", " ")
