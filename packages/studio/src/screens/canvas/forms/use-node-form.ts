import type { AppDocument, GraphNode } from '@outpost/contracts';
import { useMemo, useRef } from 'react';
import { graphVariables, type GraphVariables } from '../../../editor/graph-variables.ts';
import { useText, useTexts } from '../../../text/text-context.tsx';
import { kinds } from '../model/kinds.ts';
import { changeConfig, changeFailure, changeWays } from '../model/node-commands.ts';
import { useEditor, useEditorStore } from '../view/editor-context.tsx';
import { pathText, withValue } from './model/config-access.ts';
import { problemAt, problemsOfNode } from './model/node-problems.ts';
import { isSameScope } from './model/same-scope.ts';
import type { NodeForm } from './node-form-context.tsx';

/** The variables of the document that is being edited. */
export function useGraphVariables(): GraphVariables {
  const text = useText();
  const { language } = useTexts();
  const document = useEditor((state) => state.document);
  const { graph, environmentVariables, conversationVariables, profile } = document;
  return useMemo(
    () =>
      graphVariables({
        document: { graph, environmentVariables, conversationVariables },
        mode: profile.mode,
        kinds,
        words: {
          system: text('forms.scope.system'),
          environment: text('forms.scope.environment'),
          conversation: text('forms.scope.conversation'),
          kind: (kind) => kind.manifest.title[language],
        },
      }),
    [graph, environmentVariables, conversationVariables, profile.mode, text, language],
  );
}

/** What the form of a node works with. */
export function useNodeFormOf(node: GraphNode): NodeForm {
  const { text, language } = useTexts();
  const store = useEditorStore();
  const graph = useGraphVariables();
  const mode = useEditor(
    ({ document }: { readonly document: AppDocument }) => document.profile.mode,
  );
  const isReadOnly = useEditor((state) => state.isReadOnly);
  const kind = kinds.get(node.kind);
  const last = useRef(graph.at(node.id));
  const variables = useMemo(() => {
    const now = graph.at(node.id);
    if (!isSameScope(last.current, now)) last.current = now;
    return last.current;
  }, [graph, node.id]);
  return useMemo((): NodeForm => {
    const problems = problemsOfNode(node, kind);
    return {
      node,
      kind,
      mode,
      config: node.config,
      isReadOnly,
      variables,
      graph,
      change: (field, edit) => store.dispatch(changeConfig({ node, field }, edit)),
      changeWays: (field, edit, gone) => store.dispatch(changeWays({ node, field }, edit, gone)),
      set: (field, path, value) =>
        store.dispatch(changeConfig({ node, field }, (config) => withValue(config, path, value))),
      changeFailure: (field, edit) => store.dispatch(changeFailure({ node, field }, edit)),
      problem(path, deep = false) {
        const found = problemAt(problems, pathText(path), deep);
        if (!found) return null;
        if (found.type === 'missing') return text('forms.problem.model');
        return text('forms.problem.unreadable', { reason: found.reason[language] });
      },
    };
  }, [node, kind, mode, isReadOnly, variables, graph, store, text, language]);
}
