// The content of a popover lies at the end of the page, far from its button: whoever opens one by a
// key would have to walk through all of the page to it. So the focus goes into what was opened,
// leaves it as if it stood after its button, and goes back to the button when it is closed.
(() => {
  if (window.windproofKeyboard) return;
  window.windproofKeyboard = true;
  const CONTENT = "[data-testid=stPopoverBody]", BUTTON = "[data-testid=stPopoverButton]";
  const STOPS = "a[href], button, input, select, textarea, summary, [tabindex]";
  const FRAMES = 300; // its controls may have to be loaded

  const opener = () => document.querySelector(`${BUTTON}[aria-expanded=true]`);
  const stops = () =>
    [...document.querySelectorAll(`${CONTENT} :is(${STOPS})`)].filter(
      // While the focus is elsewhere, the popover has put its controls' own index aside.
      (each) =>
        (each.dataset.tabindex ?? each.tabIndex) >= 0 &&
        !each.disabled &&
        each.getClientRects().length,
    );
  // Until it says that it is done, frame by frame.
  const soon = (done, frames = FRAMES) =>
    done() || (frames > 0 && requestAnimationFrame(() => soon(done, frames - 1)));
  const enter = (button) =>
    soon(() => {
      if (document.activeElement !== button) return true; // gone elsewhere
      const [first] = opener() === button ? stops() : [];
      first?.focus();
      return first;
    });

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest(BUTTON) : null;
    const isByKey = event.detail === 0;
    if (button && isByKey && button !== opener()) enter(button);
  }, true);

  document.addEventListener("keydown", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const isWithin = Boolean(target?.closest(CONTENT)), button = opener();
    if (!button || event.defaultPrevented) return;
    if (event.key === "Escape" && isWithin) {
      // What is open within it is closed first.
      soon(() => opener() !== button && (button.focus(), true), 10);
    } else if (event.key === "Tab" && event.shiftKey && isWithin && target === stops()[0]) {
      event.preventDefault();
      button.focus();
    } else if (event.key === "Tab" && !event.shiftKey && target === button) {
      event.preventDefault();
      enter(button);
    } else if (event.key === "Tab" && !event.shiftKey && target === stops().at(-1)) {
      button.focus(); // and from there to what follows it
    }
  }, true);
})();
