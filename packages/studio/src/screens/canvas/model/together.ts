import type { EditorCommand } from './command.ts';

/** Several edits as one step, called and selecting as the first one does. */
export function together(first: EditorCommand, ...more: readonly EditorCommand[]): EditorCommand {
  return {
    ...first,
    edit: (document) => more.reduce((now, { edit }) => edit(now), first.edit(document)),
  };
}
