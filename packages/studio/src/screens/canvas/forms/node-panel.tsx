import { useText } from '../../../text/text-context.tsx';
import { Field } from '../../../ui/field.tsx';
import { TextInput } from '../../../ui/text-input.tsx';
import { nodeOf, renameNode } from '../model/node-commands.ts';
import { useEditor, useEditorStore } from '../view/editor-context.tsx';

/** The form of one node, in the panel at the right. */
export function NodePanel({ nodeId }: { readonly nodeId: string }) {
  const text = useText();
  const store = useEditorStore();
  const node = useEditor(({ document }) => nodeOf(document, nodeId));
  if (!node) return null;
  return (
    <Field label={text('canvas.nodeTitle')}>
      {(ids) => (
        <TextInput
          {...ids}
          value={node.title}
          onChange={(title) => store.dispatch(renameNode(node, title))}
        />
      )}
    </Field>
  );
}
