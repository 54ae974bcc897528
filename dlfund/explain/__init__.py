"""Look inside any keras.Model, also one that dlfund did not build: every number of a step, and what ails a network."""

from dlfund.explain.activations import Activations, activations
from dlfund.explain.decision_boundary import DecisionBoundary, DecisionBoundaryFrames, decision_boundary
from dlfund.explain.diagnose import Diagnosis, diagnose
from dlfund.explain.gradient_check import GradientCheck, gradient_check
from dlfund.explain.gradient_flow import GradientFlow, gradient_flow
from dlfund.explain.layer_monitor import LayerMonitor
from dlfund.explain.look_data import Feature, Frame, LookData, Target, Words, look_data
from dlfund.explain.loss_landscape import LossLandscape, LossLine, loss_landscape, loss_line
from dlfund.explain.optimizer_paths import OptimizerPaths, optimizer_paths
from dlfund.explain.surfaces import SURFACES, Surface, bowl
from dlfund.explain.trace import Trace, trace
from dlfund.explain.units import Units, units

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
    "LayerMonitor",
    "LookData",
    "LossLandscape",
    "LossLine",
    "OptimizerPaths",
    "Surface",
    "Target",
    "Trace",
    "Units",
    "Words",
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
