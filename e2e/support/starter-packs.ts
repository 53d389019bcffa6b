import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const checkout = fileURLToPath(new URL('../../.outpost', import.meta.url));

/** Where a checkout has its packs. */
export const packsDirectory = process.env['OUTPOST_PACKS_DIRECTORY'] ?? checkout;

/** Why tests of the starter model cannot run here; false when they can. */
export const starterMissing = existsSync(`${packsDirectory}/models/index.json`)
  ? false
  : 'NOT TESTED: the starter packs are not here. Fetch them with: node scripts/fetch-packs.ts';
