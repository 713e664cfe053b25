import type { EnvironmentKind } from "./project.ts";

/** When a service gets a variable. */
export type VariableUse = "build" | "run" | "both";

/** One name and value given to a service. A secret's value is never shown again. */
export type Variable = {
  project: string;
  environment: EnvironmentKind;
  name: string;
  value: string;
  secret: boolean;
  use: VariableUse;
  updatedAt: number;
};
