"""Where a page is scrolled to. Streamlit keeps the position even if everything above it changed."""

import streamlit as st


def to_top(subject: str) -> None:
    """Scroll up once for each new ``subject`` (letters, digits and hyphens): the page is as short
    as the window for a moment. Without a script, which the page's policy would not run."""
    name = f"to-top-{subject}"
    st.html(
        f"<style>@keyframes {name} {{ from, to {{ max-height: 50vh; overflow: hidden }} }}"
        f"[data-testid=stMainBlockContainer] {{ animation: {name} 0.5s }}</style>"
    )
