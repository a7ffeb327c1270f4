"""Which export a sheet is, by its headings letter for letter. Nothing is guessed: what does not fit is refused, with
what differs from the nearest.
"""

from collections.abc import Iterable, Sequence

from phien.observations.exports import errors
from phien.observations.exports.fingerprints import (
    facebook,
    instagram,
    shopee,
    tiktok,
    tiktok_live,
    tiktok_shop,
    youtube,
)
from phien.observations.exports.fingerprints.fingerprint import Column, Fingerprint
from phien.observations.exports.fingerprints.names import called
from phien.observations.exports.sheets import Sheet

__all__ = ["KNOWN", "Column", "Fingerprint", "called", "recognise", "recognise_all"]

KNOWN: tuple[Fingerprint, ...] = (
    *tiktok.ALL,
    *tiktok_live.ALL,
    *tiktok_shop.ALL,
    *facebook.ALL,
    *instagram.ALL,
    *youtube.ALL,
    *shopee.ALL,
)


def recognise(sheet: Sheet, saved: Sequence[Fingerprint] = ()) -> Fingerprint:
    """The fingerprint that the sheet's headings make; saved ones before those that are known here, newer before older.

    Settles which of the first lines is the heading (sheet.head, sheet.head_line). Raises DuplicateHeadings,
    MixedLanguages or NotRecognised.
    """
    candidates = (*sorted(saved, key=lambda one: -one.version), *KNOWN)
    above = ""
    for number, cells in sheet.tops():
        head = _headings(cells)
        found = next((one for one in candidates if len(head) > 1 and one.fits(head, above)), None)
        if found:
            sheet.begin(number, cells)
            return found
        above = head[0] if len(head) == 1 else above
    raise _differs(sheet, candidates)


def recognise_all(sheets: Iterable[Sheet], saved: Sequence[Fingerprint] = ()) -> list[tuple[Sheet, Fingerprint]]:
    """Each sheet of one file with its fingerprint. Raises MixedLanguages where they are of different languages."""
    found = [(sheet, recognise(sheet, saved)) for sheet in sheets]
    spoken: dict[str, str] = {}
    for sheet, fingerprint in found:
        if fingerprint.language:
            spoken.setdefault(fingerprint.language, sheet.name)
    if len(spoken) > 1:
        one, other = list(spoken.values())[:2]
        raise errors.MixedLanguages(file=found[0][0].file_name, one=one, other=other)
    return found


def _headings(cells: list[str]) -> list[str]:
    head = [cell.strip() for cell in cells]
    while head and not head[-1]:
        head.pop()
    return head


def _differs(sheet: Sheet, candidates: Sequence[Fingerprint]) -> errors.ExportRefused:
    head = sheet.head
    twice = next((heading for heading in head if heading and head.count(heading) > 1), None)
    if twice:
        return errors.DuplicateHeadings(file=sheet.shown, heading=twice)
    found = set(head)
    nearest = max(candidates, key=lambda one: _likeness(found, one))
    if _likeness(found, nearest)[0] < 2:
        return errors.NotRecognised(file=sheet.shown, head=head)
    if nearest.titles and found == set(nearest.columns):
        title = next((cells[0] for _number, cells in sheet.tops() if cells and cells[0].strip()), "")
        return errors.NotRecognised(file=sheet.shown, head=head, unknown=(title.strip(),))
    mixed = _mixed(head, nearest, candidates)
    if mixed:
        return errors.MixedLanguages(file=sheet.shown, one=mixed[0], other=mixed[1])
    plain = {_plain(heading): heading for heading in nearest.columns if heading not in found}
    respelled = tuple(
        (heading, plain[_plain(heading)])
        for heading in head
        if heading not in nearest.columns and _plain(heading) in plain
    )
    spelled_wrong = {heading for heading, _expected in respelled}
    meant = {expected for _heading, expected in respelled}
    return errors.NotRecognised(
        file=sheet.shown,
        head=head,
        nearest=nearest.id,
        called=called(nearest.id),
        missing=tuple(one for one in nearest.columns if one in nearest.required - found - meant),
        unknown=tuple(one for one in head if one and one not in nearest.columns and one not in spelled_wrong),
        respelled=respelled,
    )


def _likeness(found: set[str], fingerprint: Fingerprint) -> tuple[int, int]:
    """Shared headings, capital letters aside; of two that share as many, the one with fewer required ones missing."""
    plain = {_plain(heading) for heading in found}
    shared = len(plain & {_plain(heading) for heading in fingerprint.columns})
    missing = len({_plain(heading) for heading in fingerprint.required} - plain)
    return (shared, -missing)


def _plain(heading: str) -> str:
    return "".join(heading.casefold().split())


def _mixed(head: list[str], nearest: Fingerprint, candidates: Sequence[Fingerprint]) -> tuple[str, str] | None:
    """Two headings of one line that only different languages of the same platform have."""
    own = next((heading for heading in head if heading in nearest.columns), "")
    for other in candidates:
        if other.platform != nearest.platform or not other.language or other.language == nearest.language:
            continue
        strange = next((one for one in head if one in other.columns and one not in nearest.columns), None)
        if strange and own and nearest.language:
            return own, strange
    return None
