"""The settings: what each takes, and which source of a value wins."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from knotcli.coach.errors import Misuse
from knotcli.coach.person_input import fold_width
from knotcli.coach.text import clean_text, find_nearest

SettingValue = str | int | bool
FLAG_WORDS = ("true", "false")
OFF_WORDS = ("", "false", "no", "off", "0")


class Setting(NamedTuple):
    """One setting: its default (None: not set), how a text becomes its value, and what it takes, in words.

    `words` are values that a shell may offer.
    """

    default: SettingValue | None
    parse: Callable[[str], SettingValue]
    takes: str
    about: str
    words: tuple[str, ...] = ()


def _parse_flag(text: str) -> bool:
    word = text.strip().lower()
    if word in ("true", "yes", "on", "1"):
        return True
    if word in OFF_WORDS:
        return False
    raise ValueError


def _word_parser(*allowed: str) -> Callable[[str], str]:
    def parse_choice(text: str) -> str:
        word = text.strip().lower()
        if word not in allowed:
            raise ValueError
        return word

    return parse_choice


def _whole_number_parser(least: int, most: int) -> Callable[[str], int]:
    def parse_number(text: str) -> int:
        digits = fold_width(text.strip())
        if not (digits.isascii() and digits.isdigit() and len(digits) < 6):
            raise ValueError
        number = int(digits)
        if not least <= number <= most:
            raise ValueError
        return number

    return parse_number


def _parse_phone_number(text: str) -> str:
    digits = text.strip()
    if not digits or len(digits) > 20 or not all(c in "0123456789+*# -" for c in digits):
        raise ValueError
    return digits


class UnusableSetting(Misuse):
    """A setting has a value that it does not take. origin: what gave it, as resolve_setting names it."""

    def __init__(self, message: str, origin: str) -> None:
        super().__init__(message)
        self.origin = origin


SETTINGS: Mapping[str, Setting] = {
    "side": Setting("both", _word_parser("left", "right", "both"), "left, right or both", "side of a session", ("left", "right", "both")),
    "tool": Setting(None, _word_parser("ball", "fingers", "roller"), "ball, fingers or roller", "what presses, where a routine allows it", ("ball", "fingers", "roller")),
    "heat": Setting(True, _parse_flag, "true or false", "begin with heat", FLAG_WORDS),
    "heat_minutes": Setting(None, _whole_number_parser(10, 15), "10 to 15 (minutes)", "length of the heat", ("10", "15")),
    "hold": Setting(None, _whole_number_parser(10, 60), "10 to 60 (seconds; 30 to 60 with ball or roller, 10 to 30 with fingers)", "length of a hold", ("10", "30", "45", "60")),
    "lead_in": Setting(10, _whole_number_parser(5, 60), "5 to 60 (seconds)", "time to get ready", ("5", "10", "20", "60")),
    "wait": Setting(False, _parse_flag, "true or false", "wait for a key each step", FLAG_WORDS),
    "voice": Setting(False, _parse_flag, "true or false", "speak the steps", FLAG_WORDS),
    "breath": Setting(False, _parse_flag, "true or false", "speak the breathing too", FLAG_WORDS),
    "bell": Setting(True, _parse_flag, "true or false", "ring at each change", FLAG_WORDS),
    "flash": Setting(False, _parse_flag, "true or false", "flash at each change", FLAG_WORDS),
    "notify": Setting(False, _parse_flag, "true or false", "notify at a step's end", FLAG_WORDS),
    "plain": Setting(False, _parse_flag, "true or false", "plain lines, no redraw", FLAG_WORDS),
    "emergency_number": Setting(None, _parse_phone_number, "the digits to dial where you are", "shown in an emergency"),
}  # fmt: skip


def normalize_setting_name(name: str) -> str:
    """Return a setting's name as the settings file spells it. Raise Misuse that names the nearest and lists them all."""
    word = name.strip().lower().replace("-", "_")
    if word not in SETTINGS:
        close = find_nearest(word, SETTINGS)
        hint = f" Did you mean {close}?" if close else ""
        raise Misuse(f"{clean_text(name)[:60]!r} is not a setting.{hint} There are: {', '.join(SETTINGS)}.")
    return word


def find_setting(name: str) -> Setting:
    """Return the setting of that name. Raise Misuse that names the nearest and lists them all."""
    return SETTINGS[normalize_setting_name(name)]


def parse_setting(name: str, value: Any, origin: str) -> SettingValue:
    """Parse the value of a setting.

    origin: how the person knows it, such as --hold. Raise Misuse that names it and says what is allowed.
    """
    setting = find_setting(name)
    try:
        return setting.parse(str(value).lower() if isinstance(value, bool) else str(value))
    except (ValueError, TypeError):
        raise Misuse(f"{origin} cannot be {clean_text(str(value))[:60]!r}. It takes {setting.takes}.") from None


def resolve_setting(
    name: str, option: SettingValue | None, env: Mapping[str, str], file: Mapping[str, Any]
) -> tuple[SettingValue | None, str]:
    """Return a setting's value and its origin: option, then KNOT_* variable, then file, then default.

    Raises UnusableSetting, and Misuse for a name that there is not.

    ACCESSIBLE asks many programs for plain lines; only an option overrides it.
    """
    variable, value = f"KNOT_{name.upper()}", option
    if option is not None:
        origin, shown = "option", "--" + name.replace("_", "-")
    elif name == "plain" and env.get("ACCESSIBLE", "").strip().lower() not in OFF_WORDS:
        return True, "ACCESSIBLE"
    elif env.get(variable):
        value, origin, shown = env[variable], variable, variable
    elif name in file:
        value, origin, shown = file[name], "config.toml", f"config.toml: {name}"
    else:
        return find_setting(name).default, "default"
    try:
        return parse_setting(name, value, shown), origin
    except Misuse as fault:
        raise UnusableSetting(str(fault), origin) from None
