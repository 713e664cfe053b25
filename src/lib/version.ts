import { version } from "../../package.json";

/** `bun build --define` puts the version that is released here; a checkout has only its package.json. */
declare const AUTOSTACK_VERSION: string | undefined;

export const VERSION = typeof AUTOSTACK_VERSION === "string" ? AUTOSTACK_VERSION : version;
