import { AppError, type Values } from '@outpost/contracts';
import type { App } from '@outpost/store';
import type { ConsoleCall, ConsoleHandlers } from '../http/console-router.ts';
import type { Services } from '../services.ts';
import { signedInOf } from './account-handlers.ts';
import { shownGate, shownRow, shownTestSet } from './lab-shown.ts';

type Names =
  | 'listTestSets'
  | 'createTestSet'
  | 'readTestSet'
  | 'updateTestSet'
  | 'deleteTestSet'
  | 'listTestRows'
  | 'saveTestRows'
  | 'deleteTestRows'
  | 'addTestRowFromLog'
  | 'importTestRows'
  | 'exportTestRows'
  | 'readGate'
  | 'saveGate';

const previewMax = 20;
const problemsMax = 200;

export function testSetHandlers({ apps, store, lab }: Services): Pick<ConsoleHandlers, Names> {
  const { testSets, batches, gates } = lab;
  const appOf = (call: ConsoleCall, appId: string): Promise<App> =>
    apps.find(signedInOf(call).workspaceId, appId);

  return {
    async listTestSets(call, { params }) {
      const app = await appOf(call, params.appId);
      const sets = await store.testSets.list(app.id);
      const lasts = await Promise.all(sets.map((testSet) => batches.lastOf(app, testSet)));
      return {
        data: sets.map((testSet, index) =>
          shownTestSet(testSet, lasts[index] ?? null, call.language),
        ),
      };
    },
    async createTestSet(call, { params, body }) {
      const app = await appOf(call, params.appId);
      const made = await testSets.create(app, signedInOf(call).accountId, body);
      return shownTestSet(made, null, call.language);
    },
    async readTestSet(call, { params }) {
      const app = await appOf(call, params.appId);
      const testSet = await testSets.find(app, params.testSetId);
      return shownTestSet(testSet, await batches.lastOf(app, testSet), call.language);
    },
    async updateTestSet(call, { params, body }) {
      const app = await appOf(call, params.appId);
      const testSet = await testSets.update(app, params.testSetId, body);
      return shownTestSet(testSet, await batches.lastOf(app, testSet), call.language);
    },
    async deleteTestSet(call, { params }) {
      const app = await appOf(call, params.appId);
      await store.testSets.remove(app.id, params.testSetId);
    },

    async listTestRows(call, { params, query }) {
      const app = await appOf(call, params.appId);
      const { id } = await testSets.find(app, params.testSetId);
      const { items, total, page, limit } = await store.testSets.rows(id, query);
      const before = (page - 1) * limit;
      return {
        data: items.map((row, index) => shownRow(row, before + index + 1)),
        total,
        page,
        limit,
      };
    },
    async saveTestRows(call, { params, body }) {
      const app = await appOf(call, params.appId);
      const saved = await testSets.saveRows(
        app,
        params.testSetId,
        // JSON came in, so every input is a value.
        body.rows.map((row) => ({ ...row, inputs: row.inputs as Values })),
      );
      const all = await store.testSets.allRows(params.testSetId);
      const numbers = new Map(all.map(({ id }, index) => [id, index + 1]));
      return { data: saved.map((row) => shownRow(row, numbers.get(row.id) ?? 0)) };
    },
    async deleteTestRows(call, { params, body }) {
      const app = await appOf(call, params.appId);
      const { id } = await testSets.find(app, params.testSetId);
      await store.testSets.removeRows(id, body.ids);
    },
    async addTestRowFromLog(call, { params, body }) {
      const app = await appOf(call, params.appId);
      if ((body.runId === undefined) === (body.messageId === undefined))
        throw new AppError('request_invalid', {
          details: { path: 'body', reason: 'one of runId and messageId is expected' },
        });
      const row = await testSets.addFromLog(app, params.testSetId, body);
      const { rowCount } = await testSets.find(app, params.testSetId);
      return shownRow(row, rowCount);
    },
    async importTestRows(call, { params, body }) {
      const app = await appOf(call, params.appId);
      const { columns, mapping, rows, problems } = await testSets.importCsv(app, params.testSetId, {
        ...body,
        language: call.language,
      });
      return {
        columns: [...columns],
        mapping: Object.fromEntries(
          Object.entries(mapping).map(([column, target]) => [column, { ...target }]),
        ),
        accepted: rows.length,
        preview: rows.slice(0, previewMax).map((row) => ({ ...row, inputs: { ...row.inputs } })),
        problems: problems.slice(0, problemsMax).map((problem) => ({ ...problem })),
        problemCount: problems.length,
      };
    },
    async exportTestRows(call, { params }) {
      const app = await appOf(call, params.appId);
      const { name } = await testSets.find(app, params.testSetId);
      return csvAnswer(name, await testSets.exportCsv(app, params.testSetId));
    },

    async readGate(call, { params }) {
      return shownGate(await gates.read(await appOf(call, params.appId)), call.language);
    },
    async saveGate(call, { params, body }) {
      const app = await appOf(call, params.appId);
      return shownGate(await gates.save(app, signedInOf(call).accountId, body), call.language);
    },
  };
}

export function csvAnswer(name: string, text: string): Response {
  const file = encodeURIComponent(`${name}.csv`.toWellFormed());
  return new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename*=UTF-8''${file}`,
    },
  });
}
