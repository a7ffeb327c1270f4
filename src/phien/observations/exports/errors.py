"""Why a file of a platform is not taken. Each names the file, and the line where there is one."""

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from phien.lib.errors import Refused


class ExportRefused(Refused):
    code = "export_refused"
    status = 422
    message = _("%(file)s cannot be read.")


class EmptyFile(ExportRefused):
    code = "empty_file"
    message = _("%(file)s is empty.")


class HeadingOnly(ExportRefused):
    code = "heading_only"
    message = _("%(file)s holds headings and no line below them.")


class NotItsFormat(ExportRefused):
    code = "not_its_format"
    message = _("%(file)s is not what its name says: it holds %(found)s.")


class BrokenArchive(ExportRefused):
    code = "broken_archive"
    message = _("%(file)s is cut off or damaged. Download it again from the platform.")


class EncryptedArchive(ExportRefused):
    code = "encrypted_archive"
    message = _("%(file)s is locked with a password. Unlock it first, or export it again without one.")


class BlownUpArchive(ExportRefused):
    code = "blown_up_archive"
    message = _("%(file)s would unpack to far more than an export holds. It is not opened.")


class CrowdedArchive(ExportRefused):
    code = "crowded_archive"
    message = _("%(file)s holds %(count)s files; at most %(most)s are read.")


class WanderingPath(ExportRefused):
    code = "wandering_path"
    message = _("%(file)s holds “%(member)s”, a path that leads out of it. It is not opened.")


class NestedArchive(ExportRefused):
    code = "nested_archive"
    message = _("%(file)s holds another archive, “%(member)s”. Unpack it and give the files one by one.")


class StrangeMember(ExportRefused):
    code = "strange_member"
    message = _("%(file)s holds “%(member)s”, which is no table.")


class UnsafeWorkbook(ExportRefused):
    code = "unsafe_workbook"
    message = _("%(file)s declares a document type inside a workbook, which no spreadsheet writes. It is not opened.")


class TooWide(ExportRefused):
    code = "too_wide"
    message = _("%(file)s, line %(line)s: %(count)s columns; at most %(most)s are read.")


class WrongEncoding(ExportRefused):
    code = "wrong_encoding"
    message = _(
        "%(file)s, line %(line)s: the letters cannot be read. The file is cut off, or in an old encoding. "
        "Export it again, or save it as “CSV UTF-8”; the accents would be lost otherwise."
    )


class BrokenLetters(ExportRefused):
    code = "broken_letters"
    message = _(
        "%(file)s, line %(line)s: the letters were broken when the file was saved again: “%(found)s” was “%(was)s”. "
        "Give the file as the platform made it."
    )


class BrokenQuotes(ExportRefused):
    code = "broken_quotes"
    message = _("%(file)s, line %(line)s: a quotation mark is opened and not closed. The file may be cut off.")


class DuplicateHeadings(ExportRefused):
    code = "duplicate_headings"
    message = _("%(file)s has the heading “%(heading)s” twice.")


class MixedLanguages(ExportRefused):
    code = "mixed_languages"
    message = _("%(file)s mixes languages: “%(one)s” and “%(other)s” do not come from one export.")


class LostIds(ExportRefused):
    code = "lost_ids"
    message = _(
        "%(file)s, line %(line)s: this file was saved by a spreadsheet, which rounded the id to %(found)s; "
        "the ids are lost. Give the file as the platform made it."
    )


class TooManyFaults(ExportRefused):
    code = "too_many_faults"
    message = _("%(file)s: %(count)s of %(all)s lines cannot be read; the first is line %(line)s: %(reason)s")


class NotRecognised(ExportRefused):
    """No fingerprint fits. `nearest` is the closest one's id ("" where none is near) and `called` its name, with what
    the sheet misses of it, what it does not know, and pairs (found, expected) that differ by capital letters or spaces.
    """

    code = "not_recognised"
    message = _("%(file)s is no export that is known here. %(differs)s")

    def __init__(
        self,
        *,
        file: str,
        head: list[str],
        nearest: str = "",
        called: str | Promise = "",
        missing: tuple[str, ...] = (),
        unknown: tuple[str, ...] = (),
        respelled: tuple[tuple[str, str], ...] = (),
    ) -> None:
        self.head, self.nearest, self.called = head, nearest, called or nearest
        self.missing, self.unknown, self.respelled = missing, unknown, respelled
        super().__init__(file=file)
        self.facts["differs"] = lazy(self._differs, str)()

    def _differs(self) -> str:
        parts = [
            str(_("“%(found)s” should read “%(expected)s”: a capital letter or a space differs."))
            % {"found": found, "expected": expected}
            for found, expected in self.respelled
        ]
        if self.nearest:
            parts.insert(0, str(_("The nearest is %(nearest)s.")) % {"nearest": self.called})
        if self.missing:
            parts.append(str(_("Missing: %(headings)s.")) % {"headings": _listed(self.missing)})
        if self.unknown:
            parts.append(str(_("Not known: %(headings)s.")) % {"headings": _listed(self.unknown)})
        return " ".join(parts)


def _listed(headings: tuple[str, ...], most: int = 8) -> str:
    shown = ", ".join(f"“{heading}”" for heading in headings[:most])
    return shown if len(headings) <= most else f"{shown}…"
