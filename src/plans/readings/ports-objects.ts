import type { PortPatterns } from "./ports-compiled.ts";

export const JVM_PORTS: PortPatterns = {
  files: /\.(?:java|kts?|scala)$/,
  fromEnvironment: [
    /\bgetOrDefault\(\s{0,9}"PORT"\s{0,9},\s{0,9}"(\d{2,5})"/,
    // System.getenv("PORT")?.toInt() ?: 8080
    /\bgetenv\(\s{0,9}"PORT"\s{0,9}\)[^;\n]{0,60}?\?:\s{0,9}"?(\d{2,5})/,
    // Optional.ofNullable(System.getenv("PORT")).orElse("8080")
    /\bgetenv\(\s{0,9}"PORT"\s{0,9}\)\s{0,9}\)[^;]{0,80}?\.orElse\(\s{0,9}"?(\d{2,5})/,
    // String port = System.getenv("PORT"); … port != null ? port : "8080"
    /\bgetenv\(\s{0,9}"PORT"\s{0,9}\)[^}]{0,200}?[:=]\s{0,9}"?(\d{2,5})"?\s{0,9}[;)]/,
  ],
  reads: [/\bgetenv\(\s{0,9}"PORT"|\bgetenv\(\)\.get\(\s{0,9}"PORT"|\bgetenv\(\)\[\s{0,9}"PORT"/],
  literal: [
    /\bembeddedServer\([^)]{0,200}?\bport\s{0,9}=\s{0,9}(\d{2,5})/,
    /\bnew\s{1,9}InetSocketAddress\(\s{0,9}(?:"[^"\n]{0,60}"\s{0,9},\s{0,9})?(\d{2,5})\s{0,9}\)/,
    /\bInetSocketAddress\(\s{0,9}(?:"[^"\n]{0,60}"\s{0,9},\s{0,9})?(\d{2,5})\s{0,9}\)/,
    /\bServerSocket\(\s{0,9}(\d{2,5})/,
    /^[ \t]{0,20}port\(\s{0,9}(\d{2,5})\s{0,9}\)/m,
    /\.(?:start|listen|setPort|port)\(\s{0,9}(\d{2,5})\b/,
    /\b(?:int|val|var)\s{1,9}(?:port|PORT)\s{0,9}(?::\s{0,9}Int\s{0,9})?=\s{0,9}(\d{2,5})\b/,
  ],
  loopback: [
    /\bInetSocketAddress\(\s{0,9}"(?:localhost|127\.0\.0\.1)"/,
    /\bembeddedServer\([^)]{0,200}?\bhost\s{0,9}=\s{0,9}"(?:localhost|127\.0\.0\.1)"/,
    /\.start\(\s{0,9}"(?:localhost|127\.0\.0\.1)"/,
  ],
};

export const RUBY_PORTS: PortPatterns = {
  files: /\.(?:rb|ru)$/,
  fromEnvironment: [
    /\bENV\.fetch\(\s{0,9}["']PORT["']\s{0,9}(?:,\s{0,9}|\)\s{0,9}\{\s{0,9})["']?(\d{2,5})/,
    /\bENV\[["']PORT["']\]\s{0,9}\|\|\s{0,9}["']?(\d{2,5})/,
  ],
  reads: [/\bENV(?:\.fetch\(\s{0,9}|\[)["']PORT["']/],
  literal: [
    /\bset\s{1,9}:port\s{0,9},\s{0,9}(\d{2,5})/,
    /\bTCPServer\.(?:new|open)\(\s{0,9}(?:["'][^"'\n]{0,60}["']\s{0,9},\s{0,9})?(\d{2,5})/,
    /\b:?Port(?::|\s{0,9}=>)\s{0,9}(\d{2,5})/,
  ],
  loopback: [
    /\bTCPServer\.(?:new|open)\(\s{0,9}["'](?:localhost|127\.0\.0\.1)["']/,
    /\bset\s{1,9}:bind\s{0,9},\s{0,9}["'](?:localhost|127\.0\.0\.1)["']/,
  ],
};
