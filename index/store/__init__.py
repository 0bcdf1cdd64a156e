"""Records, vectors and full text, published as whole generations.

`generation` is the only door: it puts `catalogue` (SQLite), `vectors` (FAISS) and `encoder` (sentence-transformers)
together, and hides each behind numbers of rows.
"""
