"""docs/interview.md, written from the questions: the same sources give the same bytes."""

from __future__ import annotations

from pathlib import Path

from dlfund.learn.interview.exercise import answer_text, draw
from dlfund.learn.interview.question import InterviewQuestion, imports, questions
from dlfund.learn.interview.topics import TOPICS

HEAD = """\
# Interview questions

{total} questions that interviewers ask about deep learning, each with a short answer and a longer one, the common wrong
answer and why it is wrong, and a check: code that would fail if the answer were wrong. {drills} of them are drills,
whose numbers are drawn at random each time. The follow-up is what an interviewer asks next.

```console
dlfund drill                                    # ten questions, those missed last time first
dlfund drill --topic backpropagation --count 5  # --seed 7 asks with the same numbers again
dlfund drill --list                             # the topics, and how many of each you know
dlfund drill --check {example:<26} # run a question's check and see its numbers
```

Numbers may be typed as `0.25`, `.25`, `0,25`, `1/4`, `25 %` or `w = 0.25`, counts as `1024` or `1,024`, shapes as
`(3, 3, 8)`, `3x3x8` or `3 3 8`. A number may be off by 1 %, or by half of its third decimal: three significant digits
are enough. Counts and shapes must be exact. `?` gives a hint, `s` skips, `q` (or Ctrl-D, Ctrl-C) ends. A question
without numbers first waits for an answer in your own words (in a terminal), then shows two answers, the right one and
a common wrong one.

Every answer is kept at once in a file: `--progress FILE`, or `$DLFUND_PROGRESS`, or `dlfund/drill.json` in
`$XDG_DATA_HOME` (`~/.local/share`). A question counts as known after two right answers in a row.

Answers are graded by a formula in plain Python, so that a drill starts at once. The tests compare each formula with
dlfund's own trace, or with a real layer, optimizer or metric, on hundreds of drawn instances; that code is shown
below each drill. `dlfund drill --trace` grades with it directly, and shows the trace after a wrong answer; it has to
import Keras first.

This page is written by `python -m dlfund.learn.interview docs/interview.md`: change the questions in
[dlfund/learn/interview](../dlfund/learn/interview), not the page. [concepts.md](concepts.md) has the cards of concepts.
"""


def page() -> str:
    """The whole page."""
    asked = questions()
    drills = sum(question.is_drill for question in asked)
    parts = [HEAD.format(total=len(asked), drills=drills, example="zero_start"), _contents(asked)]
    for topic, title in TOPICS.items():
        parts += [f"## {title}\n", *(_entry(question) for question in asked if question.topic == topic)]
        parts += [_imports(topic)]
    return "\n".join(parts)


def write(path: Path) -> int:
    """Write the page; return how many questions it has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(), encoding="utf-8", newline="\n")
    return len(questions())


def anchor(title: str) -> str:
    """The name that a heading's link has."""
    return "".join(sign for sign in title.lower() if sign.isalnum() or sign in "-_ ").replace(" ", "-")


def _contents(asked: tuple[InterviewQuestion, ...]) -> str:
    lines = []
    for topic, title in TOPICS.items():
        mine = [question for question in asked if question.topic == topic]
        links = " · ".join(f"[{question.name}](#{question.name})" for question in mine)
        lines.append(f"- **[{title}](#{anchor(title)})** (`--topic {topic}`): {links}")
    return "\n".join(lines) + "\n"


def _entry(question: InterviewQuestion) -> str:
    cards = ", ".join(f"[{card}](concepts.md#{card.lower()})" for card in question.cards)
    asked_next, answer = question.next_question
    lines = [
        f'<a id="{question.name}"></a>\n',
        f"### {question.text}\n",
        f"{question.short}\n",
        f"{question.longer}\n",
        f"- **Often said**: “{question.wrong}” {question.why}",
        f"- **Follow-up**: *{asked_next}* {answer}",
        f"- **Concepts**: {cards}",
        f"- **Check**: `dlfund drill --check {question.name}`, in "
        f"[{question.path.as_posix()}](../{question.path.as_posix()})\n",
        *(_sample(question) if question.is_drill else []),
        _folded("The code of the check", "python", question.code),
    ]
    return "\n".join(lines) + "\n"


def _sample(question: InterviewQuestion) -> list[str]:
    """One drawn instance, with its worked solution."""
    exercise = draw(question.function, "page")
    worked = "\n".join([exercise.text, "", *exercise.worked, "", f"Answer: {answer_text(exercise.answer)}"])
    return [_folded("A drill with its solution", "text", worked)]


def _folded(title: str, language: str, text: str) -> str:
    return f"<details><summary>{title}</summary>\n\n```{language}\n{text}\n```\n\n</details>\n"


def _imports(topic: str) -> str:
    """The import lines of this topic's checks."""
    lines = {line for place in ("questions", "proofs") for line in imports(place, topic).splitlines()}
    own = sorted(line for line in lines if line)
    return _folded("What these checks import", "python", "\n".join(own))
