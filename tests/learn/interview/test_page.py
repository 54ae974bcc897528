"""docs/interview.md is what the questions say, and every link in it leads somewhere."""

import re
import subprocess
import sys
from pathlib import Path

from dlfund.learn.interview.page import page
from dlfund.learn.interview.question import questions

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "interview.md"
AGAIN = "The questions have changed: run python -m dlfund.learn.interview docs/interview.md, and commit what it writes."


def test_the_committed_page_is_what_the_questions_say():
    assert PAGE.read_text(encoding="utf-8") == page(), AGAIN


def test_every_link_leads_somewhere():
    text = page()
    headings = re.findall(r"^##+ (.*)$", text, re.M)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    anchors |= set(re.findall(r'<a id="(\w+)">', text))
    concepts = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8")
    cards = {heading.lower() for heading in re.findall(r"^### (.*)$", concepts, re.M)}
    for target in re.findall(r"\]\(([^)]+)\)", text):
        place, _, name = target.partition("#")
        if place == "concepts.md" and name:
            assert name in cards, target
        elif place:
            assert (PAGE.parent / place).exists(), target
        else:
            assert name in anchors, target


def test_every_question_is_there_with_its_code():
    text = page()
    for question in questions():
        assert question.text in text
        assert question.code in text
        assert f"`dlfund drill --check {question.name}`" in text


def test_the_command_writes_it(tmp_path):
    command = [sys.executable, "-m", "dlfund.learn.interview"]
    done = subprocess.run([*command, str(tmp_path / "new" / "page.md")], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "new" / "page.md").read_text(encoding="utf-8") == page()
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2
    assert "docs/interview.md" in done.stderr
