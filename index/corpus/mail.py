"""The reader of mails, as press offices and newsletters send them."""

from __future__ import annotations

import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime

from index.corpus.reader import Entry, Source, not_blank, parsing
from index.corpus.unwrap import unwrap
from index.corpus.webpage import page
from index.errors import SourceError


class MailReader:
    """A mail that is one document: its plain text, else its page; subject, sender and date are its metadata."""

    suffixes = (".eml",)

    def read(self, source: Source) -> Iterator[Entry]:
        """Yield the one document of the mail.

        Raises:
            SourceError: it is no mail, encrypted, or without a text.
        """
        place = source.place
        with parsing(place, "mail"):
            mail = BytesParser(_class=EmailMessage, policy=email.policy.default).parsebytes(source.contents())
            if not mail.keys():
                raise SourceError(f"{place} is no mail: it begins without headers; save the mail as .eml", "damaged")
            if mail.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime"):
                raise SourceError(f"{place} is encrypted; save it decrypted", "encrypted")
            body = mail.get_body(("plain", "html"))
            if body is None:
                raise SourceError(f"{place} holds no text, only attachments; save those as files", "no text")
            content = str(body.get_content())
        if body.get_content_subtype() == "html":
            text = page(content.encode("utf-8", "replace"), place).text
        else:
            text = unwrap(content)
        title, sender = (" ".join(str(mail.get(name, "")).split()) for name in ("Subject", "From"))
        yield Entry(None, not_blank(text, place), place, title or None, parseaddr(sender)[0] or None, _date(mail))


def _date(mail: EmailMessage) -> str | None:
    """Return the day on which the mail was sent, where the sender's clock showed it; None where there is none."""
    try:
        return parsedate_to_datetime(str(mail["Date"])).date().isoformat()
    except ValueError:
        return None
