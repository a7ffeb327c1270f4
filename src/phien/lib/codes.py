"""Codes that people read aloud, type and scan: no letters that look alike, a last character that checks the rest."""

import secrets

ALPHABET = "23456789ACDEFGHJKLMNPQRTUVWXY"


def _check(body: str) -> str:
    total = 0
    for position, letter in enumerate(body, start=2):
        total += position * ALPHABET.index(letter)
    return ALPHABET[total % len(ALPHABET)]


def make(length: int = 8) -> str:
    """A random code of `length` characters, the last being the check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
    return body + _check(body)


def normalise(typed: str) -> str:
    """What was meant: capitals, without spaces, dots and dashes."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def is_right(code: str) -> bool:
    """Whether the check character fits. 29 is prime, so one wrong or two swapped characters are always found
    (for codes shorter than 28 characters)."""
    return len(code) > 1 and all(letter in ALPHABET for letter in code) and _check(code[:-1]) == code[-1]


def read(typed: str) -> str:
    """The code that was meant; empty where it is none."""
    code = normalise(typed[:40])[:12]
    return code if is_right(code) else ""
