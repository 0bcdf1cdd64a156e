"""What the bot itself says, one file a language. Fields in braces are filled in where a text is used.

Questions are asked in English whatever the language of the interface, and so are the examples of them: English is what
the library reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.change import Change
from index.schema import Intent, Reason, Style, Verdict


@dataclass(frozen=True, slots=True)
class Texts:
    """Every text of the bot in one language; a language that forgets one does not pass the type checker."""

    thousands: str
    commands: Mapping[str, str]
    welcome: str
    welcome_group: str
    examples: str
    timeline_usage: str
    only_text: str
    difference: str
    changes: Mapping[Change, str]
    silent: str
    nearest: str
    help: str
    ask_usage: str
    looking: str
    looking_waiting: str
    thanked: str
    greeting: str
    abstentions: Mapping[Reason, str]
    marks: str
    since: str
    until: str
    between: str
    during: str
    that: str
    both: str
    instead: str
    meant: str
    said_what: str
    counted: str
    headings: Mapping[Intent, str]
    verdicts: Mapping[Verdict, str]
    styles: Mapping[Style, str]
    narration: str
    nobody: str
    told: str
    denied: str
    reported_by: str
    shown: str
    statements: tuple[str, str]
    articles: tuple[str, str]
    quotes: tuple[str, str]
    only_names: str
    continued: str
    continued_topic: str
    untitled: str
    also: str
    later: str
    caution: str
    one_at_a_time: str
    too_long: str
    busy: str
    overdue: str
    failed: str
    interrupted: str
    slow_down: str
    speakers_heading: str
    speakers_none: str
    speakers_more: str
    sources_heading: str
    sources_none: str
    more: str
    quotes_usage: str
    expired: str
    not_yours: str
    button_direct: str
    button_all: str
    button_back: str
    button_open: str
    undrawable: str
    button_cards: tuple[str, str]
    button_charts: tuple[str, str]
    button_copy: str
    button_export: str
    button_share: str
    formats: Mapping[str, str]
    button_good: str
    button_bad: str
    context_heading: str
    context_gone: str
    thanks: str
    why: str
    reasons: Mapping[str, str]
    alerts_heading: str
    alert_usage: str
    alert_set: str
    alert_news: str
    alert_again: str
    alert_stopped: str
    alert_gone: str
    alert_most: str
    button_alert: str
    button_stop: str
    add_usage: str
    add_waiting: str
    add_too_large: str
    add_unfetched: str
    add_step: str
    add_steps: Mapping[str, str]
    add_refused: str
    add_failed: str
    add_died: str
    add_known: str
    add_done: str
    add_left_out: str
    reindex_waiting: str
    reindex_known: str
    reindex_name: str
    inline_none: str
    privacy: str
    forgotten: str
    history_heading: str
    history_none: str
    history_nothing: str
    admins_only: str
    admin_commands: Mapping[str, str]
    help_admins: str
    guest_usage: str
    guest_admin: str
    guest_allowed: str
    guest_denied: str
    health: str
    stats: str
    stats_votes: str
    feedback: str
    feedback_none: str
    corrections: str
    correction_how: str
    correction_which: str
    correction_noted: str
    correction_accepted: str
    correction_declined: str
    correction_decided: str
    correction_failed: str
    button_accept: str
    button_decline: str

    def count(self, forms: tuple[str, str], number: int) -> str:
        """Return a number with its noun, in the singular or the plural."""
        return f"{self.number(number)} {forms[0] if number == 1 else forms[1]}"

    def seconds(self, seconds: float) -> str:
        """Return seconds to the hundredth, with the mark that parts decimals where another parts thousands."""
        return f"{seconds:.2f}".replace(".", "," if self.thousands == "." else ".")

    def number(self, number: int) -> str:
        """Return a number with its thousands set apart."""
        return f"{number:,}".replace(",", self.thousands)
