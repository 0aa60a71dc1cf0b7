"""What a person can do, for the pages and the command line alike."""
