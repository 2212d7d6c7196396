// Ordering an agenda by dragging and by keys. The buttons beside each item do the same without it;
// the order itself is made by the server: here is only said which line goes where.
"use strict";

let drag = null;

const outlineOf = (element) => element.closest("[data-outline]");
const linesOf = (outline) => [...outline.querySelectorAll("[data-line]")];

// An item takes along what stands under it.
function blockOf(line) {
  const block = [line];
  let next = line.nextElementSibling;
  while (!("sub" in line.dataset) && next && "sub" in next.dataset) {
    block.push(next);
    next = next.nextElementSibling;
  }
  return block;
}

function begin(event) {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button) return;
  const line = grip.closest("[data-line]");
  drag = { outline: outlineOf(grip), line, block: blockOf(line), before: order(outlineOf(grip)) };
  for (const each of drag.block) each.classList.add("dragged");
  grip.setPointerCapture(event.pointerId);
  event.preventDefault();
}

function follow(event) {
  if (!drag) return;
  const others = linesOf(drag.outline).filter((line) => !drag.block.includes(line));
  const heads = "sub" in drag.line.dataset ? others : others.filter((line) => !("sub" in line.dataset));
  const next = heads.find((line) => {
    const box = line.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  });
  const list = drag.outline.querySelector("[data-lines]");
  for (const each of drag.block) list.insertBefore(each, next || null);
}

function finish() {
  if (!drag) return;
  const { outline, block, before } = drag;
  drag = null;
  for (const each of block) each.classList.remove("dragged");
  const now = order(outline);
  if (now === before) return;
  outline.querySelector("[data-order]").value = now;
  outline.querySelector("[data-reorder]").click();
}

const order = (outline) => linesOf(outline).map((line) => line.dataset.line).join(",");

document.addEventListener("pointerdown", begin);
document.addEventListener("pointermove", follow);
document.addEventListener("pointerup", finish);
document.addEventListener("pointercancel", finish);

// Alt and an arrow press the button of the line that does it; left and right as the reader reads.
document.addEventListener("keydown", (event) => {
  const line = event.altKey && event.target.closest && event.target.closest("[data-line]");
  if (!line || !outlineOf(line)) return;
  const turned = { ArrowLeft: "ArrowRight", ArrowRight: "ArrowLeft" };
  const key = document.dir === "rtl" ? turned[event.key] || event.key : event.key;
  const button = line.querySelector(`[data-key="${key}"]`);
  if (!button || button.disabled) return;
  event.preventDefault();
  button.focus();
  button.click();
});

// What a mouse or these keys are needed for is shown only where they work.
function reveal(root) {
  for (const each of root.querySelectorAll("[data-grip], [data-outline-keys]")) each.hidden = false;
}

reveal(document);
document.addEventListener("htmx:load", (event) => reveal(event.target));
