"""Buttons under messages: each carries a short verb and an id of the bot's own file, so that old ones keep working."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.alerts import Alert
from bot.exports import NAMES, copied
from bot.markup import clean, clip, is_web
from bot.message import PAGE, Page, View
from bot.texts import Texts
from index.schema import Answer, Citation, Intent, Query, Style

MOST_CHOICES = 5
MAX_LABEL = 60
MAX_INLINE = 256


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


def under_answer(
    answer: Answer, id: int, page: Page, view: View, texts: Texts, *, inline: bool = False
) -> InlineKeyboardMarkup | None:
    """Return the buttons of an answer with citations: each passage in its place, other pages, taking along, votes.

    Sharing is a matter of inline mode: without it (`inline`) Telegram refuses the button.
    """
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
    taking = [_button(texts.button_export, "e", id, view.first, direct)]
    if answer.query.intent is Intent.TIMELINE:
        taking += [_button(label, "t", id, dark) for dark, label in enumerate(texts.button_charts)]
    if inline:
        taking.append(_sharing(texts.button_share, asked(answer.query)))
    return InlineKeyboardMarkup([row for row in (numbers, turning, taking, _judging(answer, id, texts)) if row])


def under_alert(
    answer: Answer, id: int, page: Page, alert: int, texts: Texts, *, inline: bool = False
) -> InlineKeyboardMarkup:
    """Return the buttons of an answer that an alert brought, with one that stops the alert."""
    shown = under_answer(answer, id, page, View(), texts, inline=inline)
    rows = shown.inline_keyboard if shown else ()
    return InlineKeyboardMarkup([*rows, [_button(texts.button_stop, "u", alert)]])


def stopping(alerts: Sequence[Alert], texts: Texts, *, listed: bool) -> InlineKeyboardMarkup:
    """Return one button an alert, which stops it; in a list they tell which, and the list is renewed."""
    labels = (f"✕ {alert.words}" if listed else texts.button_stop for alert in alerts)
    return InlineKeyboardMarkup(
        [[_button(label, "u", alert.id, int(listed))] for label, alert in zip(labels, alerts, strict=True)]
    )


def back(id: int, view: View, texts: Texts) -> InlineKeyboardMarkup:
    """Return the way back to an answer."""
    return InlineKeyboardMarkup([[_button(texts.button_back, "p", id, view.first, int(view.direct))]])


def decision(id: int, texts: Texts) -> InlineKeyboardMarkup:
    """Return what an administrator can make of a correction."""
    return InlineKeyboardMarkup(
        [[_button(texts.button_accept, "d", id, "yes"), _button(texts.button_decline, "d", id)]]
    )


def under_passage(id: int, position: int, citation: Citation, view: View, texts: Texts) -> InlineKeyboardMarkup:
    """Return the buttons of a passage in its place."""
    copying = InlineKeyboardButton(texts.button_copy, copy_text=CopyTextButton(clean(copied(citation))))
    row = [_button(texts.button_back, "p", id, view.first, int(view.direct)), copying]
    if citation.url and is_web(citation.url):
        row.append(InlineKeyboardButton(texts.button_open, url=citation.url))
    place = (view.first, int(view.direct), position)
    pictures = [_button(label, "q", id, *place, dark) for dark, label in enumerate(texts.button_cards)]
    return InlineKeyboardMarkup([row, [*pictures, _button(texts.reasons["speaker"], "w", id, *place)]])


def formats(id: int, view: View, texts: Texts) -> InlineKeyboardMarkup:
    """Return the formats that an answer can be taken along in."""
    place = (view.first, int(view.direct))
    rows = [[_button(texts.formats[name], "x", id, *place, name) for name in NAMES]]
    return InlineKeyboardMarkup([*rows, [_button(texts.button_back, "p", id, *place)]])


def asked(query: Query) -> str:
    """Return a question that stands for itself, as words for inline mode; what a turn before it gave is put in."""
    words = query.text
    if "speaker" in query.inherited:
        words = f"{', '.join(query.speakers)}: {words}"
    if "topic" in query.inherited:
        words = f"{words} {query.topic}"
    return clip(" ".join(clean(words).split()), MAX_INLINE)


def reasons(id: int, texts: Texts) -> InlineKeyboardMarkup:
    """Return what may be wrong with an answer."""
    rows = [[_button(label, "v", id, reason)] for reason, label in texts.reasons.items()]
    return InlineKeyboardMarkup([*rows, [_button(texts.button_back, "p", id, 0, 0)]])


def _judging(answer: Answer, id: int, texts: Texts) -> list[InlineKeyboardButton]:
    """Return the votes, and the alert where a question can have news."""
    votes = [_button(texts.button_good, "v", id, "good"), _button(texts.button_bad, "v", id, "bad")]
    lasting = bool(answer.query.speakers or answer.query.topic) and answer.query.intent is not Intent.CHECK
    return [*votes, _button(texts.button_alert, "a", id)] if lasting else votes


def _sharing(label: str, query: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, switch_inline_query=query)


def _button(label: str, verb: str, id: int, *rest: object) -> InlineKeyboardButton:
    data = ":".join(map(str, (verb, id, *rest)))
    return InlineKeyboardButton(clip(clean(label), MAX_LABEL), callback_data=data)
