"""The eleven regions, their other names, and sides."""

from knotcli.coach.errors import Misuse
from knotcli.coach.text import clean, nearest, one_of

REGIONS = (
    "neck", "shoulder", "upper-back", "low-back", "hip", "jaw", "headache", "forearm", "thigh", "calf", "foot",
)  # fmt: skip
SIDES = ("left", "right", "both")

OTHER_NAMES = {
    "nape": "neck", "shoulders": "shoulder", "shoulder-blade": "shoulder", "rotator-cuff": "shoulder",
    "upperback": "upper-back", "mid-back": "upper-back", "middle-back": "upper-back", "thoracic": "upper-back",
    "lowback": "low-back", "lower-back": "low-back", "lumbar": "low-back", "back": "low-back",
    "hips": "hip", "glutes": "hip", "glute": "hip", "glutes-hip": "hip", "buttock": "hip", "buttocks": "hip",
    "bottom": "hip", "piriformis": "hip",
    "tmj": "jaw", "face": "jaw", "cheek": "jaw", "head": "headache", "temple": "headache", "temples": "headache",
    "elbow": "forearm", "forearm-elbow": "forearm", "arm": "forearm", "wrist": "forearm",
    "thighs": "thigh", "hamstring": "thigh", "hamstrings": "thigh", "quads": "thigh",
    "calves": "calf", "lower-leg": "calf",
    "feet": "foot", "arch": "foot", "arches": "foot", "foot-arch": "foot", "sole": "foot", "heel": "foot",
}  # fmt: skip

# A session of one region may press a muscle of another (S0, S4: calf for the sole, buttock for the low back,
# neck muscles for headache): then the questions of both are asked.
ALSO_ASKED = {"foot": ("calf",), "low-back": ("hip",), "headache": ("neck",)}


def asked(name: str) -> tuple[str, ...]:
    """Give the regions whose questions are asked before a session of this one, itself first."""
    return (name, *ALSO_ASKED.get(name, ()))


def region(word: str) -> str:
    """Give the region that a word stands for: its name, another common name, or a unique beginning.

    Raises Misuse that names the nearest region and the list.
    """
    name = "-".join(word.lower().replace("_", " ").replace("-", " ").split())
    if name in REGIONS:
        return name
    if name in OTHER_NAMES:
        return OTHER_NAMES[name]
    begun = [r for r in REGIONS if name and r.startswith(name)]
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise Misuse(f"{clean(word)!r} could be {' or '.join(begun)}. Type a little more of it.")
    close = nearest(name, (*REGIONS, *OTHER_NAMES))
    raise Misuse(one_of("region", word, REGIONS, OTHER_NAMES.get(close or "", close)))


def side(word: str | None) -> str | None:
    """Give left, right or both, by a unique beginning; None stays None. Raises Misuse."""
    if word is None:
        return None
    begun = [s for s in SIDES if word.strip() and s.startswith(word.strip().lower())]
    if len(begun) != 1:
        raise Misuse(one_of("side", word, SIDES))
    return begun[0]
