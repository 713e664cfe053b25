/** The name that a request asks for, without its port and as routes are written: `Blog.Localhost.:8080` → `blog.localhost`. */
export function hostnameOf(request: Request): string {
  const host = request.headers.get("host") ?? "";
  return host.replace(/:\d+$/, "").replace(/\.$/, "").toLowerCase();
}
