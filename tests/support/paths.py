"""Where the checkout is, and what lies in and beside it."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
SHARED = ROOT.parent / "shared"
T1 = Path(os.environ.get("TURBINE_TEST_T1", SHARED / "data/T1.csv"))
"""The real file, which is not part of the repository."""
CASES = SHARED / "cases"
"""Small files as people have them, which are not part of the repository either."""
