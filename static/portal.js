/* Enhancement only: every page works without this file. */
const all = (selector, act) => document.querySelectorAll(selector).forEach(act);
document.body.classList.add("govuk-frontend-supported");

all(".govuk-error-summary", (summary) => summary.focus());

// A second click within a second is a double click: one send, not two.
all("[data-prevent-double-click]", (button) => {
  let last = -1e9;
  button.onclick = ({ timeStamp: now }) => now - last > 1000 && ((last = now), true);
});

// The server counts code points, and a line break as two.
all("[data-maxlength]", (box) => {
  const [area, shown, spoken] = box.querySelectorAll("textarea, [data-count]");
  let pause;
  (area.oninput = () => {
    const left = box.dataset.maxlength - [...area.value.replace(/\n/g, "\r\n")].length;
    const n = Math.abs(left);
    shown.textContent = `You have ${n} character${n === 1 ? "" : "s"} ${left < 0 ? "too many" : "remaining"}`;
    shown.classList.toggle("govuk-error-message", left < 0);
    clearTimeout(pause);
    pause = setTimeout(() => (spoken.textContent = shown.textContent), 1000);
  })();
});

// A question that hangs on an answer shows once that answer is chosen.
(document.onchange = () =>
  all("[data-aria-controls]", (input) => {
    const part = document.getElementById(input.dataset.ariaControls);
    part.classList.toggle("govuk-radios__conditional--hidden", !input.checked);
  }))();
