import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { readPython } from "../python/requirements.ts";
import { readDatabases } from "../readings/databases.ts";
import { readHealth, readPort } from "../readings/ports.ts";

const NAMES = ["main.py", "app.py", "server.py", "bot.py", "run.py", "src/main.py", "src/app.py"];
const LISTENS = /HTTPServer\(|serve_forever|\.run\([^)]{0,400}?port|run_app\(|make_server\(|\.listen\(|["']PORT["']/;

function detect(folder: Folder): Draft | null {
  const entry = folder.firstOf(...NAMES);
  if (!entry) return null;
  const python = readPython(folder);
  const { databases, facts } = readDatabases(folder, python.dependencies);
  const draft = { ...python.base, start: `python ${entry}`, databases };
  const known = [...python.facts, fact("start", entry, entry), ...facts];
  if (!folder.find(folder.code, LISTENS)) return { ...draft, kind: "worker", facts: known };
  const { port, facts: portFacts, findings } = readPort(folder, 8000);
  const { health, facts: healthFacts } = readHealth(folder);
  return { ...draft, kind: "server", port, health, findings, facts: [...known, ...portFacts, ...healthFacts] };
}

export const pythonProgramDetector: Detector = {
  name: "Python",
  looksFor: "a Python program: main.py, app.py, server.py, bot.py or run.py",
  detect,
};
