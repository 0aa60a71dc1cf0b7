"""The small files beside the repository (``paths.CASES``): what a person answers, what is right.

What is right stands in the README beside the files, or was worked out by hand from a file. Nothing
was read off our own output. ``tests/cli/test_cases.py`` holds it against the command line on every
database, ``tests/ui/pages/test_cases.py`` against the page.
"""

from case import Case
from cases_of_times import TIMES
from cases_of_values import VALUES

CASES: tuple[Case, ...] = (*VALUES, *TIMES)
BY_NAME = {case.name: case for case in CASES}
