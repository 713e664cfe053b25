import { mainJobContract } from "./main-job-contract.ts";

mainJobContract({ runtime: "process", edge: "embedded" });
