import { isSameValue } from '@outpost/contracts';
import type { VariableGroup, VariableScope } from '../../../../editor/variable-scope.ts';

/**
 * Whether two scopes say the same. Every letter that is typed makes another document; what editors
 * show shall not be drawn anew for it.
 */
export function isSameScope(left: VariableScope, right: VariableScope): boolean {
  return (
    isSameList(left.groups, right.groups) && isSameList(left.elsewhere ?? [], right.elsewhere ?? [])
  );
}

function isSameList(left: readonly VariableGroup[], right: readonly VariableGroup[]): boolean {
  return (
    left.length === right.length &&
    left.every((group, index) => {
      const other = right[index];
      return (
        other !== undefined &&
        group.id === other.id &&
        group.title === other.title &&
        group.icon === other.icon &&
        (group.variables === other.variables || isSameValue(group.variables, other.variables))
      );
    })
  );
}
