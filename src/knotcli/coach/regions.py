"""Other names of the eleven regions, and which regions are asked about together."""

from collections.abc import Mapping

from knotcli.coach.vocabulary import Region

OTHER_NAMES: Mapping[str, Region] = {
    "nape": "neck", "shoulders": "shoulder", "shoulder-blade": "shoulder", "rotator-cuff": "shoulder",
    "upperback": "upper-back", "mid-back": "upper-back", "middle-back": "upper-back", "thoracic": "upper-back",
    "lowback": "low-back", "lower-back": "low-back", "lumbar": "low-back",
    "hips": "hip", "glutes": "hip", "glute": "hip", "glutes-hip": "hip", "buttock": "hip", "buttocks": "hip",
    "bottom": "hip", "piriformis": "hip",
    "tmj": "jaw", "face": "jaw", "cheek": "jaw", "head": "headache", "temple": "headache", "temples": "headache",
    "elbow": "forearm", "forearm-elbow": "forearm", "arm": "forearm", "wrist": "forearm",
    "thighs": "thigh", "hamstring": "thigh", "hamstrings": "thigh", "quads": "thigh",
    "calves": "calf", "lower-leg": "calf",
    "feet": "foot", "arch": "foot", "arches": "foot", "foot-arch": "foot", "sole": "foot", "heel": "foot",
}  # fmt: skip

# Words that stand for several regions: which one is asked, never guessed.
AMBIGUOUS_NAMES: Mapping[str, tuple[Region, ...]] = {
    "back": ("upper-back", "low-back"), "spine": ("neck", "upper-back", "low-back"),
    "leg": ("thigh", "calf"), "legs": ("thigh", "calf"),
}  # fmt: skip

# A session of one region may press a muscle of another (S0, S4: calf for the sole, buttock for the low back,
# neck muscles for headache): then the questions of both are asked.
ALSO_ASKED: Mapping[str, tuple[Region, ...]] = {
    "foot": ("calf",),
    "low-back": ("hip",),
    "headache": ("neck",),
}


def regions_to_ask(region: Region) -> tuple[Region, ...]:
    """Return the regions whose questions are asked before a session of `region`, itself first."""
    return (region, *ALSO_ASKED.get(region, ()))
