"""TensorBoard's event file, written without TensorFlow."""

from __future__ import annotations


class EventFile:
    """Scalars and histograms of one training, for `tensorboard --logdir folder`."""

    def __init__(self, folder):
        from tensorboard.summary.writer.event_file_writer import EventFileWriter

        self.writer = EventFileWriter(str(folder))

    def scalar(self, tag, value, step):
        from tensorboard.compat.proto.summary_pb2 import Summary

        self._add(Summary.Value(tag=tag, simple_value=value), step)

    def histogram(self, tag, layer, step):
        """`layer` has counts, edges, mean, standard_deviation, minimum and maximum."""
        from tensorboard.compat.proto.histogram_pb2 import HistogramProto
        from tensorboard.compat.proto.summary_pb2 import Summary

        total = sum(layer.counts)
        squares = total * (layer.standard_deviation**2 + layer.mean**2)
        shape = HistogramProto(
            min=layer.minimum, max=layer.maximum, num=total, sum=total * layer.mean, sum_squares=squares,
            bucket_limit=layer.edges[1:], bucket=layer.counts,
        )  # fmt: skip
        self._add(Summary.Value(tag=tag, histo=shape), step)

    def _add(self, value, step):
        import time

        from tensorboard.compat.proto.event_pb2 import Event
        from tensorboard.compat.proto.summary_pb2 import Summary

        self.writer.add_event(Event(step=step, wall_time=time.time(), summary=Summary(value=[value])))

    def flush(self):
        self.writer.flush()

    def close(self):
        self.writer.close()
