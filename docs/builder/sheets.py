"""Printable sheets of drills, each with its key on a page of its own: the same seed gives the same numbers."""

from __future__ import annotations

from collections.abc import Iterator

from builder.docstring import plain
from builder.page import ORPHAN, ROOT, Page
from dlfund.learn.interview.exercise import Exercise, answer_text, draw
from dlfund.learn.interview.question import InterviewQuestion, questions
from dlfund.learn.interview.topics import TOPICS

VARIANTS = ("A", "B")
ORIGIN = "docs/teach/sheets.md"
PER_SHEET = 8
ROOM, LINE = '<div class="room"></div>', '<span class="line"></span>'


def pages() -> Iterator[Page]:
    """An index, and a sheet per topic and variant."""
    drilled = [question for question in questions() if question.is_drill]
    by_topic = {topic: [question for question in drilled if question.topic == topic] for topic in TOPICS}
    shown = {topic: drills[:PER_SHEET] for topic, drills in by_topic.items() if drills}
    lines = []
    for topic, drills in shown.items():
        links = [f"{{doc}}`{variant} <sheets/{topic}_{variant.lower()}>`" for variant in VARIANTS]
        lines.append(f"- {TOPICS[topic]} ({len(drills)} {'task' if len(drills) == 1 else 'tasks'}): {', '.join(links)}")
        yield from (_sheet(topic, variant, drills) for variant in VARIANTS)
    intro = (ROOT / ORIGIN).read_text(encoding="utf-8")
    yield Page("teach/sheets", f"{intro}\n## The sheets\n\n" + "\n".join(lines) + "\n", ORIGIN, (ORIGIN,))


def _sheet(topic: str, variant: str, drills: list[InterviewQuestion]) -> Page:
    drawn = [draw(question.function, f"sheet {variant}") for question in drills]
    tasks = [f"{number}. {plain(exercise.text)}\n\n   {ROOM}\n" for number, exercise in enumerate(drawn, 1)]
    keys = [_key(number, exercise) for number, exercise in enumerate(drawn, 1)]
    text = (
        f"{ORPHAN}# {TOPICS[topic]}: sheet {variant}\n\nName: {LINE} Date: {LINE}\n\n"
        "Three significant digits are enough.\n\n" + "\n".join(tasks) + "\n## Key\n\n" + "\n".join(keys) + "\n"
    )
    return Page(f"teach/sheets/{topic}_{variant.lower()}", text, ORIGIN)


def _key(number: int, exercise: Exercise) -> str:
    """The answer with its working, and what the common mistakes give."""
    worked = "\n".join(f"   {line}" for line in exercise.worked)
    wrong = [f"{answer_text(answer)} ({mistake})" for mistake, answer in exercise.mistakes.items()]
    mistakes = f"\n   Common mistakes: {plain('; '.join(wrong))}.\n" if wrong else ""
    return f"{number}. **{answer_text(exercise.answer)}**\n\n   ```text\n{worked}\n   ```\n{mistakes}"
