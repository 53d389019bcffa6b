import { config } from 'zod/v4/core';

// Schemas are walked through, not compiled: compiling needs `eval`, which the content security
// policy refuses. Imported before anything that makes a schema.
config({ jitless: true });
