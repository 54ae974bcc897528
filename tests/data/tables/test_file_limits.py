"""Files that are made to exhaust: read, or refused by a sentence, within little memory and processor time.

Each runs in a process of its own, whose address space and processor time the system limits.
"""

import gzip
import io
import os
import resource
import subprocess
import sys
import zlib

import pytest
from small_tables import written

from dlfund.data import DataError
from dlfund.data.tables import file_limits, read_table
from dlfund.data.tables.column_names import different_names

# Python with pandas and pyarrow reserves about 1 GB of addresses before it reads anything
ADDRESSES, SECONDS = 2_500_000_000, 6
READ = """
import resource, sys
from dlfund.data.tables import read_table
used = resource.getrusage(resource.RUSAGE_SELF)
resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + {seconds},) * 2)
try:
    print("read", *read_table(sys.argv[1]).frame.shape)
except ValueError as error:
    print(error)
"""


def answer(path):
    """What a process says that reads a file within the limits."""
    done = subprocess.run(
        [sys.executable, "-c", READ.format(seconds=SECONDS), str(path)],
        capture_output=True,
        text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES)),
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def gzip_bomb():
    packer, file = zlib.compressobj(1, wbits=31), io.BytesIO()
    for _ in range(300):
        file.write(packer.compress(b"1,2\n" * 262_144))
    file.write(packer.flush())
    return file.getvalue()


def many_cells():
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    column, file = arrow.nulls(4_800_000, arrow.int8()), io.BytesIO()
    parquet.write_table(arrow.table({f"c{number}": column for number in range(100)}), file)
    return file.getvalue()


def one_long_text():
    arrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    texts, file = arrow.array(["x" * 100_000] * 1000), io.BytesIO()
    parquet.write_table(arrow.table({"a": arrow.chunked_array([texts] * 8), "b": range(8000)}), file)
    return file.getvalue()


MADE = {
    "60 million blank lines": (lambda: b"a,b\n1,2\n" + b"\n" * 60_000_000 + b"3,4\n", "at most 1,000,000 blank lines"),
    "nothing but blank lines": (lambda: b"\n" * 60_000_000, "at most 1,000,000 blank lines"),
    "20 million cells in the header": (lambda: b"1," * 20_000_000 + b"1\n", "a longer one"),
    "20 million cells in a row": (lambda: b"a,b\n" + b"1," * 20_000_000 + b"1\n", "shorter than 16 MiB"),
    "a million cells in a row": (lambda: b"a,b\n1,2\n" + b"1," * 1_000_000 + b"1\n", "Received: 1000001 in row 2"),
    "400,000 empty gzip members": (lambda: gzip.compress(b"") * 400_000, "at most 100,000 gzip members"),
    "50,000 gzip members with padding": (
        lambda: gzip.compress(b"a,b\n") + (gzip.compress(b"") + b"\0") * 50_000 + gzip.compress(b"1,2\n"),
        "read 1 2",
    ),
    "a small gzip file of 300 MiB": (gzip_bomb, "unpack to at most 256 MiB"),
    "480 million cells in Parquet": (many_cells, "at most 200,000,000 cells. Received: about 480,000,000"),
    "a long text in every row of Parquet": (one_long_text, "unpack to at most 256 MiB of text"),
}


@pytest.mark.slow
@pytest.mark.parametrize("content, message", MADE.values(), ids=MADE.keys())
def test_what_is_made_to_exhaust_is_answered_within_the_limits(tmp_path, content, message):
    assert message in answer(written(tmp_path, content()))


@pytest.mark.parametrize("start, size", [(b"", 5 * 1024**3), (b"a,b\n1,2\n", 3 * 1024**3)], ids=["5 GiB", "3 GiB"])
def test_a_file_of_holes_is_not_read(tmp_path, start, size):
    path = written(tmp_path, start)
    with path.open("r+b") as file:
        file.truncate(size)
    with pytest.raises(DataError, match=r"at most 4 GiB. Received: 5\.0 GiB|begins or ends with NUL bytes"):
        read_table(path)


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/full"])
def test_a_device_is_not_read(path):
    with pytest.raises(DataError, match="no ordinary file"):
        read_table(path)


NAMES = {
    "all alike": ["a"] * 20_000,
    "all empty": [""] * 20_000,
    "each taken by another": [name for number in range(2, 10_000) for name in ("a", f"a_{number}")],
}


@pytest.mark.parametrize("names", NAMES.values(), ids=NAMES.keys())
def test_so_many_names_become_different_in_steps_that_do_not_grow(names):
    steps = 0

    def count(frame, event, argument):
        nonlocal steps
        steps += 1

    sys.setprofile(count)
    try:
        unique_names, _ = different_names(names)
    finally:
        sys.setprofile(None)
    assert len(set(unique_names)) == len(names)
    assert steps < 40 * len(names)


def test_more_cells_than_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(file_limits, "MOST_CELLS", 100)
    with pytest.raises(DataError, match=r"at most 100 cells. Received: about 200 in 100 rows"):
        read_table(written(tmp_path, "a,b\n" + "1,2\n" * 99 + "3,4"))


def test_more_cells_than_are_read_of_other_kinds(tmp_path, monkeypatch):
    monkeypatch.setattr("dlfund.data.tables.formats.text_writer.MOST_CELLS", 10)
    with pytest.raises(DataError, match="at most 10 cells in such a file"):
        read_table(written(tmp_path, '{"a": 1, "b": 2}\n' * 9))
    with pytest.raises(DataError, match=r"shorter than 131,072 characters. Received: a longer one in row 1"):
        read_table(written(tmp_path, f'{{"a": "{"x" * 140_000}"}}\n'))
