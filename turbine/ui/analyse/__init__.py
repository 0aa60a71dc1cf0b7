"""The pages on which a turbine is looked at as wind engineers do: one frame, and a view each."""
