"""Computations on wind data: pure functions, frames in, frames out."""
