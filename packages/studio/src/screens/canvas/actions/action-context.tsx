import { createContext, useContext } from 'react';
import type { Action } from './action.ts';

const ActionsContext = createContext<readonly Action[]>([]);
export const ActionsProvider = ActionsContext.Provider;

export function useActions(): readonly Action[] {
  return useContext(ActionsContext);
}

/** The actions by these ids, in this order. */
export function useAction(id: string): Action {
  const action = useActions().find((one) => one.id === id);
  if (!action) throw new Error(`There is no action named ${id}.`);
  return action;
}
