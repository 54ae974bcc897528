"""An own-data kind for tests: a folder of texts, one folder a class. It is put into a copy of the package."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pandas as pd

from dlfund.comparison.result.content_sections import TextsSection
from dlfund.comparison.running.run_folder import RunError
from dlfund.data.tables import table_of
from dlfund.experiments.sources.source import Request
from dlfund.experiments.sources.table import TableSource


class TextFolder:
    """Files of text; the folder that a file lies in is its class."""

    kind = "texts"
    leak_advice = "Take such words out of the texts"

    def __init__(self, given, columns, reading):
        self.given = Path(given)

    @classmethod
    def takes(cls, given):
        return isinstance(given, str | Path) and Path(given).is_dir()

    def run_name(self, target):
        return self.given.name

    def read(self, request):
        frame = rows_in(self.given)
        question = self._as_table(frame).read(request)
        section = TextsSection(str(self.given), checksum(frame), request.seed, question.plan.held_out)
        return replace(question, recorded=section)

    def roles(self, question):
        return f"{len(question.dataset)} texts"

    def default_contenders(self, kind):
        return replace(self._as_table(None).default_contenders(kind), usual=("random_forest",), further=())

    def default_protocol(self, rows, columns, request):
        return self._as_table(None).default_protocol(rows, columns, request)

    @staticmethod
    def read_again(result):
        own, about = result.texts, result.dataset
        frame = rows_in(Path(own.source))
        if checksum(frame) != own.sha256:
            raise RunError(f"Expected the texts in {own.source} as they were. They were changed: compare again.")
        request = Request(about.target, about.name, hold_out=own.held, seed=own.seed)
        return TextFolder._as_table(frame).read(request).dataset

    @staticmethod
    def read_new(file, result, reading):
        return table_of(rows_in(Path(file)))

    @staticmethod
    def networks(result):
        return TableSource.networks(result)

    @staticmethod
    def _as_table(frame):
        return TableSource(frame, {"text": ["text"]})


def rows_in(folder):
    files = sorted(folder.glob("*/*.txt"))
    texts = [file.read_text(encoding="utf-8") for file in files]
    return pd.DataFrame({"text": texts, "label": [file.parent.name for file in files]})


def checksum(frame):
    return hashlib.sha256(frame.to_csv(index=False).encode()).hexdigest()
