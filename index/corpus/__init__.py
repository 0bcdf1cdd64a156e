"""Files to documents: `read_documents` walks what it is given, and one reader a format does the rest."""

from index.corpus.journal import Journal
from index.corpus.walk import read_documents

__all__ = ["Journal", "read_documents"]
