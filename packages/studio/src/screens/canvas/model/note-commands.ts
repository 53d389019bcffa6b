import type { GraphNode } from '@outpost/contracts';
import type { EditorCommand } from './command.ts';
import { withNode } from './node-commands.ts';
import { writeNote } from './note-text.ts';

export const noteThemes = ['blue', 'cyan', 'green', 'yellow', 'pink', 'violet'] as const;
export type NoteTheme = (typeof noteThemes)[number];

export function noteThemeOf({ config }: Pick<GraphNode, 'config'>): NoteTheme {
  return noteThemes.find((theme) => theme === config['theme']) ?? 'blue';
}

export function writeNoteText(nodeId: string, text: string): EditorCommand {
  const stored = writeNote(text);
  return {
    label: { key: 'canvas.stepNote' },
    mergeKey: `note ${nodeId}`,
    edit: (document) =>
      withNode(document, nodeId, (node) =>
        node.config['text'] === stored
          ? node
          : { ...node, config: { ...node.config, text: stored } },
      ),
  };
}

export function colourNote(nodeId: string, theme: NoteTheme): EditorCommand {
  return {
    label: { key: 'canvas.stepNoteColour' },
    edit: (document) =>
      withNode(document, nodeId, (node) =>
        node.config['theme'] === theme ? node : { ...node, config: { ...node.config, theme } },
      ),
  };
}
