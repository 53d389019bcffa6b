import { lazy, Suspense } from 'react';
import { Loading } from '../../../ui/loading.tsx';
import { nodeOf } from '../model/node-commands.ts';
import { useEditor } from '../view/editor-context.tsx';

// Forms weigh more than the canvas around them: they come when the first node is opened.
const NodeEditor = lazy(async () => ({
  default: (await import('./node-editor.tsx')).NodeEditor,
}));

/** The form of one node, in the panel at the right. */
export function NodePanel({ nodeId }: { readonly nodeId: string }) {
  const node = useEditor(({ document }) => nodeOf(document, nodeId));
  if (!node) return null;
  return (
    <Suspense fallback={<Loading />}>
      <NodeEditor key={nodeId} node={node} />
    </Suspense>
  );
}
