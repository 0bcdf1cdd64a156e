"""Buttons under messages: each carries a short verb and an id of the bot's own file, so that old ones keep working."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.markup import clean, clip
from bot.message import PAGE, Page, View
from bot.texts import Texts
from index.schema import Answer, Style

MOST_CHOICES = 5
MAX_LABEL = 60


@dataclass(frozen=True, slots=True)
class Press:
    """What a button carries: a verb, the id it is about, and numbers or a word that say more."""

    verb: str
    id: int
    rest: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: str | None) -> Press | None:
        """Read what a button carries; None where it is none of this bot's buttons."""
        verb, _, more = (data or "").partition(":")
        id, *rest = more.split(":")
        # Numbers that SQLite cannot hold are of nobody's making but a stranger's.
        return cls(verb, int(id), tuple(rest)) if id.isascii() and id.isdigit() and len(id) < 18 else None

    def number(self, position: int) -> int:
        """Return the number at `position` of what more it carries, 0 where there is none."""
        word = self.rest[position] if position < len(self.rest) else ""
        return int(word) if word.isascii() and word.isdigit() and len(word) < 6 else 0

    @property
    def view(self) -> View:
        """The view that the button was pressed in, or leads to."""
        return View(self.number(0), bool(self.number(1)))


def choices(offer: int, labels: tuple[str, ...]) -> InlineKeyboardMarkup:
    """Return one button a choice, five at most."""
    rows = [[_button(label, "o", offer, position)] for position, label in enumerate(labels[:MOST_CHOICES])]
    return InlineKeyboardMarkup(rows)


def under_answer(answer: Answer, id: int, page: Page, view: View, texts: Texts) -> InlineKeyboardMarkup | None:
    """Return the buttons of an answer with citations: each passage in its place, other pages, quoted only, votes."""
    if not page.shown:
        return None
    direct = int(view.direct)
    numbers = [_button(str(i + 1), "c", id, view.first, direct, i) for i in page.shown]
    turning = []
    if view.first:
        turning.append(_button("◀", "p", id, max(0, view.first - PAGE), direct))
    if view.first + len(page.shown) < page.available:
        turning.append(_button("▶", "p", id, view.first + len(page.shown), direct))
    styles = {citation.style for citation in answer.citations}
    if view.direct:
        turning.append(_button(texts.button_all, "p", id, 0, 0))
    elif Style.DIRECT in styles and len(styles) > 1:
        turning.append(_button(texts.button_direct, "p", id, 0, 1))
    votes = [_button(texts.button_good, "v", id, "good"), _button(texts.button_bad, "v", id, "bad")]
    return InlineKeyboardMarkup([row for row in (numbers, turning, votes) if row])


def under_passage(id: int, view: View, url: str | None, texts: Texts) -> InlineKeyboardMarkup:
    """Return the buttons of a passage in its place."""
    row = [_button(texts.button_back, "p", id, view.first, int(view.direct))]
    if url is not None:
        row.append(InlineKeyboardButton(texts.button_open, url=url))
    return InlineKeyboardMarkup([row])


def reasons(id: int, texts: Texts) -> InlineKeyboardMarkup:
    """Return what may be wrong with an answer."""
    rows = [[_button(label, "v", id, reason)] for reason, label in texts.reasons.items()]
    return InlineKeyboardMarkup([*rows, [_button(texts.button_back, "p", id, 0, 0)]])


def _button(label: str, verb: str, id: int, *rest: object) -> InlineKeyboardButton:
    data = ":".join(map(str, (verb, id, *rest)))
    return InlineKeyboardButton(clip(clean(label), MAX_LABEL), callback_data=data)
