"""``python -m turbine``."""

import sys

from turbine.cli.main import main

sys.exit(main())
