"""Records, vectors and full text, published as whole generations.

`door` is for readers, and `generation` the rule: it puts `catalogue` (SQLite), `vectors` (FAISS) and `graph` (or else
`encoder`) together, and hides each behind numbers of rows. `served` is the same in Milvus.
"""

import os

# FAISS and PyTorch each bring an OpenMP runtime of their own. With the default policy idle threads spin on cores that
# others need: on two busy cores that doubled the time of a question. It must be set before either is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
