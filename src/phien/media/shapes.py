"""The shapes in which a cloth is woven, and the name a cloth goes by in an address."""

import hashlib

SHAPES = {"wide": (480, 270), "food": (480, 360), "square": (360, 360), "tall": (270, 480)}


def cloth_name(name: object) -> str:
    """A short name for an address: the same for the same words in every language's page."""
    return hashlib.sha256(str(name).encode("utf-8", "surrogatepass")).hexdigest()[:12]
