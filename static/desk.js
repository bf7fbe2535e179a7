/* Enhancement only: a box that ticks all pledges of a lane's page. */
for (const place of document.querySelectorAll("[data-tick-all]")) {
  place.innerHTML = "<label><input type=checkbox> Tick all on this page</label>";
  const box = place.querySelector("input");
  box.onchange = () => document.querySelectorAll("[name=pledge]").forEach((tick) => (tick.checked = box.checked));
}
