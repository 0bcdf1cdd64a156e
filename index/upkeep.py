"""What the commands do that make an index and keep it whole: call the library, print, and say how to exit."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.settings import Settings
from index.terminal import DONE, progress, told_once

if TYPE_CHECKING:
    from index.build import Report
    from index.cluster import Cluster
    from index.corpus import Place


def build(arguments: argparse.Namespace) -> int:
    """Build an index of documents."""
    from index import page
    from index.places import places

    if arguments.report is not None:
        page.writable(arguments.report)
    root = arguments.index or Settings.from_env().index
    given = places(arguments.paths, root, progress)
    try:
        report = build_at(root, given, strict=arguments.strict, ray=arguments.ray)
    except KeyboardInterrupt:
        print("interrupted: what was read is kept, and the same command goes on from there", file=sys.stderr)
        raise
    code = _told(report, arguments)
    if arguments.report is not None:
        page.write(arguments.report, report)
        print(f"report: {arguments.report}")
    return code


def watch(arguments: argparse.Namespace) -> int:
    """Keep an index up to date, until Ctrl-C."""
    from index.places import looks
    from index.watch import events
    from index.watch import watch as watch_places

    def rest() -> bool:
        if not arguments.once:
            time.sleep(arguments.every)
        return not arguments.once

    root = arguments.index or Settings.from_env().index
    look = looks(arguments.paths, root, progress)
    rounds = watch_places(look, partial(build_at, root), rest)
    with suppress(KeyboardInterrupt), told_once():
        for number, report in enumerate(rounds):
            for event, id in events(report):
                print(f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S} {event} {id}", flush=True)
            if number == 0:
                _told(report, arguments)
            elif report.fresh:
                _deliver(arguments)
    return DONE


def add(arguments: argparse.Namespace) -> int:
    """Add files to the index; they are part of it from then on, whatever it is built of."""
    from index.added import keep
    from index.build import grow
    from index.errors import SourceError

    root = arguments.index or Settings.from_env().index
    kept: dict[Path, bool] = {}
    try:
        for path in arguments.files:
            try:
                place, new = keep(path.read_bytes(), path.name, root)
            except OSError as error:
                raise SourceError(f"{path} cannot be added ({error.strerror}); give a file", "unreadable") from error
            kept[place] = new
        report = _changed(arguments, partial(grow, files=list(kept)))
    except BaseException:
        for place, new in kept.items():
            if new:
                place.unlink(missing_ok=True)
        raise
    return _told(report, arguments)


def compact(arguments: argparse.Namespace) -> int:
    """Write the index anew, with all that stands beside it."""
    from index.build import compact as compact_index

    return _where_needed(_changed(arguments, compact_index), "compact", arguments)


def remove(arguments: argparse.Namespace) -> int:
    """Take documents out of the index."""
    from index.build import remove as remove_documents

    return _told(_changed(arguments, partial(remove_documents, arguments.ids)), arguments)


def repair(arguments: argparse.Namespace) -> int:
    """Make the index whole again."""
    from index.build import repair as repair_index

    return _where_needed(_changed(arguments, repair_index), "repair", arguments)


def _changed(arguments: argparse.Namespace, change: Callable[..., Report]) -> Report:
    """Change the index that is named, as the settings have it: by their encoder and their number of processes."""
    from index.build import Rules
    from index.store.encoder import SentenceEncoder

    settings = Settings.from_env()
    return change(
        root=arguments.index or settings.index,
        encoder=SentenceEncoder(settings.model),
        rules=Rules.default(settings.workers),
        progress=progress,
    )


def _where_needed(report: Report, doing: str, arguments: argparse.Namespace) -> int:
    """Print what was done, or that nothing had to be."""
    if report.fresh:
        return _told(report, arguments)
    print(f"nothing to {doing}: {report.generation} is whole")
    return DONE


def check(arguments: argparse.Namespace) -> int:
    """Verify the whole index, printing what was found good."""
    from index.store.generation import Generation
    from index.store.publish import current

    generation = Generation.at(current(arguments.index or Settings.from_env().index))
    for line in generation.check(full=arguments.full):
        print(f"ok: {line}", flush=True)
    print(f"generation {generation.id} is whole")
    return DONE


def _told(report: Report, arguments: argparse.Namespace) -> int:
    """Print what a build did, and deliver it where the settings have an index served from elsewhere."""
    counts = ", ".join(f"{count:,} {what if count != 1 else what[:-1]}" for what, count in report.counts.items())
    state = f"built in {report.seconds:.1f} s" if report.fresh else "index is up to date"
    print(f"{state}: {counts} in {report.generation}")
    if report.changes:
        changes = ", ".join(f"{len(ids):,} {what}" for what, ids in report.changes.items())
        print(f"documents: {report.kept:,} kept, {changes}")
    if report.languages:
        counted = ", ".join(f"{count:,} in {language}" for language, count in sorted(report.languages.items()))
        print(f"sentences alone, since quotes are read in English: {counted}")
    if report.skipped:
        faults = ", ".join(f"{count:,} {fault}" for fault, count in report.skipped.items())
        print(f"skipped {sum(report.skipped.values()):,}: {faults}")
    _deliver(arguments)
    return DONE


def _deliver(arguments: argparse.Namespace) -> None:
    """Let the index serve from the Milvus of the settings, where they name one and no folder was named."""
    settings = Settings.from_env()
    if not settings.store or arguments.index is not None:
        return
    from index.store.delivery import deliver
    from index.store.door import connection
    from index.store.generation import Generation

    milvus = connection(settings.store)
    fresh = deliver(Generation.open(settings.index), milvus, progress)
    print(f"{'delivered to' if fresh else 'already in'} {milvus.label}")


def build_at(root: Path, places: Sequence[Path | Place], *, strict: bool = False, ray: str | None = None) -> Report:
    """Build an index in `root`."""
    from index.build import Rules
    from index.build import build as build_index
    from index.store.encoder import SentenceEncoder

    settings = Settings.from_env()
    with _cluster(ray) as cluster:
        rules = Rules.default(settings.workers, cluster)
        return build_index(places, root, SentenceEncoder(settings.model), rules=rules, strict=strict, progress=progress)


def _cluster(address: str | None) -> AbstractContextManager[Cluster | None]:
    """Join the Ray cluster at `address`, where one is named."""
    if address is None:
        return nullcontext()
    from index.cluster import joined

    return joined(address)
