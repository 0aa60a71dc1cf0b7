"""The pages on which a turbine is looked at as people in wind do: one frame, and a view each."""
