"""The command line: in this process, which is quicker, and in one of its own."""

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from unittest.mock import patch

from paths import ROOT

from turbine.cli.main import main

Done = subprocess.CompletedProcess[str]
OURS = ("TURBINE_", "INFLUXDB_")


def environ(**settings: str) -> dict[str, str]:
    """This process's environment, with these settings of ours and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return kept | settings | {"PYTHONPATH": str(ROOT)}


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _said(stream: io.TextIOWrapper) -> str:
    return stream.buffer.getvalue().decode()  # type: ignore[attr-defined] # BytesIO


def run(environ: Mapping[str, str], *arguments: str, stdin: str = "") -> Done:
    """The command in this process, with its streams and environment: all but what only a process
    has (signals, pipes, imports, what Python itself does at its end)."""
    out, err = _stream(), _stream()
    streams = patch.multiple(sys, stdin=io.StringIO(stdin), stdout=out, stderr=err)
    with patch.dict(os.environ, environ, clear=True), streams:
        try:
            code = main(arguments)
        except SystemExit as ended:  # wrong usage
            code = int(ended.code or 0)
    return subprocess.CompletedProcess(arguments, code, _said(out), _said(err))


def process(environ: Mapping[str, str], *arguments: str, stdin: str = "") -> Done:
    """The same in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "turbine", *arguments],
        env=environ,
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=300,
    )
