/**
 * Every command of the editor, in one list: the menus, the palette, the keys and the sheet of keys
 * all read it, so a command is the same wherever it is found.
 */
import type { Action, ActionContext } from './action.ts';
import { arrangeActions } from './arrange-actions.ts';
import { editActions } from './edit-actions.ts';
import { nodeActions } from './node-actions.ts';
import { panelActions, runActions } from './panel-actions.ts';
import { viewActions } from './view-actions.ts';

export function createActions(context: ActionContext): readonly Action[] {
  return [
    ...editActions(context),
    ...nodeActions(context),
    ...arrangeActions(context),
    ...viewActions(context),
    ...runActions(context),
    ...panelActions(context),
  ];
}
