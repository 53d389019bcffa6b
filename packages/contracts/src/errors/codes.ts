import type { ErrorCodeRow } from './app-error.ts';
import { draftCodes } from './codes/drafts.ts';
import { dslCodes } from './codes/dsl.ts';
import { engineCodes } from './codes/engine.ts';
import { labCodes } from './codes/lab.ts';
import { modelCodes } from './codes/models.ts';
import { nodeCodes } from './codes/nodes.ts';
import { packCodes } from './codes/packs.ts';
import { pluginPackageCodes } from './codes/plugin-packages.ts';
import { pluginCodes } from './codes/plugins.ts';
import { promptCodes } from './codes/prompts.ts';
import { sandboxCodes } from './codes/sandbox.ts';
import { serverCodes } from './codes/server.ts';
import { serviceApiCodes } from './codes/service-api.ts';
import { siteCodes } from './codes/sites.ts';
import { storeCodes } from './codes/store.ts';

/** Every error code of the product; `docs/errors.md` is held equal to it by a test. */
export const errorCodes = {
  ...draftCodes,
  ...dslCodes,
  ...engineCodes,
  ...labCodes,
  ...modelCodes,
  ...nodeCodes,
  ...packCodes,
  ...pluginPackageCodes,
  ...pluginCodes,
  ...promptCodes,
  ...sandboxCodes,
  ...serverCodes,
  ...serviceApiCodes,
  ...siteCodes,
  ...storeCodes,
} as const satisfies Record<string, ErrorCodeRow>;

export type ErrorCode = keyof typeof errorCodes;
