"""Files, pages and feeds to documents: `read_documents` walks what it is given, one reader a format does the rest."""

from index.corpus.journal import Journal
from index.corpus.reader import Place
from index.corpus.walk import read_documents, snapshot

__all__ = ["Journal", "Place", "read_documents", "snapshot"]
