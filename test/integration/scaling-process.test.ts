import { scalingContract } from "./scaling-contract.ts";

scalingContract({ runtime: "process", edge: "embedded" });
