// Makes base images by hand: `bun scripts/test-images/main.ts [name…]`; without a name those that most tests build on. `npm test`
// does the same by itself.
import Docker from "dockerode";
import { cacheFolder } from "../lib/cache-folder.ts";
import { EVERYDAY_IMAGES } from "./images.ts";
import { makeTestImages } from "./make.ts";

const names = process.argv.length > 2 ? process.argv.slice(2) : EVERYDAY_IMAGES;
const socketPath = process.env.AUTOSTACK_DOCKER ?? "/var/run/docker.sock";
await makeTestImages(new Docker({ socketPath }), cacheFolder(), console.log, names);
