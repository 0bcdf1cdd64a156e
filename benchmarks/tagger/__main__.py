"""Train the tagger that finds attributions, or export what was trained: `python -m benchmarks.tagger --help`."""

from __future__ import annotations

import argparse
from pathlib import Path

EXAMPLES = """examples:
  python -m benchmarks.tagger train articles.jsonl.gz --out /tmp/tagger     # goes on where it was interrupted
  python -m benchmarks.tagger export /tmp/tagger                            # into index/extract/weights/
"""


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    top = argparse.ArgumentParser(
        prog="python -m benchmarks.tagger",
        description="Train the tagger that finds attributions, and export it.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    train = commands.add_parser("train", help="learn from annotated articles")
    train.add_argument("data", type=Path, help="JSON lines of articles with text and attributions, gzipped or not")
    train.add_argument("--out", type=Path, required=True, help="folder for checkpoints and the best weights")
    train.add_argument("--epochs", type=int, default=8)
    train.add_argument("--held", type=int, default=60, help="articles kept out, by which the best weights are chosen")
    train.add_argument("--device", help="cpu or cuda; default: cuda where there is one")
    export = commands.add_parser("export", help="write the best weights as ONNX")
    export.add_argument("folder", type=Path, help="the folder that was trained into")
    return top


def main() -> None:
    """Run one command."""
    given = parser().parse_args()
    from index.settings import default_model

    encoder = default_model()
    if given.command == "train":
        import torch

        from benchmarks.tagger.train import Plan, train

        device = given.device or ("cuda" if torch.cuda.is_available() else "cpu")
        train(Plan(given.data, given.out, encoder, given.epochs, given.held, device))
    else:
        from benchmarks.tagger.export import export

        export(given.folder, encoder)


if __name__ == "__main__":
    main()
