"""The drawn person: two views, the parts of the body on them, and where a mark for each spot goes.

A mark is (row, first column, last column), counted from 0, on the left half of the drawing: the person's
right side from the front, their left side from behind. It is mirrored to the other half.
"""

WIDTH = 19
HEIGHT = 19

DRAWN = {
    "front": (
        r"       .---.       ",
        r"      /     \      ",
        r"     (  . .  )     ",
        r"      \  -  /      ",
        r"       )   (       ",
        r"   .--'     '--.   ",
        r"  /             \  ",
        r" /  /|       |\  \ ",
        r" |  ||       ||  | ",
        r" |  | \     / |  | ",
        r" |  |/   .   \|  | ",
        r" (__)   \ /   (__) ",
        r"    |    |    |    ",
        r"    |    |    |    ",
        r"    \    |    /    ",
        r"     |  | |  |     ",
        r"     |  | |  |     ",
        r"      \ | | /      ",
        r"     (__| |__)     ",
    ),
    "back": (
        r"       .---.       ",
        r"      /     \      ",
        r"     (       )     ",
        r"      \     /      ",
        r"       )   (       ",
        r"   .--'  .  '--.   ",
        r"  /   _  .  _   \  ",
        r" /  /|_) . (_|\  \ ",
        r" |  ||   .   ||  | ",
        r" |  | \  .  / |  | ",
        r" |  |/   .   \|  | ",
        r" (__)'._.|._.'(__) ",
        r"    |    |    |    ",
        r"    |    |    |    ",
        r"    \    |    /    ",
        r"     |  | |  |     ",
        r"     |  | |  |     ",
        r"      \ | | /      ",
        r"     (__| |__)     ",
    ),
}

Mark = tuple[int, int, int]

# Parts of the body where something can be felt, by the view on which they are shaded.
AREAS: dict[str, tuple[str, tuple[Mark, ...]]] = {
    "temple": ("front", ((1, 7, 7), (2, 6, 7))),
    "head": ("back", ((1, 7, 9), (2, 6, 9))),
    "jaw": ("front", ((2, 6, 7), (3, 7, 8))),
    "neck": ("back", ((4, 8, 9), (5, 8, 8))),
    "shoulder": ("back", ((6, 3, 5), (7, 2, 3))),
    "shoulder-front": ("front", ((6, 3, 5), (7, 2, 3))),
    "shoulder-top": ("back", ((5, 7, 7), (6, 4, 8))),
    "upper-back": ("back", ((6, 7, 8), (7, 7, 8))),
    "middle-back": ("back", ((8, 6, 8),)),
    "low-back": ("back", ((9, 7, 8), (10, 6, 8))),
    "leg-side": ("front", ((11, 5, 5), (12, 5, 5), (13, 5, 5), (14, 5, 5), (15, 6, 6), (16, 6, 6))),
    "leg": ("back", ((12, 6, 7), (13, 6, 7), (14, 6, 7), (15, 6, 7), (16, 6, 7))),
    "buttock": ("back", ((10, 5, 8), (11, 5, 7))),
    "arm": ("front", ((7, 2, 3), (8, 2, 3), (9, 2, 3), (10, 2, 3))),
    "hand": ("front", ((11, 2, 3),)),
    "elbow": ("front", ((8, 2, 3),)),
    "thigh": ("front", ((12, 5, 8), (13, 5, 8), (14, 5, 8))),
    "calf": ("back", ((15, 6, 7), (16, 6, 7))),
    "sole": ("front", ((18, 6, 7),)),
    "heel": ("back", ((18, 6, 7),)),
}

# Where to press, by the ids of content/spots.toml. A spot that is not here is simply not marked.
SPOTS: dict[str, tuple[str, Mark]] = {
    "upper-trapezius": ("back", (5, 6, 6)),
    "neck-back": ("back", (4, 8, 8)),
    "skull-edge": ("back", (3, 8, 8)),
    "shoulder-blade": ("back", (7, 6, 6)),
    "beside-spine-upper": ("back", (7, 8, 8)),
    "low-back-side": ("back", (9, 8, 8)),
    "glutes": ("back", (11, 6, 6)),
    "jaw-cheek": ("front", (3, 7, 7)),
    "forearm": ("front", (9, 2, 2)),
    "thigh-front": ("front", (13, 6, 6)),
    "thigh-back": ("back", (13, 6, 6)),
    "calf": ("back", (15, 6, 6)),
    "sole": ("front", (18, 7, 7)),
}

# Where a place's number stands: view, row, column of its first digit. Others are only listed.
NUMBERS: dict[str, tuple[str, int, int]] = {
    "temple": ("front", 2, 6),
    "head": ("back", 1, 9),
    "jaw": ("front", 3, 8),
    "neck": ("back", 4, 9),
    "shoulder": ("back", 7, 2),
    "stiff-shoulder": ("front", 6, 4),
    "tight-shoulders": ("back", 6, 6),
    "stress": ("back", 5, 9),
    "upper-back": ("back", 7, 10),
    "middle-back": ("back", 8, 10),
    "low-back": ("back", 9, 9),
    "side-of-leg": ("front", 12, 5),
    "leg": ("back", 12, 11),
    "buttock": ("back", 11, 6),
    "hand": ("front", 11, 2),
    "numbness": ("front", 11, 15),
    "elbow": ("front", 8, 2),
    "thigh": ("front", 12, 11),
    "calf": ("back", 15, 6),
    "sole": ("front", 18, 6),
    "heel": ("back", 18, 6),
}

SMALL = {
    "front": (
        r"    .---.    ",
        r"   ( . . )   ",
        r"    \ - /    ",
        r"  .--) (--.  ",
        r" / |     | \ ",
        r" | |     | | ",
        r" (_)  .  (_) ",
        r"   |  |  |   ",
        r"   |  |  |   ",
        r"   (__|__)   ",
    ),
    "back": (
        r"    .---.    ",
        r"   (     )   ",
        r"    \   /    ",
        r"  .--) (--.  ",
        r" / |  .  | \ ",
        r" | |  .  | | ",
        r" (_) _|_ (_) ",
        r"   |  |  |   ",
        r"   |  |  |   ",
        r"   (__|__)   ",
    ),
}
SMALL_SPOTS: dict[str, Mark] = {
    "upper-trapezius": (3, 4, 4),
    "neck-back": (3, 6, 6),
    "skull-edge": (2, 5, 5),
    "shoulder-blade": (4, 4, 4),
    "beside-spine-upper": (4, 5, 5),
    "low-back-side": (5, 5, 5),
    "glutes": (6, 5, 5),
    "jaw-cheek": (2, 5, 5),
    "forearm": (5, 2, 2),
    "thigh-front": (7, 4, 4),
    "thigh-back": (7, 4, 4),
    "calf": (8, 4, 4),
    "sole": (9, 5, 5),
}
