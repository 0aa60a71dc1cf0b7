// Charts as pictures, by the Plotly that drew them: a click on one of our buttons (or on Plotly's
// own camera) takes the chart with a background, a title and a legible size, which the page, being
// transparent, has around it. What the picture says besides comes with the chart's options.
(() => {
  if (window.windproofPictures) return;
  window.windproofPictures = true;
  const INK = "#31333f", FONT = "sans-serif", TOP = 60, NARROWEST = 800, WIDEST = 1400, SIDE = 16;

  const camera = (chart) =>
    chart?._fullLayout?._modeBar?.buttons.flat().find((each) => each.name === "toImage");

  const take = (chart, format) => {
    const options = chart._context.toImageButtonOptions ?? {};
    const own = chart.layout, full = chart._fullLayout, margin = own.margin ?? {};
    const width = Math.min(Math.max(full.width, NARROWEST), WIDEST), height = full.height + TOP;
    // Plotly copies both before it first waits.
    const scale = format === "png" ? 2 : 1;
    chart._context.toImageButtonOptions = { ...options, format, width, height, scale };
    chart.layout = {
      ...own,
      width,
      height,
      template: {}, // the page's colours and its font, which a picture has no file of
      paper_bgcolor: "white",
      plot_bgcolor: "white",
      font: { family: FONT, color: INK },
      margin: {
        ...margin,
        t: (margin.t ?? SIDE) + TOP,
        l: Math.max(margin.l ?? 0, SIDE),
        r: Math.max(margin.r ?? 0, SIDE),
        b: Math.max(margin.b ?? 0, SIDE),
      },
      title: {
        text: options.title,
        subtitle: { text: options.subtitle },
        x: 0, xref: "container", xanchor: "left",
        y: 1, yref: "container", yanchor: "top",
        pad: { t: 16, l: SIDE },
      },
    };
    try {
      camera(chart).click(chart);
    } finally {
      chart.layout = own;
      chart._context.toImageButtonOptions = options;
    }
  };

  const asked = (target) => {
    const bar = target.closest(".modebar-btn");
    if (bar) {
      const chart = bar.closest(".js-plotly-plot");
      const place = chart?._fullLayout?._modeBar?.buttonElements.indexOf(bar) ?? -1;
      const button = chart?._fullLayout?._modeBar?.buttons.flat()[place];
      return button?.name === "toImage" ? { chart, format: "png" } : null;
    }
    const own = target.closest("[class*=st-key-take_]");
    const found = own?.className.match(/st-key-take_(png|svg)_(\w+)/);
    if (!found) return null;
    const chart = document.querySelector(`.st-key-chart_${found[2]} .js-plotly-plot`);
    return camera(chart) ? { chart, format: found[1] } : null;
  };

  document.addEventListener("click", (event) => {
    const wanted = event.target instanceof Element ? asked(event.target) : null;
    if (!wanted) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    take(wanted.chart, wanted.format);
  }, true);
})();
