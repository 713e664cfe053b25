import { describe, expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { treeOf } from "../source-tree.ts";
import { findAppObject } from "./app-object.ts";

const find = (files: Record<string, string>, classes = "FastAPI") => {
  const app = findAppObject(new Folder(treeOf(files), "."), classes);
  return app && { target: app.target, searchIn: app.searchIn, isFactory: app.isFactory };
};
const at = (target: string, searchIn: string | null = null) => ({ target, searchIn, isFactory: false });

describe("the application object is found by reading", () => {
  test("under whatever name and in whatever file it stands", () => {
    expect(find({ "service.py": "backend: FastAPI = fastapi.FastAPI(title='x')" })).toEqual(at("service:backend"));
    expect(find({ "a/b/__init__.py": "api = FastAPI()", "a/__init__.py": "" })).toEqual(at("a.b:api"));
  });

  test("not inside a function, a comment or a test", () => {
    expect(find({ "a.py": "def f():\n    app = FastAPI()\n# app = FastAPI()" })).toBeNull();
    expect(find({ "tests/app.py": "app = FastAPI()" })).toBeNull();
  });

  test("the whole rather than a part that is mounted into it", () => {
    expect(find({ "main.py": "app = FastAPI()\nouter = FastAPI()\nouter.mount('/v1', app)" })).toEqual(
      at("main:outer"),
    );
  });

  test("nearest to the root, then in the file and by the name that people use", () => {
    expect(find({ "lib/main.py": "app = FastAPI()", "zoo.py": "z = FastAPI()" })).toEqual(at("zoo:z"));
    expect(find({ "zoo.py": "app = FastAPI()", "main.py": "x = FastAPI()\napp = FastAPI()" })).toEqual(at("main:app"));
  });

  test("what wraps it takes its place", () => {
    const code = "api = FastAPI()\nsio = AsyncServer()\nall = socketio.ASGIApp(sio, api)";
    expect(find({ "main.py": code })).toEqual(at("main:all"));
  });
});

describe("a factory", () => {
  test("is called by the server when every parameter has a default", () => {
    const factory = (line: string) => find({ "site.py": `${line}\n    return Flask(__name__)` }, "Flask");
    expect(factory("def create_app(config=None):")).toEqual({
      target: "site:create_app",
      searchIn: null,
      isFactory: true,
    });
    expect(factory("def anything() -> Flask:")).toMatchObject({ target: "site:anything", isFactory: true });
    expect(factory("def create_app(config):")).toBeNull();
    expect(factory("def create_app(config: dict[str, int] = {}, *, debug=False):")).not.toBeNull();
  });

  test("is not called twice where the code already calls it", () => {
    const files = {
      "site/__init__.py": "def create_app(): ...",
      "wsgi.py": "from site import create_app\nx = create_app()",
    };
    expect(find(files, "Flask")).toEqual(at("wsgi:x"));
  });
});

describe("modules are looked for where the file's own imports are found", () => {
  test("in its own folder, when its neighbours are imported by their names", () => {
    const files = { "backend/main.py": "import routers\napp = FastAPI()", "backend/routers.py": "" };
    expect(find(files)).toEqual(at("main:app", "backend"));
  });

  test("at the root, when they are imported through the package or from it", () => {
    expect(find({ "app/main.py": "from app.db import x\napp = FastAPI()", "app/db.py": "" })).toEqual(
      at("app.main:app"),
    );
    expect(find({ "app/main.py": "from .db import x\napp = FastAPI()", "app/db.py": "" })).toEqual(at("app.main:app"));
  });

  test("in src, which is no package", () => {
    expect(find({ "src/shop/__init__.py": "app = FastAPI()" })).toEqual(at("shop:app", "src"));
  });

  test("a file that is called like what it imports is not its own import", () => {
    expect(find({ "proj/celery.py": "from celery import Celery\napp = Celery()" }, "Celery")).toEqual(
      at("proj.celery:app"),
    );
  });
});
