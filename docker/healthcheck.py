"""Exit 0 where the app answers ``ok``: unknown paths answer 200 too, so the body decides."""

import sys
import urllib.request

with urllib.request.urlopen("http://127.0.0.1:8501/_stcore/health", timeout=4) as answer:
    sys.exit(answer.read().strip() != b"ok")
