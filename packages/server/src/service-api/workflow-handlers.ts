import { AppError } from '@outpost/contracts';
import type { Run } from '@outpost/store';
import type { Runnable } from '../apps/runnables.ts';
import { resolveFiles } from '../runs/resolve-files.ts';
import type { Services } from '../services.ts';
import { ownerOf, readAttachments, versionOf } from './chat-handlers.ts';
import { jsonAnswer, wholeAddresses } from './file-addresses.ts';
import { seconds } from './frame-shape.ts';
import { requiredObject, wantsStream } from './request-fields.ts';
import { answerOfWorkflow, factsOf, streamRun } from './run-answers.ts';
import type { ServiceCall, ServiceHandlers } from './service-router.ts';

type Names = 'runWorkflow' | 'runWorkflowVersion' | 'readRun';

export function workflowHandlers(services: Services): Pick<ServiceHandlers, Names> {
  const { config, runs, runnables, kinds, store } = services;
  const addressesOf = (call: ServiceCall) => wholeAddresses(call, config.basePath);

  async function start(call: ServiceCall, runnable: Runnable): Promise<Response> {
    const { body, endUser } = call;
    const streams = wantsStream(body);
    const given = requiredObject(body, 'inputs');
    const attached = await readAttachments(services, call, runnable);
    const inputs = await resolveFiles(services.files, given, ownerOf(call));
    const live = runs.start({
      runnable,
      userId: endUser.sessionId,
      inputs: runnable.readInputs(inputs),
      system: { files: attached },
      conversation: {},
      run: {
        source: 'service-api',
        triggeredFrom: 'app-run',
        endUserId: endUser.id,
        accountId: null,
        conversationId: null,
        messageId: null,
      },
    });
    const facts = factsOf({ runnable, live, endUser, kinds, addresses: addressesOf(call) }, null);
    return streams ? streamRun(live, facts) : answerOfWorkflow(live, facts);
  }

  return {
    async runWorkflow(call) {
      if (call.app.currentVersionId === null)
        throw new AppError('workflow_not_published', { details: { app: call.app.name } });
      return start(call, await runnables.published(call.app));
    },
    runWorkflowVersion: async (call) =>
      start(call, await versionOf(runnables, call.app, call.params['workflowId'] ?? '')),

    async readRun(call) {
      const { app, params } = call;
      const id = params['runId'] ?? '';
      await runs.recorded(id);
      const run = await store.runs.get(app.id, id);
      if (!run) throw new AppError('not_found', { details: { thing: `The run ${id}` } });
      return jsonAnswer(runDetails(run), addressesOf(call));
    },
  };
}

function runDetails(run: Run) {
  return {
    id: run.id,
    workflow_id: run.versionId ?? run.appId,
    status: run.status,
    // A JSON text, as clients know it.
    inputs: JSON.stringify(run.inputs),
    outputs: run.outputs ?? {},
    error: run.error,
    total_steps: run.totalSteps,
    total_tokens: run.totalTokens,
    created_at: seconds(run.createdAt),
    finished_at: run.finishedAt === null ? null : seconds(run.finishedAt),
    elapsed_time: run.elapsedMs / 1000,
  };
}
