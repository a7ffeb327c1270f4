"""How comments and authors are known without their names: keyed hashes, one secret per kind."""

from phien.evidence.actions import Pseudonyms
from phien.sentiment.spelling import bare


class Names:
    """Reads the three secrets once; make one for a whole file."""

    def __init__(self) -> None:
        self._comment, self._author, self._words = (Pseudonyms(kind) for kind in ("comment", "author", "words"))

    def comment(self, platform: str, *parts: str) -> str:
        return self._comment(platform, *parts)

    def author(self, platform: str, handle: str) -> str:
        """The same for @Lan, lan and " Lan "; "" for nobody."""
        handle = handle.strip().lstrip("@").casefold()
        return self._author(platform, handle) if handle else ""

    def words(self, text: str) -> str:
        """The same for two comments of the same letters and digits."""
        return self._words(bare(text))


def author_of(platform: str, handle: str) -> str:
    """By which name the comments of a platform's account stand here; of our own rooms ("site"), the writer's key."""
    return Names().author(platform, handle)
