import type { EditorCommand } from '../../canvas/model/command.ts';

/** Several edits as one step, called as the first one is. */
export function together(first: EditorCommand, ...more: readonly EditorCommand[]): EditorCommand {
  return {
    label: first.label,
    edit: (document) => more.reduce((now, { edit }) => edit(now), first.edit(document)),
  };
}
