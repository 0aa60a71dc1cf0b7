"""What all pages share: session, log-in, messages, words."""
