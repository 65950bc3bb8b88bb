"""The exceptions hospext raises on bad input: one root, one sentence each, saying what to do."""


class HospextError(Exception):
    """Root of every error a caller can mend; its text is one plain sentence."""


class InputError(HospextError):
    """An input that cannot be read or decoded."""


class UsageError(HospextError):
    """An option or argument that makes no sense."""


class LexiconError(HospextError):
    """A lexicon or rules file with a mistake; the text names file and line."""
