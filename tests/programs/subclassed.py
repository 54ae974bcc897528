"""Programs whose network is a class of its own: an autoencoder, contrastive pretraining, a GAN."""

import keras
from keras import ops
from programs.library import Library
from programs.program import ROWS, Program, normal


@keras.saving.register_keras_serializable("programs")
class Autoencoder(keras.Model):
    def __init__(self, library="dlfund", **options):
        super().__init__(**options)
        self.library = library
        layers, _, _ = Library(library).rooms
        self.encoder = keras.Sequential([layers.Dense(16, activation="gelu"), layers.Dense(4)])
        self.decoder = keras.Sequential([layers.Dense(16, activation="silu"), layers.Dense(10, dtype="float32")])

    def call(self, x, training=None):
        return self.decoder(self.encoder(x, training=training), training=training)

    def get_config(self):
        return {**super().get_config(), "library": self.library}


def autoencoder(library, **options):
    _, losses, optimizers = library.rooms
    model = Autoencoder(library.name)
    model.compile(optimizers.Adam(1e-2), losses.MeanSquaredError(), **options)
    model(ops.zeros((2, 10)))  # makes the weights
    return model


def autoencoder_rows():
    values = normal(ROWS, 10)
    return values, values


@keras.saving.register_keras_serializable("programs")
class Contrastive(keras.Model):
    """SimCLR: two noisy views of a row lie closer to each other than to other rows' views."""

    def __init__(self, library="dlfund", **options):
        super().__init__(**options)
        self.library = library
        layers, _, _ = Library(library).rooms
        self.noise = layers.Dropout(0.2, seed=5)
        self.encoder = keras.Sequential([layers.Dense(16, activation="relu"), layers.BatchNormalization()])
        self.projection = layers.Dense(8, dtype="float32")

    def call(self, x, training=None):
        views = [self.noise(x, training=training) for _ in range(2)]
        return ops.stack([self.projection(self.encoder(view, training=training)) for view in views], axis=1)

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        views = ops.normalize(y_pred, axis=-1)
        similarity = ops.matmul(views[:, 0], ops.transpose(views[:, 1])) / 0.5
        return -ops.mean(ops.diagonal(ops.log_softmax(similarity, axis=-1)))

    def get_config(self):
        return {**super().get_config(), "library": self.library}


def contrastive(library, **options):
    _, _, optimizers = library.rooms
    model = Contrastive(library.name)
    model.compile(optimizers.AdamW(1e-2), **options)
    model(ops.zeros((2, 10)))  # makes the weights
    return model


@keras.saving.register_keras_serializable("programs")
class GAN(keras.Model):
    """A generator and a discriminator that are trained in turn, each with its own optimizer, as Keras's guide does."""

    def __init__(self, library="dlfund", **options):
        super().__init__(**options)
        self.library = library
        layers, losses, _ = Library(library).rooms
        self.generator = keras.Sequential(
            [keras.Input((3,)), layers.Dense(16), layers.LeakyReLU(0.2), layers.Dense(10, dtype="float32")]
        )
        self.discriminator = keras.Sequential(
            [keras.Input((10,)), layers.Dense(16), layers.LeakyReLU(0.2), layers.Dense(1, dtype="float32")]
        )
        self.loss_function = losses.BinaryCrossentropy(from_logits=True)
        self.seeds = keras.random.SeedGenerator(11)

    def compile(self, generator_optimizer, optimizer, **options):
        super().compile(optimizer=optimizer, **options)
        self.generator_optimizer = generator_optimizer

    def get_compile_config(self):
        return None  # two optimizers are no config of Keras's

    def call(self, x):
        return self.discriminator(x)

    def get_config(self):
        return {**super().get_config(), "library": self.library}

    def _discriminator_loss(self, real, drawn):
        fake = self.generator(drawn)
        answers = ops.concatenate([self.discriminator(real), self.discriminator(fake)], axis=0)
        labels = ops.concatenate([ops.ones((ops.shape(real)[0], 1)), ops.zeros((ops.shape(real)[0], 1))], axis=0)
        return self.loss_function(labels, answers)

    def _generator_loss(self, drawn):
        answers = self.discriminator(self.generator(drawn))
        return self.loss_function(ops.ones_like(answers), answers)

    def train_step(self, real):
        import tensorflow as tf

        real = real[0] if isinstance(real, tuple) else real
        drawn = keras.random.normal((ops.shape(real)[0], 3), seed=self.seeds)
        losses = []
        for part, optimizer, loss in (
            (self.discriminator, self.optimizer, lambda: self._discriminator_loss(real, drawn)),
            (self.generator, self.generator_optimizer, lambda: self._generator_loss(drawn)),
        ):
            with tf.GradientTape() as tape:
                value = loss()
            gradients = tape.gradient(value, part.trainable_weights)
            optimizer.apply_gradients(zip(gradients, part.trainable_weights, strict=True))
            losses.append(value)
        return {"loss": losses[0], "generator_loss": losses[1]}


def gan(library, **options):
    _, _, optimizers = library.rooms
    model = GAN(library.name)
    model.compile(optimizers.Adam(1e-2, beta_1=0.5), optimizers.Adam(1e-2, beta_1=0.5), **options)
    model(ops.zeros((2, 10)))  # makes the weights
    return model


SUBCLASSED = (
    Program("autoencoder", "autoencoder", autoencoder, autoencoder_rows),
    Program("contrastive", "contrastive pretraining", contrastive, lambda: (normal(ROWS, 10), None)),
    Program(
        "gan",
        "GAN with its own train_step",
        gan,
        lambda: (normal(ROWS, 10), None),
        backends=("tensorflow",),
        absent={
            "continues": "a program with two optimizers compiles its model again after loading",
            "mirrored": "its train_step would have to divide the loss by the devices itself",
        },
    ),
)
