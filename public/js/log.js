// A log that follows its end, can be searched and narrowed to one part. Rows arrive by the event stream of hx-sse.
class LogView {
  group = "";
  wanted = "";
  lastTop = 0;

  init() {
    const rows = this.rows();
    new MutationObserver((changes) => this.added(changes.flatMap((change) => [...change.addedNodes]))).observe(rows, {
      childList: true,
    });
    addEventListener("hashchange", () => this.showLinked());
    if (!this.showLinked()) this.scroll();
  }

  added(nodes) {
    for (const row of nodes) this.check(row);
    this.count();
    this.scroll();
  }

  /** A line that was linked to matters more than the newest one. */
  showLinked() {
    const row = location.hash.startsWith("#L") && document.getElementById(location.hash.slice(1));
    if (!row) return false;
    this.follow().checked = false;
    row.scrollIntoView({ block: "center" });
    return true;
  }

  narrow(event) {
    this.wanted = event.target.value.toLowerCase();
    this.checkAll();
  }

  choose(event) {
    const button = event.currentTarget;
    this.group = button.dataset.group;
    for (const other of button.parentElement.children) other.ariaPressed = String(other === button);
    this.checkAll();
  }

  checkAll() {
    CSS.highlights?.set("log-match", new Highlight());
    for (const row of this.rows().children) this.check(row);
    this.count();
    this.scroll();
  }

  check(row) {
    if (row.nodeType !== Node.ELEMENT_NODE) return;
    const isInGroup = this.group === "" || row.dataset.group === this.group;
    const hasText = this.wanted === "" || row.lastElementChild.textContent.toLowerCase().includes(this.wanted);
    row.hidden = !(isInGroup && hasText);
    if (this.wanted !== "" && !row.hidden) this.mark(row.lastElementChild);
  }

  /** Marks without touching the row, so that its colours stay. */
  mark(element) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (CSS.highlights && walker.nextNode()) {
      const text = walker.currentNode;
      const at = text.data.toLowerCase().indexOf(this.wanted);
      if (at < 0) continue;
      const range = new Range();
      range.setStart(text, at);
      range.setEnd(text, at + this.wanted.length);
      CSS.highlights.get("log-match").add(range);
    }
  }

  count() {
    const isNarrowed = this.wanted !== "" || this.group !== "";
    const rows = [...this.rows().children];
    const shown = rows.filter((row) => !row.hidden).length;
    this.$root.querySelector(".log-count").textContent = isNarrowed ? `${shown} of ${rows.length} lines` : "";
  }

  scroll() {
    if (this.follow().checked) this.rows().scrollTop = this.rows().scrollHeight;
  }

  /** Scrolling up stops following, scrolling to the end takes it up again. */
  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.rows();
    if (scrollTop < this.lastTop - 4) this.follow().checked = false;
    else if (scrollTop + clientHeight >= scrollHeight - 4) this.follow().checked = true;
    this.lastTop = scrollTop;
  }

  rows() {
    return this.$root.querySelector("#log");
  }
  follow() {
    return this.$root.querySelector(".log-follow");
  }
}

document.addEventListener("alpine:init", () => Alpine.data("log", () => new LogView()));
