// Sends an archive as the raw body of a request, with its progress in bytes. Without this the form posts by itself.
class Drop {
  request = null;

  enter() {
    this.$root.classList.add("is-over");
  }
  leave() {
    this.$root.classList.remove("is-over");
  }
  dropped(event) {
    this.leave();
    const file = event.dataTransfer.files[0];
    if (file) this.send(file);
  }
  chosen(event) {
    const file = event.target.files[0];
    if (file) this.send(file);
  }
  stop() {
    this.request?.abort();
    this.reset();
  }

  send(file) {
    const { upload, query, limit } = this.$root.dataset;
    if (file.size > Number(limit)) {
      this.refuse(`“${file.name}” has ${bytes(file.size)}; the limit is ${bytes(Number(limit))}.`);
      return;
    }
    const request = new XMLHttpRequest();
    this.request = request;
    request.open("PUT", `${upload}?name=${encodeURIComponent(file.name)}${query}${this.share()}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("HX-Request", "true");
    request.setRequestHeader("HX-Request-Type", "partial");
    request.upload.onprogress = (event) => this.show(file.name, event.loaded, file.size);
    request.onload = () => this.answered(request);
    request.onerror = () => this.refuse("The connection broke. Check it and try again.");
    this.show(file.name, 0, file.size);
    request.send(file);
  }

  /** Of visitors who get a new version first; the choice stands beside the form that it belongs to. */
  share() {
    const chosen = this.part(".drop-form").elements.canary?.value;
    return chosen ? `&canary=${chosen}` : "";
  }

  show(name, sent, total) {
    const progress = this.part(".drop-progress");
    progress.hidden = false;
    this.part(".drop-form").hidden = true;
    this.part(".drop-problem").hidden = true;
    this.part(".drop-name").textContent = name;
    this.part(".drop-bytes").textContent = sent < total ? `${bytes(sent)} of ${bytes(total)}` : "Reading the code…";
    const bar = this.part("progress");
    if (sent < total) bar.value = (sent / total) * 100;
    else bar.removeAttribute("value");
  }

  answered(request) {
    const next = request.getResponseHeader("HX-Redirect");
    if (next) {
      location.assign(next);
      return;
    }
    const target = document.getElementById("new");
    if (!target || !request.getResponseHeader("Content-Type")?.includes("text/html")) {
      this.refuse(problemOf(request.responseText));
      return;
    }
    htmx.swap({ text: withOurNonce(request), target, swap: "outerHTML", sourceElement: target });
  }

  refuse(words) {
    this.reset();
    const problem = this.part(".drop-problem");
    problem.hidden = false;
    problem.querySelector("span").textContent = words;
  }

  reset() {
    this.request = null;
    this.part(".drop-progress").hidden = true;
    this.part(".drop-form").hidden = false;
    this.part("input[type=file]").value = "";
  }

  part(selector) {
    return this.$root.querySelector(selector);
  }
}

function problemOf(text) {
  try {
    const { summary, hint } = JSON.parse(text);
    return [summary, hint].filter(Boolean).join(" ");
  } catch {
    return "The upload was refused.";
  }
}

/** The answer was made for a nonce of its own; hx-csp lets only this page's pass. */
function withOurNonce(request) {
  const theirs = request.getResponseHeader("Content-Security-Policy")?.match(/'nonce-([^']+)'/)?.[1];
  const ours = document.querySelector("script[nonce]").nonce;
  return theirs ? request.responseText.replaceAll(`hx-nonce="${theirs}"`, `hx-nonce="${ours}"`) : request.responseText;
}

function bytes(count) {
  const unit = count >= 1e9 ? ["GB", 1e9] : count >= 1e6 ? ["MB", 1e6] : ["kB", 1e3];
  return `${(count / unit[1]).toFixed(1)} ${unit[0]}`;
}

document.addEventListener("alpine:init", () => Alpine.data("drop", () => new Drop()));
