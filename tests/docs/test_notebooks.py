"""The tutorials as notebooks: valid, the same programs, and executed every night."""

import json
from pathlib import Path

import pytest
from builder.examples import examples
from builder.notebooks import notebook, write

ROOT = Path(__file__).parents[2]


def test_a_notebook_has_the_programs_of_its_page(tmp_path):
    files = write(tmp_path)
    assert len(files) == 5
    for file in files:
        page = json.loads(file.read_text(encoding="utf-8"))
        source = (ROOT / "docs" / "build" / f"{file.stem}.md").read_text(encoding="utf-8")
        code = ["".join(cell["source"]) for cell in page["cells"] if cell["cell_type"] == "code"]
        assert code[1:] == [example.code.strip() for example in examples(source)]
        assert code[0].count("pip install") == 1


def test_what_is_printed_is_left_out():
    page = notebook("# T\n\n```python\nprint(1)\n```\n\n```text\n1\n```\n\nEnd\n")
    assert ["".join(cell["source"]) for cell in page["cells"]][1:] == ["# T", "print(1)", "End"]
    assert len({cell["id"] for cell in page["cells"]}) == len(page["cells"]) == 4


@pytest.mark.nightly
@pytest.mark.filterwarnings("default")  # those of the notebook's own machinery
def test_every_notebook_runs(tmp_path):
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    for file in write(tmp_path):
        page = nbformat.read(file, as_version=4)
        nbformat.validate(page)
        nbclient.NotebookClient(page, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
        text = "".join(output.get("text", "") for cell in page.cells for output in cell.get("outputs", []))
        expected = examples((ROOT / "docs" / "build" / f"{file.stem}.md").read_text(encoding="utf-8"))
        assert all(line in text for example in expected for line in example.output.splitlines())
