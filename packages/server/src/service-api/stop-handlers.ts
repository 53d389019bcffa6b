import type { Services } from '../services.ts';
import type { ServiceCall, ServiceHandler, ServiceHandlers } from './service-router.ts';

type Names = 'stopChat' | 'stopCompletion' | 'stopWorkflow';

/** Stops by the task id of a stream. The answer is the same whether or not there was something to stop. */
export function stopHandlers({ runs, store }: Services): Pick<ServiceHandlers, Names> {
  async function stop({ app, endUser, params }: ServiceCall, onlyOwn: boolean): Promise<Response> {
    const taskId = params['taskId'] ?? '';
    const run = runs.byTask(taskId)?.run ?? (await store.runs.byTask(taskId));
    const mayStop = run?.appId === app.id && (!onlyOwn || run.endUserId === endUser.id);
    if (run && mayStop) await runs.stopAnywhere(run.id);
    return Response.json({ result: 'success' });
  }
  const stopOwn: ServiceHandler = (call) => stop(call, true);
  return {
    stopChat: stopOwn,
    stopCompletion: stopOwn,
    stopWorkflow: (call) => stop(call, false),
  };
}
