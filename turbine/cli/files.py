"""Files that a command writes for a person."""

import os
from pathlib import Path

from turbine.settings.data_dir import part


def write_whole(path: Path, data: bytes) -> None:
    """Write all of a file or none of it: on a full disk, an earlier one of that name stays. What
    is no file, such as a pipe, is written to as it is. Raises OSError."""
    target = path.resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return
    with part(target.parent, f".{target.name}") as beside:
        beside.write_bytes(data)
        os.umask(mask := os.umask(0))
        beside.chmod(target.stat().st_mode if target.exists() else 0o666 & ~mask)
        beside.replace(target)
