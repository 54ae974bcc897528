"""What `dlfund drill` does: a list, a check, or a round of questions."""

from __future__ import annotations

import argparse
import secrets
import sys
import textwrap
from pathlib import Path

from dlfund.core.errors import UserError
from dlfund.learn.interview.progress import Progress, progress_path
from dlfund.learn.interview.question import InterviewQuestion, find, questions
from dlfund.learn.interview.topics import TOPICS, find_topic

STOPPED = 130


def show_list(topics: list[str] | None, progress: Path | None, width: int) -> None:
    """The topics, each with how many questions are known; for named topics, their questions."""
    kept = Progress(progress_path(progress))
    if not topics:
        name_width = max(map(len, TOPICS))
        for topic, title in TOPICS.items():
            mine = _of([topic])
            known = sum(kept.is_known(question.name) for question in mine)
            print(f"{topic:{name_width}}  {known:>2} of {len(mine):>2} known  {title}")
        return
    for question in _of([find_topic(topic) for topic in topics]):
        kind = "numbers" if question.is_drill else "a or b"
        head = f"{question.name} ({kind}{', known' if kept.is_known(question.name) else ''})"
        print(f"{head}\n{textwrap.indent(textwrap.fill(question.text, width - 4), '    ')}")


def check(name: str, seed: str) -> int:
    """Run one check; 1 if one of its claims does not hold."""
    question = find(name)
    from dlfund.core.quiet import quiet_stderr
    from dlfund.learn.interview.evidence import statements

    print(f"{question.text}\n{question.short}\n\nMeasured now:", flush=True)
    with quiet_stderr():  # the backend's greetings
        results = list(statements(question, seed))
    for statement, holds in results:
        print(f"  {'holds' if holds else 'DOES NOT HOLD'}: {statement}")
    print(f"\nOften said: {question.wrong}\nBut: {question.why}\n\nThe code: {question.path.as_posix()}")
    return 0 if all(holds for _, holds in results) else 1


def drill(arguments: argparse.Namespace, width: int) -> int:
    """A round of questions. Ctrl-D, the end of a pipe and Ctrl-C end it."""
    if arguments.count < 1:
        raise UserError(f"Expected --count to be 1 or more. Received: {arguments.count}.")
    topics = [find_topic(topic) for topic in arguments.topic or TOPICS]
    progress = Progress(progress_path(arguments.progress))
    seed = arguments.seed or str(secrets.randbelow(10_000))
    from dlfund.learn.interview.session import HELP, Session

    in_terminal = sys.stdin is not None and sys.stdin.isatty()
    read = input if in_terminal else _read_on
    session = Session(read, progress, seed, width, by_trace=arguments.trace, think=in_terminal)
    if arguments.trace:
        _import_keras()
    print(f"Type a number, a shape, or a or b. {HELP} --seed {seed} asks with these numbers again.\n")
    code = 0
    try:
        session.run(progress.next(_of(topics), seed)[: arguments.count])
    except EOFError:
        print()
    except KeyboardInterrupt:
        print()
        code = STOPPED
    print(session.summary())
    return code


def _of(topics: list[str]) -> list[InterviewQuestion]:
    return [question for question in questions() if question.topic in topics]


def _read_on(prompt: str) -> str:
    """The next line of a pipe or a file, printed too, so that the output can be read alone."""
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line:
        raise EOFError
    print(f"{prompt}{line.rstrip()}")
    return line


def _import_keras() -> None:
    """Import what the trace needs; the backend's start-up messages are not shown."""
    from dlfund.core.quiet import quiet_stderr

    print("Importing Keras for the trace; this takes some seconds ...", flush=True)
    with quiet_stderr():
        import dlfund.explain  # noqa: F401
