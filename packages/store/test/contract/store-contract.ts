import type { Backend } from '../support/backend.ts';
import { appsContract } from './apps.ts';
import { chatContract } from './chat.ts';
import { draftsContract } from './drafts.ts';
import { jobsContract } from './jobs.ts';
import { labContract } from './lab.ts';
import { modelsContract } from './models.ts';
import { peopleContract } from './people.ts';
import { pluginsContract } from './plugins.ts';
import { retentionContract } from './retention.ts';
import { runsContract } from './runs.ts';

/** All that a store promises, whichever database it stands on. */
export function storeContract(backend: Backend): void {
  peopleContract(backend);
  appsContract(backend);
  draftsContract(backend);
  modelsContract(backend);
  pluginsContract(backend);
  chatContract(backend);
  labContract(backend);
  retentionContract(backend);
  runsContract(backend);
  jobsContract(backend);
}
