import type { Selector } from '@outpost/contracts';
import type { Translate } from '../text/text-context.tsx';
import type { IconName } from '../ui/icon.tsx';
import type { Special } from './references.ts';
import { findVariable, type FoundVariable, type VariableScope } from './variable-scope.ts';

/** What a chip says of the variable that it stands for. */
export interface ChipLook {
  readonly icon: IconName;
  readonly tone: string;
  /** Empty for names that stand alone. */
  readonly giver: string;
  readonly path: string;
  /** What is wrong with it; null when it leads somewhere. */
  readonly fault: string | null;
  /** More on it, shown on hover. */
  readonly hint: string;
}

/** How a selector looks here and now. */
export function chipLook(scope: VariableScope, selector: Selector, text: Translate): ChipLook {
  const found = findVariable(scope, selector);
  const { group, variable, path } = found;
  return {
    icon: group?.icon ?? 'variable',
    tone: group?.tone ?? 'note',
    giver: scope.bare ? '' : (group?.title ?? selector[0] ?? ''),
    path,
    fault: faultOf(found, text),
    hint: [variable?.type, variable?.description].filter(Boolean).join(' – '),
  };
}

/** How a placeholder without a giver looks. */
export function specialLook(special: Special, text: Translate): ChipLook {
  return {
    icon: specialIcons[special],
    tone: 'input',
    giver: '',
    path: text(`editor.special.${special}`),
    fault: null,
    hint: text(`editor.specialHint.${special}`),
  };
}

const specialIcons: Readonly<Record<Special, IconName>> = {
  context: 'book',
  histories: 'history',
  query: 'chat',
};

function faultOf({ state, group, path }: FoundVariable, text: Translate): string | null {
  switch (state) {
    case 'known':
    case 'open':
      return null;
    case 'no-giver':
      return text('editor.fault.noGiver');
    case 'no-name':
      return group
        ? text('editor.fault.noName', { giver: group.title, name: path })
        : text('editor.fault.noSuchName', { name: path });
    case 'elsewhere':
      return text('editor.fault.elsewhere', { giver: group?.title ?? '' });
  }
}
