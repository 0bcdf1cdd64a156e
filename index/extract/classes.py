"""Parsed blocks → the class and the lemma of each word, by spaCy's own rules, whose answers are remembered.

spaCy tries 179 rules on each word, but most words are named by none of them: then the class follows from tag and
dependency alone, and was found before. So was the lemma of most words. The answers are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from spacy.tokens.morphanalysis import MorphAnalysis

Key = tuple[str, int, int]
"""A word that the rules name, else nothing; the tag; the dependency."""

_MANY = 100_000  # words remembered


class Classes:
    """The attribute ruler and the lemmatizer of a loaded model."""

    def __init__(self, model: Language) -> None:
        ruler: Any = model.get_pipe("attribute_ruler")
        self._rules, self._of_two = type(ruler)(model.vocab), type(ruler)(model.vocab)
        for rule in ruler.patterns:
            alone = all(len(pattern) == 1 for pattern in rule["patterns"])
            (self._rules if alone else self._of_two).add(**rule)
        lemmatizer: Any = model.get_pipe("lemmatizer")
        index = lemmatizer.lookups.get_table("lemma_index")
        for name, forms in list(index.items()):
            index[name] = frozenset(forms)  # looked through from one end to the other, as long as it is a list
        self._lemmatizer = lemmatizer
        self._vocab = model.vocab
        self._named = re.compile("|".join(_words(self._rules.patterns)))
        self._names: dict[int, str] = {}
        self._known: dict[Key, tuple[int, int, MorphAnalysis, int, int]] = {}
        self._lemmas: dict[tuple[int, int, int], int] = {}

    def tell(self, docs: Sequence[Doc]) -> None:
        """Set class, morphology and lemma of each word in blocks that have tags and dependencies."""
        if len(self._names) + len(self._lemmas) > _MANY:
            self._names.clear()
            self._lemmas.clear()
        for doc in docs:
            rows = doc.to_array(["ORTH", "TAG", "DEP"]).tolist()
            keys = [(self._name(orth), tag, dep) for orth, tag, dep in rows]
            self._learn(doc, {key: row for key, row in zip(keys, rows, strict=True) if key not in self._known})
            for token, key in zip(doc, keys, strict=True):
                token.pos, token.lemma, token.morph, tag, dep = self._known[key]
                if (tag, dep) != key[1:]:
                    token.tag, token.dep = tag, dep
            self._of_two(doc)
            for token in doc:
                if not token.lemma:
                    token.lemma = self._lemma(token)

    def _lemma(self, token: Token) -> int:
        key = token.orth, token.pos, hash(token.morph)
        lemma = self._lemmas.get(key)
        if lemma is None:
            lemma = self._lemmas[key] = self._vocab.strings.add(self._lemmatizer.lemmatize(token)[0])
        return lemma

    def _name(self, orth: int) -> str:
        """Return the word as the rules see it if one of them may name it, else nothing."""
        name = self._names.get(orth)
        if name is None:
            word = self._vocab.strings[orth].lower()
            name = self._names[orth] = word if word.isspace() or self._named.fullmatch(word) else ""
        return name

    def _learn(self, like: Doc, rows: Mapping[Key, Sequence[int]]) -> None:
        """Ask the rules for words that are not known, one beside the other."""
        if not rows:
            return
        words, tags, deps = ([self._vocab.strings[n] for n in numbers] for numbers in zip(*rows.values(), strict=True))
        doc = self._rules(type(like)(self._vocab, words=words, tags=tags, deps=deps))
        for key, token in zip(rows, doc, strict=True):
            self._known[key] = token.pos, token.lemma, token.morph, token.tag, token.dep


def _words(rules: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield an expression for each word that rules of one word name."""
    for rule in rules:
        for [pattern] in rule["patterns"]:
            word = pattern.get("LOWER", {"IN": []})
            if isinstance(word, str):
                yield re.escape(word)
            else:
                yield from map(re.escape, word.get("IN", []))
                yield from filter(None, [word.get("REGEX")])
