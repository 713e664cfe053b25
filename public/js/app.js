// What every page does besides showing itself. Nothing here is needed to use a page.

const on = (type, listener, options) => document.addEventListener(type, listener, options);

// ── Times and clocks ────────────────────────────────────────────────────────
const UNITS = [
  [31_536_000, "year", "years"],
  [2_592_000, "month", "months"],
  [86_400, "day", "days"],
  [3600, "h", "h"],
  [60, "min", "min"],
  [1, "s", "s"],
];
const clocks = new WeakMap();

function relative(seconds) {
  if (Math.abs(seconds) < 10) return "just now";
  const [size, one, more] = UNITS.find(([size]) => Math.abs(seconds) >= size);
  const count = Math.floor(Math.abs(seconds) / size);
  const amount = `${count} ${count === 1 ? one : more}`;
  return seconds < 0 ? `${amount} ago` : `in ${amount}`;
}

function duration(ms) {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 10) return `${(Math.floor(ms / 100) / 10).toFixed(1)}s`;
  if (seconds < 60) return `${seconds}s`;
  return seconds < 3600
    ? `${Math.floor(seconds / 60)}m ${seconds % 60}s`
    : `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m`;
}

setInterval(() => {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    time.textContent = relative((Date.parse(time.dateTime) - Date.now()) / 1000);
  }
}, 15_000);

setInterval(() => {
  for (const clock of document.querySelectorAll("[data-running-ms]")) {
    if (!clocks.has(clock)) clocks.set(clock, performance.now() - Number(clock.dataset.runningMs));
    clock.textContent = duration(performance.now() - clocks.get(clock));
  }
}, 200);

// ── Keys ────────────────────────────────────────────────────────────────────
const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]") !== null;

on("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    document.getElementById("palette")?.showModal();
  }
  if (event.key === "/" && !isTyping(event.target)) {
    const search = document.querySelector("[data-search-key]");
    if (search) event.preventDefault();
    search?.focus();
  }
  if (event.key === "Escape") closeMenus(null);
});

on("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  if (event.target.matches("dialog")) event.target.close();
  closeMenus(event.target);
});

function closeMenus(clicked) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(clicked)) menu.open = false;
  }
}

// ── Copying ─────────────────────────────────────────────────────────────────
on("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.classList.add("is-copied");
  setTimeout(() => button.classList.remove("is-copied"), 1500);
});

// ── Narrowing a list by typing ──────────────────────────────────────────────
on("input", (event) => {
  if (!event.target.matches("[data-filter]")) return;
  const wanted = event.target.value.trim().toLowerCase();
  for (const item of document.querySelectorAll("[data-filter-list] > [data-filter-text]")) {
    item.hidden = !item.dataset.filterText.toLowerCase().includes(wanted);
  }
});

// The tab of this page is in sight where tabs scroll.
on("DOMContentLoaded", () => {
  const here = document.querySelector(".tabs [aria-current]");
  here?.parentElement.scrollTo({ left: here.offsetLeft - here.parentElement.offsetLeft - 40 });
});

// ── Sending forms ───────────────────────────────────────────────────────────
const confirmed = new WeakSet();

on(
  "submit",
  (event) => {
    const form = event.target;
    if (!form.dataset.confirm || confirmed.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    askFirst(form, event.submitter);
  },
  true,
);

function askFirst(form, submitter) {
  const dialog = document.getElementById("confirm");
  dialog.querySelector(".confirm-words").textContent = form.dataset.confirm;
  const yes = dialog.querySelector(".confirm-yes");
  yes.textContent = submitter?.textContent.trim() || "Go on";
  yes.dataset.kind = submitter?.dataset.kind === "secondary" ? "primary" : "danger";
  dialog.returnValue = "";
  dialog.addEventListener(
    "close",
    () => {
      if (dialog.returnValue !== "yes") return;
      confirmed.add(form);
      form.requestSubmit(submitter);
    },
    { once: true },
  );
  dialog.showModal();
}

on("submit", (event) => {
  if (event.defaultPrevented) return;
  event.target.classList.add("is-sent");
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll(".is-sent")) form.classList.remove("is-sent");
});

// A swap puts the cursor where something must be mended.
on("htmx:after:swap", () => {
  document.querySelector('[aria-invalid="true"]')?.focus();
});

on("htmx:before:swap", (event) => {
  const { sourceElement, response } = event.detail.ctx;
  if (sourceElement?.dataset?.done && response?.status < 300) toast(sourceElement.dataset.done);
});

on("htmx:error", (event) => {
  if (event.detail?.ctx?.response) return;
  toast("The server did not answer. Check the connection and try again.");
});

function toast(text) {
  const message = document.createElement("p");
  message.textContent = text;
  document.getElementById("toasts").append(message);
  setTimeout(() => message.remove(), 6000);
}
