/** How the code of one language says where it listens. The first group of a pattern is the port. */
export type PortPatterns = {
  files: RegExp;
  fromEnvironment: readonly RegExp[];
  reads: readonly RegExp[];
  literal: readonly RegExp[];
  loopback: readonly RegExp[];
};

export const GO_PORTS: PortPatterns = {
  files: /\.go$/,
  fromEnvironment: [
    // getEnv("PORT", "8080"), cmp.Or(os.Getenv("PORT"), "8080")
    /\b\w{0,40}[eE]nv\w{0,40}\(\s*"PORT"\s*\)?\s*,\s*"?:?(\d{2,5})/,
    // port := os.Getenv("PORT"); if port == "" { port = "8080" }
    /\b(?:Getenv|LookupEnv)\(\s*"PORT"\s*\)[^}]{0,200}?\b\w{0,30}(?:[pP]ort|[aA]ddr)\w{0,10}\s*:?=\s*"?:?(\d{2,5})/,
    // Port int `env:"PORT" envDefault:"8080"`
    /\benv(?:config)?:"PORT"[^`\n]{0,100}?(?:envDefault|default):":?(\d{2,5})/,
    /\bSetDefault\(\s*"(?:PORT|port)"\s*,\s*"?:?(\d{2,5})/,
  ],
  reads: [
    /\b\w{0,40}[eE]nv\w{0,40}\(\s*"PORT"|\benv(?:config)?:"PORT/,
    // Gin listens on $PORT by itself.
    /\b(?:r|router|engine|g)\.Run\(\)/,
  ],
  literal: [
    /\bListenAndServe(?:TLS)?\(\s*"[^":\n]{0,60}:(\d{2,5})"/,
    /\.(?:Run|Start|Listen)\(\s*"[^":\n]{0,60}:(\d{2,5})"/,
    /\bnet\.Listen\(\s*"tcp[46]?"\s*,\s*"[^":\n]{0,60}:(\d{2,5})"/,
    /\bAddr:\s*"[^":\n]{0,60}:(\d{2,5})"/,
    // flag.IntVar(&cfg.port, "port", 4000, …), cmd.Flags().StringP("addr", "a", ":4000", …)
    /\b(?:p?flag|[fF]lags\(\))\.(?:String|Int|Uint\d{0,2})(?:Var)?P?\([^)"\n]{0,60}"(?!db|redis|smtp|metrics)[\w-]{0,20}(?:addr|port|listen)[\w-]{0,20}"\s*,\s*(?:"\w?"\s*,\s*)?(?:"[^":\n]{0,40}:|"?)(\d{2,5})\b/,
    /\b\w{0,20}(?:[pP]ort|PORT|[aA]ddr)\s*:?=\s*"?:?(\d{2,5})\b/,
  ],
  loopback: [
    /\b(?:ListenAndServe(?:TLS)?|\w\.Run|\w\.Start|\w\.Listen)\(\s*"(?:127\.0\.0\.1|localhost):/,
    /\bnet\.Listen\(\s*"tcp[46]?"\s*,\s*"(?:127\.0\.0\.1|localhost):/,
    /\bAddr:\s*"(?:127\.0\.0\.1|localhost):/,
  ],
};

export const RUST_PORTS: PortPatterns = {
  files: /\.rs$/,
  fromEnvironment: [
    // env::var("PORT").unwrap_or_else(|_| "3000".into()), env::var("PORT").ok().and_then(…).unwrap_or(3000)
    /\bvar\(\s*"PORT"\s*\)[^;]{0,300}?unwrap_or(?:_else)?\(\s*(?:\|[^|\n]{0,20}\|\s*)?(?:String::from\()?"?(\d{2,5})/,
    // #[arg(long, env = "PORT", default_value_t = 3000)]
    /\benv\s*=\s*"PORT"[^\n]{0,100}?default_value(?:_t)?\s*=\s*"?(\d{2,5})/,
    // #[arg(long, env, default_value_t = 3000)] port: u16
    /#\[(?:arg|clap)\([^\]\n]{0,100}\benv\s{0,9},[^\]\n]{0,100}?\bdefault_value(?:_t)?\s{0,9}=\s{0,9}"?(\d{2,5})"?[^\]\n]{0,60}\]\s{0,99}(?:pub\s{1,9})?port\s{0,9}:/,
  ],
  reads: [/\bvar(?:_os)?\(\s*"PORT"|\benv\s*=\s*"PORT"/],
  literal: [
    /\bbind\(\s*&?"[^":\n]{0,60}:(\d{2,5})"/,
    /\bbind\(\s*\(\s*"[^"\n]{0,60}"\s*,\s*(\d{2,5})/,
    /\bSocketAddr(?:V4)?::(?:from|new)\([^;\n]{0,120}?,\s*(\d{2,5})\s*\)/,
    /\.run\(\s*\(\s*\[[\d, ]{7,30}\]\s*,\s*(\d{2,5})/,
    /"(?:0\.0\.0\.0|127\.0\.0\.1|localhost|\[::\]):(\d{2,5})"/,
  ],
  loopback: [
    /\bbind\(\s*\(?\s*&?"(?:127\.0\.0\.1|localhost)/,
    /\bSocketAddr(?:V4)?::(?:from|new)\(\s*\(?\s*\[?\s*127\b/,
    /\.run\(\s*\(\s*\[\s*127\s*,/,
    /\baddr\w{0,20}\s*(?::[^=\n]{0,40})?=\s*"(?:127\.0\.0\.1|localhost):/,
  ],
};
