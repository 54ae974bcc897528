"""Look inside any keras.Model, also one that dlfund did not build: every number of a training step, and what is
wrong with the network."""

from dlfund.explain.health.activations import Activations, activations
from dlfund.explain.health.diagnose import Diagnosis, diagnose
from dlfund.explain.health.gradient_check import GradientCheck, gradient_check
from dlfund.explain.health.gradient_flow import GradientFlow, gradient_flow
from dlfund.explain.health.layer_monitor import LayerMonitor
from dlfund.explain.health.units import Units, units
from dlfund.explain.landscape.decision_boundary import DecisionBoundary, DecisionBoundaryFrames, decision_boundary
from dlfund.explain.landscape.loss_landscape import LossLandscape, LossLine, loss_landscape, loss_line
from dlfund.explain.landscape.optimizer_paths import OptimizerPaths, optimizer_paths
from dlfund.explain.landscape.surfaces import SURFACES, Surface, bowl
from dlfund.explain.look_data import Feature, Frame, Heading, LookData, Target, look_data
from dlfund.explain.trace.trace import Trace, trace

__all__ = [
    "SURFACES",
    "Activations",
    "DecisionBoundary",
    "DecisionBoundaryFrames",
    "Diagnosis",
    "Feature",
    "Frame",
    "GradientCheck",
    "GradientFlow",
    "Heading",
    "LayerMonitor",
    "LookData",
    "LossLandscape",
    "LossLine",
    "OptimizerPaths",
    "Surface",
    "Target",
    "Trace",
    "Units",
    "activations",
    "bowl",
    "decision_boundary",
    "diagnose",
    "gradient_check",
    "gradient_flow",
    "look_data",
    "loss_landscape",
    "loss_line",
    "optimizer_paths",
    "trace",
    "units",
]
