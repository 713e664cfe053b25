import { enterApi, isApiPath } from "./request.ts";

/**
 * For `app.onRequest(api((request) => app.handle(request)))`, before everything else: `/api/v1/…` is the same routes,
 * always JSON. Other requests pass.
 */
export function api(handle: (request: Request) => Response | Promise<Response>) {
  return ({ request }: { request: Request }): Response | Promise<Response> | undefined =>
    isApiPath(request) ? handle(enterApi(request)) : undefined;
}
