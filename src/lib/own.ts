/** The value of a name that strangers chose: `constructor` and `__proto__` are in no table that does not say so itself. */
export const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;
