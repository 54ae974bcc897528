"""Learning curves for TensorBoard: one event file a contender and fold, written without TensorFlow."""

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.event_file_writer import EventFileWriter


def write_logs(folder, contenders):
    """Write the curves of every contender that has some. Read them with `tensorboard --logdir folder`.

    Args:
        folder: Path. One subfolder a contender and fold is made in it.
        contenders: list of dict, each with `name`, `outcomes` and `final`, as in a result.
    """
    for contender in contenders:
        for outcome in [*contender["outcomes"], contender["final"]]:
            if outcome["history"]:
                _write(folder / contender["name"] / outcome["fold"], outcome["history"])


def _write(folder, history):
    folder.mkdir(parents=True, exist_ok=True)
    writer = EventFileWriter(str(folder))
    for name, values in history.items():
        for epoch, value in enumerate(values, start=1):
            scalar = Summary(value=[Summary.Value(tag=name, simple_value=value)])
            writer.add_event(Event(step=epoch, summary=scalar, wall_time=float(epoch)))
    writer.close()
