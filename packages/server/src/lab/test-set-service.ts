/** Test sets as their makers handle them: rows by hand, from CSV, from what was logged. */
import {
  AppError,
  isChatMode,
  type Check,
  type Language,
  type RunEvent,
  type Values,
} from '@outpost/contracts';
import type {
  App,
  Message,
  Run,
  Store,
  TestRow,
  TestRowInput,
  TestSetWithCount,
} from '@outpost/store';
import type { AppService } from '../apps/app-service.ts';
import { replyOf } from '../chat/reply.ts';
import { appFields, hasQuestion } from './app-fields.ts';
import { readTestRows, type ColumnTarget, type CsvReading } from './csv/read-test-rows.ts';
import { writeCsv } from './csv/write-csv.ts';
import { textOfOutput, textOfOutputs } from './judge/answer.ts';
import { refuseBadChecks } from './judge/refuse-bad-checks.ts';

export interface TestSetServiceOptions {
  readonly store: Store;
  readonly apps: AppService;
}

export interface CsvImport {
  readonly csv: string;
  readonly mapping?: Readonly<Record<string, ColumnTarget>> | undefined;
  readonly replace: boolean;
  /** Reads only. */
  readonly dryRun: boolean;
  readonly language: Language;
}

/** Where a row is taken from; one of the two. */
export interface LogSource {
  readonly runId?: string | undefined;
  readonly messageId?: string | undefined;
  readonly expectAnswer: boolean;
}

/** Characters of a row's inputs as JSON. */
const inputsMax = 400_000;
const valueMax = 50_000;

export type TestSetService = ReturnType<typeof createTestSetService>;

export function createTestSetService({ store, apps }: TestSetServiceOptions) {
  async function find(app: App, testSetId: string): Promise<TestSetWithCount> {
    const testSet = await store.testSets.get(app.id, testSetId);
    if (!testSet)
      throw new AppError('not_found', { details: { thing: `The test set ${testSetId}` } });
    return testSet;
  }

  return {
    find,

    create(
      app: App,
      accountId: string,
      testSet: {
        readonly name: string;
        readonly description: string;
        readonly checks: readonly Check[];
      },
    ): Promise<TestSetWithCount> {
      refuseBadChecks(testSet.checks);
      return store.testSets.create({ ...testSet, appId: app.id, createdBy: accountId });
    },

    async update(
      app: App,
      testSetId: string,
      patch: {
        readonly name?: string | undefined;
        readonly description?: string | undefined;
        readonly checks?: readonly Check[] | undefined;
      },
    ): Promise<TestSetWithCount> {
      if (patch.checks) refuseBadChecks(patch.checks);
      const { name, description, checks } = patch;
      await store.testSets.update(app.id, testSetId, {
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
        ...(checks === undefined ? {} : { checks }),
      });
      return find(app, testSetId);
    },

    async saveRows(
      app: App,
      testSetId: string,
      rows: readonly TestRowInput[],
    ): Promise<readonly TestRow[]> {
      for (const [index, row] of rows.entries()) {
        refuseBadChecks(row.checks ?? []);
        if (JSON.stringify(row.inputs).length > inputsMax)
          throw new AppError('test_row_invalid', {
            details: {
              row: index + 1,
              reason: {
                en: `its inputs have more than ${inputsMax} characters`,
                zh: `输入超过 ${inputsMax} 个字符`,
              },
            },
          });
      }
      return store.testSets.saveRows(await find(app, testSetId), rows);
    },

    /** Saves the good rows, all or none; the bad ones are told by line. */
    async importCsv(app: App, testSetId: string, request: CsvImport): Promise<CsvReading> {
      const testSet = await find(app, testSetId);
      const { document } = await apps.draftOf(app);
      const reading = readTestRows({
        ...request,
        fields: appFields(document),
        hasQuery: hasQuestion(document),
      });
      if (!request.dryRun && reading.rows.length > 0)
        await store.testSets.saveRows(
          testSet,
          reading.rows.map((row) => ({ ...row, checks: null })),
          { replace: request.replace },
        );
      return reading;
    },

    async exportCsv(app: App, testSetId: string): Promise<string> {
      const { id } = await find(app, testSetId);
      const { document } = await apps.draftOf(app);
      const rows = await store.testSets.allRows(id);
      const names = inputNames(
        appFields(document).map(({ name }) => name),
        rows,
      );
      const withQuery = hasQuestion(document);
      return writeCsv([
        [...names, ...(withQuery ? ['query'] : []), 'expected'],
        ...rows.map(({ inputs, query, expected }) => [
          ...names.map((name) => cellOf(inputs[name] ?? null)),
          ...(withQuery ? [query] : []),
          expected,
        ]),
      ]);
    },

    /** Makes a row of a logged run or message of this app. */
    async addFromLog(app: App, testSetId: string, source: LogSource): Promise<TestRow> {
      const testSet = await find(app, testSetId);
      const logged = source.messageId
        ? await fromMessage(store, app, source.messageId)
        : await fromRun(store, app, source.runId ?? '');
      const [row] = await store.testSets.saveRows(testSet, [
        {
          inputs: logged.inputs,
          query: logged.query.slice(0, valueMax),
          expected: source.expectAnswer ? logged.answer.slice(0, valueMax) : '',
          checks: null,
          sourceRunId: logged.runId,
        },
      ]);
      if (!row) throw new AppError('not_found', { details: { thing: 'The row' } });
      return row;
    },
  };
}

interface Logged {
  readonly inputs: Values;
  readonly query: string;
  readonly answer: string;
  readonly runId: string | null;
}

async function fromMessage(store: Store, app: App, messageId: string): Promise<Logged> {
  const message: Message | null = await store.messages.get(app.id, messageId);
  if (!message) throw new AppError('not_found', { details: { thing: `The message ${messageId}` } });
  const { inputs, query, answer, runId } = message;
  return { inputs, query, answer, runId };
}

async function fromRun(store: Store, app: App, runId: string): Promise<Logged> {
  const run: Run | null = await store.runs.get(app.id, runId);
  if (!run) throw new AppError('not_found', { details: { thing: `The run ${runId}` } });
  const events = await store.runLog.read(run.id);
  const query = questionIn(events);
  if (isChatMode(app.mode) && query.trim() === '')
    throw new AppError('log_without_question', {
      details: {
        run: runId,
        reason: { en: 'nothing was asked in it', zh: '其中没有用户问题' },
      },
    });
  const isText = app.mode !== 'workflow';
  const answer = isText ? replyOf(events, null).answer : textOfOutputs(run.outputs ?? {});
  return { inputs: run.inputs, query, answer, runId };
}

function questionIn([first]: readonly RunEvent[]): string {
  const query = first?.type === 'run-start' ? first.system['query'] : undefined;
  return typeof query === 'string' ? query : '';
}

/** The app's inputs first, then those that only rows have. */
function inputNames(known: readonly string[], rows: readonly TestRow[]): readonly string[] {
  return [...new Set([...known, ...rows.flatMap(({ inputs }) => Object.keys(inputs))])];
}

/** Files as their addresses, so that they can be read again. */
function cellOf(value: Parameters<typeof textOfOutput>[0]): string {
  if (Array.isArray(value)) return value.map(cellOf).join('\n');
  if (typeof value === 'object' && value !== null && 'transfer_method' in value) {
    const { remote_url: remote, url } = value as Readonly<Record<string, unknown>>;
    const address = remote ?? url;
    return typeof address === 'string' ? address : '';
  }
  return textOfOutput(value);
}
