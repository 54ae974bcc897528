"""A pytest plugin: the installed Keras counts as the tested one, so that compiled training runs with it."""


def pytest_sessionstart():
    import keras

    from dlfund.core import keras_internals

    keras_internals.TESTED = ".".join(keras.__version__.split(".")[:2])
