import type { LogRule } from "../rule.ts";

/** Go, Rust and Java: outputs and lockfiles, and what a program reads when it starts. */
export const GO_RUST_START_RULES: readonly LogRule[] = [
  {
    id: "go-several-programs",
    when: ["build"],
    language: "go",
    signal: /go: cannot write multiple packages to non-directory (?<output>[^\n]{1,200})/,
    certainty: 3,
    title: "go build -o {output} was given several packages",
    explanation: "./... means every package below the folder, and one file can hold one program only.",
    fix: "Name the one to build: go build -o {output} ./cmd/server (or . for the folder itself). For all of them give a folder: go build -o bin/ ./...",
    source: "captured",
    example: "go: cannot write multiple packages to non-directory server",
  },
  {
    id: "go-mod-invalid",
    when: ["build"],
    language: "go",
    signal:
      /^(?:go: )?(?:\S{0,200}\/)?(?<file>go\.(?:mod|work)):(?<line>\d{1,6}): (?<what>(?:unknown directive|usage:|unknown block type|syntax error|malformed module path)[^\n]{0,160})/,
    certainty: 3,
    title: "{file} cannot be read at line {line}: {what}",
    explanation:
      "The marks of a merge conflict (<<<<<<<), a misspelt word, or a directive that this Go is too old for.",
    fix: "Correct line {line} of {file}, run go mod tidy and commit; for toolchain, tool or godebug choose a newer Go.",
    source: "captured",
    example: "go.mod:4: unknown directive: <<<<<<<",
  },
  {
    id: "lockfile-merge-conflict",
    when: ["build", "runtime"],
    language: "any",
    signal: /Your (?<file>Gemfile\.lock|[\w.-]{1,60}) contains merge conflicts/,
    certainty: 3,
    title: "{file} holds an unsolved merge conflict",
    explanation: "Git's marks (<<<<<<<, =======, >>>>>>>) were committed with it.",
    fix: "Take one side (git checkout main -- {file}), run the package manager's install on your computer, and commit {file}.",
    source: "captured",
    example: "Your Gemfile.lock contains merge conflicts.",
  },
  {
    id: "rust-file-missing",
    when: ["runtime"],
    language: "rust",
    signal:
      /^(?:thread '[^'\n]{1,100}' (?:\(\d{1,9}\) )?panicked at [^\n]{1,200}\n)?(?:Error: )?(?<what>[^\n]{0,160}?):? ?Os \{ code: 2, kind: NotFound, message: "[^"\n]{1,60}" \}/,
    certainty: 2,
    explains: ["rust-panic"],
    title: "The program opens a file or folder that is not there: {what}",
    explanation:
      "The path counts from the folder that the program is started in, and the final image often holds the program alone.",
    fix: "Copy the file into the final image (COPY --from=build …), commit it, or put it into the program with include_str!; name the path in the error with .with_context() of anyhow.",
    source: "captured",
    example: 'cannot read settings: Os { code: 2, kind: NotFound, message: "No such file or directory" }',
  },
  {
    id: "rust-number-invalid",
    when: ["runtime"],
    language: "rust",
    signal:
      /^(?:thread '[^'\n]{1,100}' (?:\(\d{1,9}\) )?panicked at [^\n]{1,200}\n)?(?:Error: )?(?<what>[^\n]{0,160}?):? ?Parse(?<kind>Int|Float|Bool)Error(?: \{ kind: (?<why>\w{1,30}) \})?/,
    certainty: 2,
    explains: ["rust-panic"],
    title: "A setting is no number: {what}",
    explanation:
      "The program turns a text into a number when it starts ({why|it cannot}); most often a variable such as PORT that is empty or holds other signs. Empty means that it is not set.",
    fix: 'Give that variable a number alone, without quotation marks or colon; or give the code a default: std::env::var("PORT").ok().and_then(|p| p.parse().ok()).unwrap_or(8080).',
    source: "captured",
    example: "PORT must be a number: ParseIntError { kind: Empty }",
  },
  {
    id: "rust-address-foreign",
    when: ["runtime"],
    language: "rust",
    signal: /Os \{ code: 99, kind: AddrNotAvailable/,
    certainty: 3,
    explains: ["rust-panic"],
    title: "The program listens on an address that this machine does not have",
    explanation:
      "Inside a container there are only its own addresses; that of the server or a domain is not among them.",
    fix: 'Listen on 0.0.0.0 and the port of PORT: TcpListener::bind(("0.0.0.0", port)).',
    source: "captured",
    example: 'Os { code: 99, kind: AddrNotAvailable, message: "Cannot assign requested address" }',
  },
  {
    id: "java-module-closed",
    when: ["build", "runtime"],
    language: "java",
    signal:
      /(?:InaccessibleObjectException|IllegalAccessError|InaccessibleObject)[^\n]{0,400}?(?:module (?<module>[\w.]{1,60}) does not "?(?:opens|exports?) (?<package>[\w.]{1,100}?)"? to)/,
    certainty: 2,
    explains: ["java-uncaught"],
    title: "A library is too old for this Java: it reaches into {package}",
    explanation: "From Java 17 on {module} keeps its insides closed, and the program looks into them by reflection.",
    fix: "Raise the library that stands in the first lines below (Lombok, Spring, Gson, Hibernate …) to a version for this Java, run Java 11, or open it: JAVA_TOOL_OPTIONS=--add-opens={module}/{package}=ALL-UNNAMED.",
    source: "captured",
    example:
      'java.lang.reflect.InaccessibleObjectException: Unable to make protected final java.lang.Class java.lang.ClassLoader.defineClass(java.lang.String,byte[],int,int) throws java.lang.ClassFormatError accessible: module java.base does not "opens java.lang" to unnamed module',
  },
  {
    id: "compiled-tests-failed",
    when: ["build"],
    language: "any",
    signal: /^error: test failed, to rerun pass|^--- FAIL: (?<test>Test[\w/]{1,100}) \(/,
    certainty: 3,
    title: "A test fails, and the build stops at it: {test|cargo test}",
    explanation: "The build command runs the tests. The lines around name what was expected and what came.",
    fix: "Correct the test or the code; or take go test or cargo test out of the build command and run it before the push.",
    source: "captured",
    example: "--- FAIL: TestPrice (0.00s)",
  },
];
