import type { LogRule } from "../rule.ts";

/** Certificates that are known, but do not hold now or not for this name. */
export const CERTIFICATE_RULES: readonly LogRule[] = [
  {
    id: "certificate-expired",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /CERT_HAS_EXPIRED|certificate verify failed: certificate has expired|SSL certificate problem: certificate has expired|x509: certificate has expired or is not yet valid|The certificate has expired|certificate has expired\b|CertificateExpiredException/,
    certainty: 3,
    explains: ["tls-not-trusted", "certificates-missing", "npm-network"],
    title: "The other side's certificate has expired",
    explanation:
      "It was valid until a day that is over; or this machine's clock is wrong, or its list of authorities is very old.",
    fix: "Renew the certificate there (certbot renew, or the provider's button). If only this machine complains, check its clock with date, and update ca-certificates or the base image.",
    source: "captured",
    example: "code: 'CERT_HAS_EXPIRED'",
  },
  {
    id: "certificate-other-name",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /ERR_TLS_CERT_ALTNAME_INVALID|Hostname mismatch, certificate is not valid for '(?<host>[^'\n]{1,253})'|IP address mismatch, certificate is not valid for '(?<host>[^'\n]{1,253})'|x509: certificate is valid for [^\n]{1,300}, not (?<host>[\w.:-]{1,253})|SSL: no alternative certificate subject name matches target host ?name '(?<host>[^'\n]{1,253})'|No subject alternative (?:DNS )?names? (?:matching|present)|no alternative certificate subject name matches/,
    certainty: 3,
    explains: ["tls-not-trusted", "certificates-missing", "npm-network"],
    title: "The certificate of {host|the other side} is made for another name",
    explanation:
      "The address in the code or variable is not among the names in the certificate; often an IP or an internal name.",
    fix: "Use the name that the certificate names as the address, or have a certificate made for this one. Do not switch checking off.",
    source: "captured",
    example: "code: 'ERR_TLS_CERT_ALTNAME_INVALID'",
  },
  {
    id: "clock-wrong",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /CERT_NOT_YET_VALID|certificate is not yet valid|RequestTimeTooSkewed|The difference between the request time and the current time is too large|Signature not yet current|(?:Token|JWT) (?:used too early|is not yet valid)|The token is not yet valid/,
    certainty: 3,
    explains: ["tls-not-trusted", "certificates-missing"],
    title: "The clocks of this machine and of the other side differ",
    explanation:
      "A certificate, token or signed request bears a time that is not reached yet, or long past, by the other clock.",
    fix: "Compare date -u with the real time and switch time synchronisation on: timedatectl set-ntp true on the server.",
    source: "documented",
    example: "code: 'CERT_NOT_YET_VALID'",
  },
];
