// Written by scripts/build-catalogue.ts.
export const catalogueFiles: Readonly<Record<string, () => Promise<{ readonly default: unknown }>>> = {};
