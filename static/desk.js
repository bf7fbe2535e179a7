/* Enhancement only: a box that ticks all pledges of a lane's page. */
for (const cell of document.querySelectorAll("[data-tick-all]")) {
  const box = document.createElement("input");
  box.type = "checkbox";
  box.setAttribute("aria-label", "Tick all pledges on this page");
  box.onchange = () => document.querySelectorAll("input[name=pledge]").forEach((tick) => (tick.checked = box.checked));
  cell.append(box);
}
