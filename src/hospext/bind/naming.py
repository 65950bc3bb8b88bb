"""What the values of a sentence measure when their own words do not say."""

from __future__ import annotations

from collections.abc import Sequence

from hospext.bind import groups
from hospext.bind.carried import Carried
from hospext.bind.drafts import Draft, Sentence
from hospext.bind.labels import Labels
from hospext.bind.lists import Lists
from hospext.bind.unnamed import by_kind, is_taken_in, settle_insured, settle_pay
from hospext.lexicon import Lexicon


class Naming:
    """Gives labels, metrics and list subjects to the drafts of a sentence."""

    def __init__(self, lexicon: Lexicon, labels: Labels) -> None:
        self._lexicon = lexicon
        self._carried = Carried(lexicon, labels)
        self._lists = Lists(labels, self._carried)

    def settle(self, norm: str, sentence: Sentence, drafts: list[Draft], before: Sequence[Draft]) -> None:
        """Name every draft of a sentence in order; ``before`` are the drafts of the sentence before it."""
        listed = groups.find_groups(norm, drafts) if len(drafts) > 1 else []
        if listed:
            self._lists.settle(norm, sentence, drafts, before, [group.drafts for group in listed])
        earlier: list[Draft] = []
        known = [*before]  # with those of the sentence before
        for draft in drafts:
            if not listed and draft.metric is None and draft.subject is None:
                self._carried.inherit(norm, sentence, draft, earlier, before)
            if draft.metric is None:
                by_kind(self._lexicon, norm, sentence, draft, known)
            elif draft.metric == "staff_total":
                settle_insured(norm, sentence, draft)
            elif draft.metric == "total_revenue":
                settle_pay(draft)
            if draft.stock:
                draft.stock = not is_taken_in(norm, sentence, draft)
            earlier.append(draft)
            known.append(draft)
