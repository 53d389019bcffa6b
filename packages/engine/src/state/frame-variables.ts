/**
 * Variables as a place in the run sees them. Each frame holds only what was set in it; what it lacks
 * is looked for in the frames around it. Nothing is copied when a round starts, and a write copies
 * one small record.
 */
import {
  renderTemplate,
  valueAtPath,
  type Selector,
  type Value,
  type Values,
  type Variables,
  type VariableWrite,
} from '@outpost/contracts';
import type { Frame } from './run-state.ts';

export function variablesOf(frame: Frame): Variables {
  return (frame.view ??= createView(frame));
}

function createView(frame: Frame): Variables {
  return {
    get: (selector) => readVariable(frame, selector),
    render: (template) => renderTemplate(template, (selector) => readVariable(frame, selector)),
    scope: (name) => readScope(frame, name),
  };
}

/** The value, following object keys and file attributes; undefined when there is none. */
export function readVariable(frame: Frame, selector: Selector): Value | undefined {
  const [scope, name] = selector;
  if (scope === undefined || name === undefined) return undefined;
  for (let at: Frame | null = frame; at; at = at.parent) {
    const values = at.variables.get(scope);
    if (values === undefined || !Object.hasOwn(values, name)) continue;
    const value = values[name];
    if (value === undefined || selector.length === 2) return value;
    return valueAtPath(value, selector.slice(2));
  }
  return undefined;
}

function readScope(frame: Frame, name: string): Values {
  const own = frame.variables.get(name);
  if (!frame.parent) return own ?? {};
  const outer = readScope(frame.parent, name);
  return own ? { ...outer, ...own } : outer;
}

/**
 * Sets a variable where it is to be seen: in the innermost round of a container that keeps its
 * rounds apart, else in the run. A container's own variables stay in the round, and are carried on
 * to the next one when rounds share their writes.
 */
export function writeVariable(frame: Frame, { selector, value }: VariableWrite): void {
  const [scope, name] = selector;
  if (scope === undefined || name === undefined) return;
  let at = frame;
  while (at.parent && at.plan.containerId !== scope && sharesWrites(at)) at = at.parent;
  at.variables.set(scope, { ...at.variables.get(scope), [name]: value });
  const container = at.owner?.container;
  if (container && at.plan.containerId === scope && sharesWrites(at))
    container.carried = { ...container.carried, [name]: value };
}

function sharesWrites(frame: Frame): boolean {
  return frame.owner?.node.kind.container?.sharesWrites === true;
}
