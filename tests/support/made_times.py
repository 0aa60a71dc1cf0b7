"""Small CSV files with times, and the moments at which they are read."""

from turbine.readers import Detection, FileScan, detect, open_source, scan


def detected(header: str, *rows: str, **changes) -> Detection:
    text = "\n".join([header, *rows, ""])
    return detect(open_source(text.encode(), "made.csv"), **{"zone": "UTC", **changes})


def read(header: str, *rows: str, **changes) -> FileScan:
    text = "\n".join([header, *rows, ""])
    source = open_source(text.encode(), "made.csv")
    detection = detected(header, *rows, **changes)
    assert detection.questions == ()
    return scan(source, detection.interpretation)


def times(found: FileScan) -> list[str]:
    return [
        text.removesuffix("Z")
        for block in found.blocks()
        for text in block["time"].dt.strftime("%Y-%m-%d %H:%M:%S%.f").to_list()
    ]
