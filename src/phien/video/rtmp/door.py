"""Who may publish where. The server asks; whoever knows the stream keys answers."""

from dataclasses import dataclass
from typing import Final, Protocol

from phien.video.folder import Folder

WRONG_KEY: Final = "wrong_key"
UNSUITABLE: Final = "unsuitable"


@dataclass(frozen=True, slots=True)
class Admission:
    """Where a sender's stream goes. `publisher` is the same each time that the same key is used.

    `takes_over`: it may send away who sends into the same folder.
    """

    folder: Folder
    publisher: str
    label: str
    takes_over: bool = False


class Refusal(Exception):
    """`code` for programs, `words` for the encoder's screen. A WRONG_KEY is answered late and counted per address."""

    def __init__(self, code: str, words: str) -> None:
        self.code = code
        self.words = words
        super().__init__(code)


class Door(Protocol):
    async def admit(self, app: str, key: str, address: str) -> Admission:
        """Raises Refusal. `key` is what the encoder sent: it may carry ?name=value after it."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """What a stranger may cost. Sizes in bytes, times in seconds."""

    connections: int = 400
    per_address: int = 200  # a media server in front sends every stream from one address
    message: int = 8 << 20
    message_before: int = 16 << 10
    bytes_before: int = 64 << 10
    handshake: float = 10
    publish: float = 20
    idle: float = 20
    wrong_keys: int = 10
    wrong_keys_within: float = 60
    wrong_key_delay: float = 4
