/* Enhancement only: a box that ticks all pledges of a lane's page; single keys for who switches them on. */
for (const place of document.querySelectorAll("[data-tick-all]")) {
  place.innerHTML = "<label><input type=checkbox> Tick all on this page</label>";
  const box = place.querySelector("input");
  box.onchange = () => document.querySelectorAll("[name=pledge]").forEach((tick) => (tick.checked = box.checked));
}

/* Off until the officer switches them on, in this browser: speech and a slipping finger press keys too. */
for (const place of document.querySelectorAll("[data-keys]")) {
  place.insertAdjacentHTML("afterbegin", "<label><input type=checkbox> Work by single keys</label> ");
  place.hidden = false;
  const box = place.querySelector("input");
  box.checked = localStorage.getItem("desk-keys") === "on";
  box.onchange = () => localStorage.setItem("desk-keys", box.checked ? "on" : "off");
  document.addEventListener("keydown", (press) => {
    const isTyping = press.target.closest("input:not([type=radio], [type=checkbox]), select, textarea");
    if (!box.checked || isTyping || press.repeat || press.ctrlKey || press.altKey || press.metaKey) return;
    const key = CSS.escape(press.key);
    const target = document.querySelector(`[data-key="${key}"], #candidate-${key}`);
    if (!target) return;
    press.preventDefault();
    target.focus();
    target.click();
  });
}
