/**
 * The last values of a draft, for each account: what the runs of an account gave, and what it set by
 * hand since. They are shown with secrets masked, as they are stored; a run that reads them finds
 * the originals in the logs of the runs that gave them.
 */
import {
  AppError,
  isOfType,
  typeOfValue,
  type AppDocument,
  type NodeKind,
  type RunEvent,
  type Value,
  type Values,
} from '@outpost/contracts';
import { graphFromClassic } from '@outpost/dsl';
import type { DraftEdit, DraftValues, NewRun, Store, ValuesOwner } from '@outpost/store';
import type { Runnable } from '../apps/runnables.ts';
import { defaultValue, systemTypes, type FindValue } from './node-inputs.ts';
import { valuesOfRun } from './run-values.ts';

export interface LastValues {
  readonly values: readonly DraftValues[];
  readonly edits: readonly DraftEdit[];
}

export interface ShownValue {
  readonly name: string;
  readonly valueType: string;
  readonly value: Value;
  readonly edited: boolean;
  readonly cut: boolean;
}

/** A value longer than this as JSON is left out of lists. */
const listedLengthMax = 20_000;
/** And one longer than this cannot be set by hand. */
const editedLengthMax = 2_000_000;

export type DraftValuesService = ReturnType<typeof createDraftValuesService>;

export function createDraftValuesService({
  store,
  kinds,
}: {
  readonly store: Pick<Store, 'draftValues' | 'runLog'>;
  readonly kinds: ReadonlyMap<string, NodeKind>;
}) {
  /** What a run gave and stored, before secrets were masked in it. */
  async function originals(
    { mask }: Pick<Runnable, 'mask'>,
    { values, edits }: LastValues,
  ): Promise<LastValues> {
    if (!mask) return { values, edits };
    const found = new Map<string, Values>();
    for (const runId of new Set(values.map((value) => value.runId))) {
      const events = (await store.runLog.read(runId)).map(mask.reveal);
      for (const { scope, outputs } of valuesOfRun({ id: runId, triggeredFrom: '' }, events))
        found.set(`${runId} ${scope}`, outputs);
    }
    return {
      edits,
      values: values.map((value) => ({
        ...value,
        outputs: found.get(`${value.runId} ${value.scope}`) ?? value.outputs,
      })),
    };
  }

  return {
    /** Keeps the values of an account's run of the draft; other runs leave nothing. */
    async record(run: NewRun, events: readonly RunEvent[]): Promise<void> {
      const { appId, accountId, source, versionId, triggeredFrom } = run;
      if (source !== 'debugger' || versionId !== null || accountId === null) return;
      // Somebody tries another model, or many rows: that is not the draft.
      if (triggeredFrom === 'trial' || triggeredFrom === 'test-row') return;
      await store.draftValues.record({ appId, accountId }, valuesOfRun(run, events));
    },

    /** As they are shown. */
    masked: (owner: ValuesOwner): Promise<LastValues> => store.draftValues.list(owner),

    /** As a run may use them. */
    async open(owner: ValuesOwner, runnable: Runnable): Promise<LastValues> {
      return originals(runnable, await store.draftValues.list(owner));
    },

    /** Everything, by node in the order of the graph. */
    async show(owner: ValuesOwner, document: AppDocument) {
      const last = await store.draftValues.list(owner);
      const graph = document.classic ? graphFromClassic(document) : document.graph;
      const nodes = graph.nodes.flatMap((node) => {
        const row = last.values.find(({ scope }) => scope === node.id);
        const outputs = shownValues(last, node.id, outputTypes(node, kinds)).map(cutLong);
        if (!row && outputs.length === 0) return [];
        return [
          {
            nodeId: node.id,
            title: node.title,
            kind: node.kind,
            runId: row?.runId ?? null,
            stepId: row?.stepId ?? null,
            status: row?.status ?? null,
            error: row?.error ?? null,
            at: row?.endedAt ?? null,
            elapsedMs: row?.elapsedMs ?? null,
            handle: row?.handle ?? null,
            outputs,
          },
        ];
      });
      return {
        runId: last.values.find(({ scope }) => scope === 'sys')?.runId ?? null,
        nodes,
        conversation: conversationValues(last, document).map(cutLong),
        system: shownValues(last, 'sys', {}).map(cutLong),
      };
    },

    /** One value, whole. Throws `not_found`. */
    async showOne(
      owner: ValuesOwner,
      document: AppDocument,
      { scope, name }: Place,
    ): Promise<ShownValue> {
      const last = await store.draftValues.list(owner);
      const found = (
        scope === 'conversation'
          ? conversationValues(last, document)
          : shownValues(last, scope, typesOf(document, scope, kinds))
      ).find((value) => value.name === name);
      if (!found)
        throw new AppError('not_found', { details: { thing: `The value ${scope}.${name}` } });
      return found;
    },

    /** Throws `not_found` for a place that the draft does not have, `draft_value_invalid` for a wrong type. */
    async edit(
      owner: ValuesOwner,
      document: AppDocument,
      { scope, name, value }: Place & { readonly value: Value },
    ): Promise<void> {
      const selector = `${scope}.${name}`;
      const types = typesOf(document, scope, kinds);
      const known = await store.draftValues.list(owner);
      const hadBefore = known.values.some(
        (row) => row.scope === scope && Object.hasOwn(row.outputs, name),
      );
      if (!Object.hasOwn(types, name) && !hadBefore)
        throw new AppError('not_found', { details: { thing: `The variable ${selector}` } });
      if (JSON.stringify(value).length > editedLengthMax)
        throw new AppError('body_too_large', { details: { limitBytes: editedLengthMax } });
      const expected = types[name] ?? 'any';
      if (!isOfType(value, expected))
        throw new AppError('draft_value_invalid', {
          details: { selector, expected, found: typeOfValue(value) },
        });
      await store.draftValues.edit(owner, { scope, name }, value);
    },

    reset: (owner: ValuesOwner, place: Place): Promise<void> =>
      store.draftValues.reset(owner, place),
    clear: (owner: ValuesOwner, what: 'edits' | 'all'): Promise<void> =>
      store.draftValues.clear(owner, what),
  };
}

