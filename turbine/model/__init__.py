"""What everything speaks: channels, the frame, series and target, actor, errors, deadlines."""
