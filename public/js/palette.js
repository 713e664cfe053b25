// The command palette: Ctrl-K, type, arrows, Enter.
class Palette {
  narrow() {
    const wanted = this.input().value.trim().toLowerCase().split(/\s+/);
    for (const item of this.items()) {
      const text = item.textContent.toLowerCase();
      item.hidden = !wanted.every((word) => text.includes(word));
    }
    this.$root.querySelector(".palette-nothing").hidden = this.shown().length > 0;
    this.choose(0);
  }

  move(event) {
    if (event.key === "ArrowDown") this.step(event, 1);
    else if (event.key === "ArrowUp") this.step(event, -1);
    else if (event.key === "Enter") this.open(event);
  }

  step(event, distance) {
    event.preventDefault();
    const shown = this.shown();
    const at = shown.findIndex((item) => item.ariaSelected === "true");
    this.choose((at + distance + shown.length) % shown.length);
  }

  open(event) {
    event.preventDefault();
    const chosen = this.shown().find((item) => item.ariaSelected === "true");
    if (!chosen) return;
    this.$root.close();
    chosen.querySelector("a").click();
  }

  choose(index) {
    const chosen = this.shown()[index];
    for (const item of this.items()) item.ariaSelected = String(item === chosen);
    chosen?.scrollIntoView({ block: "nearest" });
    this.input().setAttribute("aria-activedescendant", chosen?.id ?? "");
  }

  input() {
    return this.$root.querySelector("input");
  }
  items() {
    return [...this.$root.querySelectorAll("[role=option]")];
  }
  shown() {
    return this.items().filter((item) => !item.hidden);
  }
}

document.addEventListener("alpine:init", () => Alpine.data("palette", () => new Palette()));