interface Place {
  readonly scope: string;
  readonly name: string;
}

/** Edits before what runs gave before defaults. */
export function findIn({ values, edits }: LastValues, document: AppDocument): FindValue {
  return (scope, name) => {
    const edit = edits.find((item) => item.scope === scope && item.name === name);
    if (edit) return { value: edit.value, origin: 'edited' };
    const outputs = values.find((row) => row.scope === scope)?.outputs;
    const value = outputs && Object.hasOwn(outputs, name) ? outputs[name] : undefined;
    return value === undefined
      ? defaultValue(document, scope, name)
      : { value, origin: 'last-run' };
  };
}

type Types = Readonly<Record<string, string>>;

function typesOf(
  document: AppDocument,
  scope: string,
  kinds: ReadonlyMap<string, NodeKind>,
): Types {
  if (scope === 'sys') return systemTypes;
  if (scope === 'conversation')
    return Object.fromEntries(
      document.conversationVariables.map(({ name, valueType }) => [name, valueType]),
    );
  const graph = document.classic ? graphFromClassic(document) : document.graph;
  const node = graph.nodes.find(({ id }) => id === scope);
  if (!node) throw new AppError('not_found', { details: { thing: `The node ${scope}` } });
  return outputTypes(node, kinds);
}

/** What a node says it gives; nothing while its settings cannot be read. */
function outputTypes(
  node: AppDocument['graph']['nodes'][number],
  kinds: ReadonlyMap<string, NodeKind>,
): Types {
  const kind = kinds.get(node.kind);
  try {
    return kind?.outputs(kind.parse(node)) ?? {};
  } catch (error) {
    if (error instanceof AppError) return {};
    throw error;
  }
}

function shownValues(last: LastValues, scope: string, types: Types): readonly ShownValue[] {
  const outputs = last.values.find((row) => row.scope === scope)?.outputs ?? {};
  const edits = new Map(
    last.edits.filter((edit) => edit.scope === scope).map(({ name, value }) => [name, value]),
  );
  return [...new Set([...Object.keys(outputs), ...edits.keys()])].map((name) => {
    // Nothing may be what somebody set.
    const value = (edits.has(name) ? edits.get(name) : outputs[name]) ?? null;
    const valueType = types[name] ?? typeOfValue(value);
    return { name, valueType, value, edited: edits.has(name), cut: false };
  });
}

/** Every variable that the draft declares, also those that no run has touched. */
function conversationValues(last: LastValues, document: AppDocument): readonly ShownValue[] {
  const find = findIn(last, document);
  return document.conversationVariables.map(({ name, valueType, value: own }) => {
    const known = find('conversation', name);
    const edited = known?.origin === 'edited';
    return { name, valueType, value: known?.value ?? own, edited, cut: false };
  });
}

function cutLong(shown: ShownValue): ShownValue {
  const isLong = JSON.stringify(shown.value).length > listedLengthMax;
  return isLong ? { ...shown, value: null, cut: true } : shown;
}
