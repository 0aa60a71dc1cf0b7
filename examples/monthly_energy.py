"""Print a turbine's energy, month by month, with how much of each month was recorded.

    python examples/monthly_energy.py FOLDER TURBINE [ZONE]

FOLDER is a data directory of Windproof, such as examples/ingest_and_verify.py fills.
"""

import sys
from pathlib import Path

from turbine.explore.aggregate import AggregateRequest
from turbine.services.windproof import Windproof
from turbine.settings.config import Settings


def main(folder: Path, turbine: str, zone: str = "UTC") -> None:
    """One line for each month."""
    windproof = Windproof(Settings(data_dir=folder))
    info = windproof.explorer.find(turbine=turbine)
    request = AggregateRequest(
        series=info.series,
        channels=("power_kw",),
        start_ns=info.first_ns,
        stop_ns=info.last_ns + 1,
        window="1mo",
        function="energy",
        zone=zone,
    )
    months = windproof.explorer.aggregate(request).frame
    local = months["time"].dt.convert_time_zone(zone)
    for moment, month in zip(local, months.iter_rows(named=True), strict=True):
        energy = "no energy" if month["value"] is None else f"{month['value']:12,.0f} kWh"
        recorded = "" if not month["expected"] else f"{month['count'] / month['expected']:7.1%}"
        print(f"{moment:%Y-%m} {energy} {recorded} {'(cut)' if month['cut'] else ''}".rstrip())


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
