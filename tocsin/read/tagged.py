"""Parts of speech and lemmas, looked up where spaCy's two rule pipes would work them out again for each token.

What attribute_ruler and lemmatizer say of a token depends on its form, tag and relation alone, but for a few pairs of
words ("gon na", "there is"). So it is worked out once for each such triple, by the same pipes, and kept: the same figures at
a fifth of the cost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from spacy.attrs import DEP, LEMMA, LOWER, MORPH, ORTH, POS, TAG  # type: ignore[import-not-found]
from spacy.tokens import Doc

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

#: First words of the pairs in the model's rules ("gonna", "let's", "y'all"), and "there is".
PAIRED = ("ai", "gon", "got", "let", "c'm", "y", "y'")
#: Forms that are kept; a firehose has more, and then the table begins anew.
MOST = 200_000
_KEY = [ORTH, TAG, DEP]
_SET = [POS, MORPH, LEMMA, DEP, TAG]


def with_table(model: Language) -> Language:
    """An English model whose two rule pipes are replaced by one that looks up."""
    table = Tagger(model, [model.get_pipe(name) for name in RULES])
    for name in RULES:
        model.remove_pipe(name)
    type(model).component("tocsin_table", func=table)
    model.add_pipe("tocsin_table")
    return model


RULES = ("attribute_ruler", "lemmatizer")


class Tagger:
    """Takes the place of attribute_ruler and lemmatizer, the pipes `rules`; a function from a document to itself."""

    def __init__(self, model: Language, rules: list[Callable[[Doc], Doc]]) -> None:
        self._rules = rules
        self._known: dict[tuple[int, int, int], tuple[int, ...]] = {}
        strings = model.vocab.strings
        #: Words and relations that begin a pair: where one stands, the document goes through the pipes themselves.
        self._opens = np.array([strings.add(word) for word in PAIRED], np.uint64)
        self._relations = np.array([strings.add("expl")], np.uint64)

    def __call__(self, doc: Doc) -> Doc:
        """The document with its parts of speech, morphology and lemmas set."""
        if not len(doc):
            return doc
        words, relations = doc.to_array([LOWER, DEP]).T
        if np.isin(words, self._opens).any() or np.isin(relations, self._relations).any():
            return self._worked_out(doc)
        keys = [tuple(row) for row in doc.to_array(_KEY).tolist()]
        known = self._known
        new = list({key: at for at, key in enumerate(keys) if key not in known}.items())
        if new:
            if len(known) > MOST:
                known.clear()
                return self(doc)
            few = Doc(doc.vocab, words=[doc[at].text for _, at in new])
            few.from_array([TAG, DEP], np.array([key[1:] for key, _ in new], np.uint64).reshape(-1, 2))  # type: ignore[arg-type]
            known.update(
                zip(
                    (key for key, _ in new),
                    map(tuple, self._worked_out(few).to_array(_SET).tolist()),
                    strict=True,
                )
            )
        doc.from_array(_SET, np.array([known[key] for key in keys], np.uint64))  # type: ignore[arg-type]
        return doc

    def _worked_out(self, doc: Doc) -> Doc:
        for rule in self._rules:
            doc = rule(doc)
        return doc
