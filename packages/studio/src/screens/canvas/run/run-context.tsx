import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { useClient } from '../../../app/session.tsx';
import { useText } from '../../../text/text-context.tsx';
import { errorWords } from '../../../ui/failure.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { nodeOf } from '../model/node-commands.ts';
import { pinNode, pinsOf } from '../model/pins.ts';
import { useEditorStore } from '../view/editor-context.tsx';
import { MissingInputs, type NodeQuestion } from './missing-inputs.tsx';
import { createRunSession, failedNodeOf, type RunSession, type RunState } from './run-session.ts';

export interface AppRunInput {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly query?: string;
  readonly files?: readonly Readonly<Record<string, unknown>>[];
  readonly conversationId?: string | null;
}

/** What the run panel and the forms can have run. */
export interface Runner {
  readonly session: RunSession;
  readonly runApp: (input: AppRunInput) => Promise<void>;
  /** Asks for what the node reads and nobody has given yet. */
  readonly runNode: (nodeId: string) => Promise<void>;
  /** This node and what follows; everything before it gives what it gave last. */
  readonly runFrom: (nodeId: string, runId?: string) => Promise<void>;
  /** Gives the node its last outputs from now on. */
  readonly pin: (nodeId: string) => Promise<void>;
}

const RunnerContext = createContext<Runner | null>(null);

export function useRunner(): Runner {
  const runner = useContext(RunnerContext);
  if (!runner) throw new Error('useRunner needs a RunProvider above it.');
  return runner;
}

export function useRunState(): RunState {
  const { session } = useRunner();
  return useSyncExternalStore(session.subscribe, session.getState);
}

/** Holds the run of the editor, and does what the canvas asks for, whichever panel is open. */
export function RunProvider({
  beforeRun,
  onFailedNode,
  children,
}: {
  /** Saves what is edited: runs take the draft as it is saved. */
  readonly beforeRun: () => Promise<void>;
  /** Brings the node into view that made a run fail. */
  readonly onFailedNode: (nodeId: string) => void;
  readonly children: ReactNode;
}) {
  const text = useText();
  const client = useClient();
  const queries = useQueryClient();
  const toast = useToast();
  const editor = useEditorStore();
  const [question, setQuestion] = useState<NodeQuestion | null>(null);
  const [session] = useState(() => createRunSession(client, editor));
  const runner = useMemo((): Runner => {
    const params = { appId: editor.appId };
    const say = (error: unknown): void =>
      toast({ tone: 'danger', message: errorWords(error, text) });
    const start = async (...run: Parameters<RunSession['start']>): Promise<void> => {
      editor.openPanel('run');
      const [subject, begin] = run;
      const events = await session.start(subject, async (signal) => {
        await beforeRun();
        return await begin(signal);
      });
      await queries.invalidateQueries({ queryKey: ['draft-values', editor.appId] });
      const failed = events && failedNodeOf(events);
      if (failed && nodeOf(editor.getState().document, failed)) onFailedNode(failed);
    };
    const pins = () => pinsOf(editor.getState().document.graph);
    const startNode = (
      nodeId: string,
      variables: Readonly<Record<string, unknown>>,
    ): Promise<void> =>
      start({ type: 'node', nodeId }, (signal) =>
        client.call('runNode', {
          params: { ...params, nodeId },
          body: { variables: { ...variables } },
          signal,
        }),
      );
    return {
      session,
      runApp: ({ inputs, query, files = [], conversationId = null }) =>
        start({ type: 'app' }, (signal) =>
          client.call('runApp', {
            params,
            body: {
              target: 'draft',
              inputs: { ...inputs },
              files: [...files],
              conversationId,
              pins: pins() as never,
              ...(query === undefined ? {} : { query }),
            },
            signal,
          }),
        ),
      async runNode(nodeId) {
        try {
          await beforeRun();
          const { data } = await client.call('readNodeInputs', { params: { ...params, nodeId } });
          const missing = data.filter(({ origin }) => origin === 'none');
          if (missing.length === 0) return await startNode(nodeId, {});
          const title = nodeOf(editor.getState().document, nodeId)?.title ?? '';
          setQuestion({
            title,
            missing,
            onAnswer(variables) {
              setQuestion(null);
              if (variables) void startNode(nodeId, variables);
            },
          });
        } catch (error) {
          say(error);
        }
      },
      runFrom: (nodeId, runId) =>
        start({ type: 'from', nodeId }, (signal) =>
          client.call('runApp', {
            params,
            body: {
              target: 'draft',
              inputs: {},
              files: [],
              conversationId: null,
              pins: pins() as never,
              from: { nodeId, ...(runId === undefined ? {} : { runId }) },
            },
            signal,
          }),
        ),
      async pin(nodeId) {
        const node = nodeOf(editor.getState().document, nodeId);
        if (!node) return;
        try {
          const { nodes } = await client.call('readDraftValues', { params });
          const last = nodes.find((values) => values.nodeId === nodeId);
          if (!last || last.outputs.length === 0)
            return toast({ tone: 'info', message: text('run.nothingToPin', { node: node.title }) });
          const outputs: Record<string, unknown> = {};
          for (const { name, value, cut } of last.outputs)
            outputs[name] = cut
              ? (
                  await client.call('readDraftValue', {
                    params: { ...params, scope: nodeId, name },
                  })
                ).value
              : value;
          const handle = last.handle === null ? {} : { handle: last.handle };
          editor.dispatch(pinNode(node, { outputs, ...handle }));
        } catch (error) {
          say(error);
        }
      },
    };
  }, [session, client, editor, queries, toast, text, beforeRun, onFailedNode]);
  useEffect(
    () =>
      editor.onRequest((request) => {
        if (request.type === 'run-node') void runner.runNode(request.nodeId);
        else if (request.type === 'run-from') void runner.runFrom(request.nodeId);
        else if (request.type === 'pin') void runner.pin(request.nodeId);
        else editor.openPanel('run');
      }),
    [editor, runner],
  );
  return (
    <RunnerContext.Provider value={runner}>
      {children}
      {question && <MissingInputs question={question} />}
    </RunnerContext.Provider>
  );
}
