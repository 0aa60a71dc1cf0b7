"""Time without databases: windows, wall clocks, the steps of rows, and retiming."""
