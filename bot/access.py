"""Who may ask: a closed allowlist of users and groups, checked before anything else sees an update."""

from __future__ import annotations

import hashlib
import logging
import secrets

from telegram import Update
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.guests import Guests
from bot.limits import Buckets
from bot.settings import Settings

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 30  # updates of one person, then one a second; what is beyond is not answered at all
_SALT = secrets.token_bytes(16)


def pseudonym(id: int | None) -> str:
    """Return a short name for an id in logs: the same while the process runs, and of no use to anyone after."""
    return hashlib.blake2s(str(id).encode(), key=_SALT, digest_size=4).hexdigest()


class Access:
    """The allowlist. An update of somebody who is not on it ends here, unanswered, whatever its kind."""

    def __init__(self, settings: Settings, guests: Guests) -> None:
        self._public = settings.public
        self._users = settings.users | settings.admins
        self._groups = settings.groups
        self._admins = settings.admins
        self._guests = guests
        self._flood = Buckets(MOST_AT_ONCE, every=1.0)

    def admits(self, user: int | None, chat: int | None) -> bool:
        """Whether `user` may ask in `chat`; a group on the list admits its members inside the group only.

        Whoever an administrator shut out may not, on no list; administrators always may.
        """
        if user in self._admins:
            return True
        decided = self._guests.admitted(user), self._guests.admitted(chat)
        return False not in decided and (self._public or user in self._users or chat in self._groups or True in decided)

    def administrates(self, user: int | None) -> bool:
        """Whether `user` is an administrator of the bot."""
        return user in self._admins

    async def check(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        """Let an update pass, or stop it; the first handler of every update, edits and buttons included."""
        user = update.effective_user.id if update.effective_user else None
        chat = update.effective_chat.id if update.effective_chat else None
        if not self.admits(user, chat):
            logger.info("not allowed: user %s", pseudonym(user))
            raise ApplicationHandlerStop
        # Inline queries come with every letter that is typed, and have a limit of their own.
        if update.inline_query is None and self._flood.take(user or chat or 0):
            logger.info("flooding: user %s", pseudonym(user))
            raise ApplicationHandlerStop
