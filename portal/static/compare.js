// Computes the SHA-256 of a chosen file in the browser and compares it with the one on record; the file is not sent.
"use strict";

for (const panel of document.querySelectorAll("[data-compare]")) {
  const input = panel.closest("form").querySelector("input[type=file]");
  if (!window.crypto || !crypto.subtle) continue; // the page works without: only the upload checks then
  input.addEventListener("change", () => compare(input, panel));
}

async function compare(input, panel) {
  panel.hidden = true;
  const file = input.files[0];
  if (!file) return;
  const bytes = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  if (input.files[0] !== file) return;
  const digest = Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  show(panel, digest);
}

function show(panel, digest) {
  const expected = panel.dataset.compare;
  const found = expected === "" ? "digest" : expected === digest ? "same" : "different";
  for (const text of panel.querySelectorAll("[data-case]")) text.hidden = text.dataset.case !== found;
  panel.querySelector("[data-digest]").textContent = digest;
  const link = panel.querySelector("[data-lookup]");
  link.href = link.dataset.lookup + digest;
  panel.hidden = false;
}
