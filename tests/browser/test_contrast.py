"""What the pages say can be read: contrast of 4.5, as WCAG 2.2 (1.4.3) asks of text."""

import pytest
from driving import settle
from paths import ROOT
from playwright.sync_api import Page, expect
from scada import embedded_place, made_file

PAGES = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))

TOO_FAINT = """() => {
    // A canvas turns whatever a style says into bytes, one colour laid on the other.
    const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const luminance = layers => {
        paint.clearRect(0, 0, 1, 1);
        for (const [colour, opacity] of layers) {
            [paint.fillStyle, paint.globalAlpha] = [colour, opacity];
            paint.fillRect(0, 0, 1, 1);
        }
        const [red, green, blue] = [...paint.getImageData(0, 0, 1, 1).data]
            .map(byte => byte / 255)
            .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = element => {
        const under = [];
        let opacity = 1;
        for (let part = element; part; part = part.parentElement) {
            const style = getComputedStyle(part);
            under.unshift([style.backgroundColor, 1]);
            opacity *= style.opacity;
        }
        const both = [[], [[getComputedStyle(element).color, opacity]]]
            .map(text => luminance([...under, ...text]));
        return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
    };
    const apart = "style, svg, :disabled, [aria-disabled=true], [data-testid=stIconMaterial]";
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    let read = 0;
    while (walk.nextNode()) {
        const { data, parentElement } = walk.currentNode;
        if (!data.trim() || parentElement.closest(apart)) continue;
        if (!parentElement.checkVisibility()) continue;
        const reached = contrast(parentElement);
        read += 1;
        if (reached < 4.5) found.push(`${data.trim()}: ${reached.toFixed(2)}`);
    }
    return [read, found];
}"""


def too_faint(page: Page) -> list[str]:
    """What stays too faint: a part that is being drawn again fades for a moment."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for _ in range(20):
        read, found = settle(page).evaluate(TOO_FAINT)
        if read > 3 and not found:
            return []
        page.wait_for_timeout(250)
    assert read > 3
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_can_be_read(app_server, open_page, theme):
    server = app_server()
    embedded_place(server.data_dir).ingest(made_file(1728))
    assert not too_faint(open_page(server, user=None, theme=theme))
    page = open_page(server, theme=theme)
    for name in PAGES:
        page.goto(f"{server.url}/{name}")
        assert not too_faint(page), name
        for chosen in page.locator("button[data-selected=true]").all():
            chosen.hover()
            assert not too_faint(page), name
