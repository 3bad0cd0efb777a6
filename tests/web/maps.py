"""What the tests of the map work with: how to open it, and where a point of it stands."""

from chats import Visit
from playwright.sync_api import Locator, Page

from webchat.words import VI

_DRAWING = 60_000  # milliseconds: plotly is 4.6 MB of JavaScript to a busy machine
# The place in the window of the last drawn point whose hover text has a part, else of any.
_PLACE = """part => {
  const plot = document.querySelector("#map .js-plotly-plot");
  const {xaxis, yaxis} = plot._fullLayout;
  const box = plot.getBoundingClientRect();
  for (const trace of [...plot.data].reverse()) {
    const at = trace.customdata ? trace.hovertext.findIndex(told => told.includes(part)) : -1;
    if (at >= 0) return [
      box.left + xaxis._offset + xaxis.d2p(trace.x[at]),
      box.top + yaxis._offset + yaxis.d2p(trace.y[at]),
    ];
  }
}"""


def show_map(visit: Visit) -> Locator:
    """Open the map's tab and give the plot once it is drawn."""
    visit.page.get_by_role("tab", name=VI.map_tab).click()
    plot = visit.page.locator("#map .js-plotly-plot[role=group]")
    plot.locator(".point").first.wait_for(timeout=_DRAWING)
    return plot


def place_of_point(page: Page, part: str = "") -> tuple[float, float]:
    """Where in the window the point stands that tells `part`, escaped as in its hover text."""
    x, y = page.evaluate(_PLACE, part)
    return x, y
