"""What wind people compute: pure functions, frames in, frames out."""
