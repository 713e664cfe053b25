import { scalingContract } from "./scaling-contract.ts";

scalingContract({ runtime: "docker", edge: "traefik" });
