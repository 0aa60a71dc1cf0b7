"""``python -m turbine``."""

import sys

from turbine.cli import main

sys.exit(main())
