"""The colours everything is drawn from, and how they mix."""

NIGHT, INDIGO, DYE, SKY = "#14163a", "#262b6b", "#4953ac", "#aab4e6"
CLAY, TILE, EMBER, PEACH = "#6d2a16", "#9c4424", "#cf6f3f", "#f0b890"
TURMERIC, HONEY, STRAW = "#e2a12b", "#c4761a", "#f3d48a"
LEAF, MOSS, SHOOT, MIST = "#356a47", "#23492f", "#7fae62", "#dfe8d2"
PAPER, CREAM, INK = "#fbf7ef", "#f2e6cf", "#231a1c"
WOOD, BARK, BAMBOO, CANE = "#8a5a34", "#4b2d1c", "#d9b36c", "#a97c3c"
RED, ROSE, SKIN, SKIN_DEEP, BROWN = "#b5302b", "#e58f9a", "#e3a77c", "#b9744c", "#3a1d14"
SLATE, STONE, BONE, SILVER = "#3a4048", "#8b9198", "#efe4d0", "#d7dce2"


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: str, second: str, part: float = 0.5) -> str:
    """A colour that lies `part` of the way from the first to the second."""
    pairs = zip(rgb(first), rgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def dark(colour: str, part: float = 0.35) -> str:
    return mix(colour, "#1d0f1e", part)


def light(colour: str, part: float = 0.35) -> str:
    return mix(colour, "#fff6e2", part)
