import type { Detector } from "./detector.ts";
import { bunServerDetector } from "./detectors/bun-server.ts";
import { djangoDetector } from "./detectors/django.ts";
import { dockerfileDetector } from "./detectors/dockerfile.ts";
import { fastapiDetector } from "./detectors/fastapi.ts";
import { flaskDetector } from "./detectors/flask.ts";
import { nextDetector } from "./detectors/next.ts";
import { nodeServerDetector } from "./detectors/node-server.ts";
import { packageWithoutStartDetector } from "./detectors/package-without-start.ts";
import { pythonProgramDetector } from "./detectors/python-program.ts";
import { staticDetector } from "./detectors/static.ts";
import { viteDetector } from "./detectors/vite.ts";

/** Asked in this order; the first that recognises a folder makes its plan, so the particular stands before the general. */
export const DETECTORS: readonly Detector[] = [
  dockerfileDetector,
  nextDetector,
  viteDetector,
  bunServerDetector,
  nodeServerDetector,
  djangoDetector,
  fastapiDetector,
  flaskDetector,
  pythonProgramDetector,
  staticDetector,
  packageWithoutStartDetector,
];
