// Makes the base images by hand: `bun scripts/test-images/main.ts`. `npm test` does the same by itself.
import Docker from "dockerode";
import { cacheFolder } from "../lib/cache-folder.ts";
import { makeTestImages } from "./make.ts";

const socketPath = process.env.AUTOSTACK_DOCKER ?? "/var/run/docker.sock";
await makeTestImages(new Docker({ socketPath }), cacheFolder(), (line) => console.log(line));
