import { describe, expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { treeOf } from "../source-tree.ts";
import { readPort } from "./ports.ts";
import { readVariables } from "./variables.ts";

const folderOf = (file: string, code: string) => new Folder(treeOf({ [file]: code }), ".");
const portOf = (file: string, code: string) => readPort(folderOf(file, code), 1234);
const required = (file: string, code: string) =>
  Object.fromEntries(readVariables(folderOf(file, code)).map((one) => [one.name, one.required]));

describe("the port that Go and Rust take from $PORT, with its default", () => {
  const lines = {
    'port := os.Getenv("PORT")\nif port == "" {\n\tport = "3001"\n}': "a.go",
    'port := getEnv("PORT", "3001")': "a.go",
    'addr := ":" + cmp.Or(os.Getenv("PORT"), "3001")': "a.go",
    'Port int `env:"PORT" envDefault:"3001"`': "a.go",
    'let port = env::var("PORT").unwrap_or_else(|_| "3001".into());': "a.rs",
    'let port: u16 = std::env::var("PORT").ok().and_then(|p| p.parse().ok()).unwrap_or(3001);': "a.rs",
    '#[arg(long, env = "PORT", default_value_t = 3001)]': "a.rs",
    "#[arg(long, env, default_value_t = 3001)]\n    pub port: u16,": "a.rs",
  };
  for (const [code, file] of Object.entries(lines)) {
    test(code, () => expect(portOf(file, code)).toMatchObject({ port: 3001, findings: [] }));
  }

  test("or without one: the stack's own default", () => {
    expect(portOf("a.go", 'http.ListenAndServe(":"+os.Getenv("PORT"), nil)')).toMatchObject({
      port: 1234,
      findings: [],
    });
    expect(portOf("a.go", "r.Run()")).toMatchObject({ port: 1234, facts: [{ value: "$PORT" }] });
  });
});

describe("a port that stands in the code", () => {
  const lines = {
    'http.ListenAndServe(":5000", nil)': "a.go",
    'e.Start("0.0.0.0:5000")': "a.go",
    'srv := &http.Server{Addr: ":5000"}': "a.go",
    'addr := flag.String("addr", ":5000", "where to listen")': "a.go",
    'flag.IntVar(&cfg.port, "port", 5000, "API server port")': "a.go",
    'cmd.Flags().StringP("listen-addr", "l", "0.0.0.0:5000", "")': "a.go",
    'flag.Int("db-port", 5432, "")\nflag.Int("port", 5000, "")': "a.go",
    'TcpListener::bind("0.0.0.0:5000")': "a.rs",
    'HttpServer::new(App::new).bind(("0.0.0.0", 5000))': "a.rs",
    "SocketAddr::from(([0, 0, 0, 0], 5000))": "a.rs",
    "warp::serve(routes).run(([0, 0, 0, 0], 5000))": "a.rs",
  };
  for (const [code, file] of Object.entries(lines)) {
    test(code, () => expect(portOf(file, code)).toMatchObject({ port: 5000, findings: [{ id: "hard-coded-port" }] }));
  }

  test("on loopback only is an error", () => {
    for (const [file, code] of [
      ["a.go", 'http.ListenAndServe("127.0.0.1:5000", nil)'],
      ["a.rs", 'TcpListener::bind("127.0.0.1:5000")'],
      ["a.rs", "SocketAddr::from(([127, 0, 0, 1], 5000))"],
    ] as const) {
      expect(portOf(file, code).findings).toContainEqual(expect.objectContaining({ id: "loopback-only", line: 1 }));
    }
  });
});

describe("variables", () => {
  test("of Go are required only where an empty one is refused", () => {
    const code = [
      'a := os.Getenv("A")\nif a == "" {\n\tlog.Fatal("no A")\n}',
      'b := os.Getenv("B")',
      'c, ok := os.LookupEnv("C")',
      'd := mustGetenv("D")',
      'E string `env:"E,required"`',
    ].join("\n");
    expect(required("a.go", code)).toEqual({ A: true, B: false, C: false, D: true, E: true });
  });

  test("of Rust are required where the program ends without them", () => {
    const code = 'env::var("A").expect("A"); env::var("B")?; env::var("C").unwrap_or("c".into()); env::var("D").ok();';
    expect(required("a.rs", code)).toEqual({ A: true, B: true, C: false, D: false });
  });

  test("of Rust's arguments have their fields' names where they have none of their own", () => {
    const code = [
      "#[arg(long, env)]\n    pub database_url: String,",
      "#[clap(env, long)]\n    key: Option<String>,",
      '#[arg(short, long, env, default_value = "info")]\n    level: String,',
      '#[arg(env = "APP_NAME")]\n    name: String,',
      "#[arg(long)]\n    environment: String,",
    ].join("\n");
    expect(required("a.rs", code)).toEqual({ APP_NAME: true, DATABASE_URL: true, KEY: false, LEVEL: false });
    expect(readVariables(folderOf("a.rs", code)).find(({ name }) => name === "LEVEL")?.example).toBe("info");
  });

  test("of Python's helpers have the defaults that are given to them", () => {
    const code = 'config("A"); config("B", default="b"); env.int("C", 3); env.list("D", default=[]); env.db()';
    expect(required("a.py", code)).toEqual({ A: true, B: false, C: false, D: false, DATABASE_URL: true });
  });

  test("of pydantic's settings are their fields", () => {
    const code =
      'class S(BaseSettings):\n    model_config = {"env_prefix": "APP_"}\n\n    key: str\n    size: int = 3\n\nx: int = 1\n';
    expect(readVariables(folderOf("a.py", code))).toEqual([
      { name: "APP_KEY", required: true, secret: true, example: "", file: "a.py", line: 4 },
      { name: "APP_SIZE", required: false, secret: false, example: "3", file: "a.py", line: 5 },
    ]);
  });
});
