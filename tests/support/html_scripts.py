"""The scripts of a page of HTML, as a browser finds them."""

from html.parser import HTMLParser


class _Scripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.within = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.within = True
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self.within = self.within and tag != "script"

    def handle_data(self, data: str) -> None:
        if self.within:
            self.found[-1] += data


def scripts_of(html: str) -> list[str]:
    """Their texts, in order."""
    parser = _Scripts()
    parser.feed(html)
    return parser.found
