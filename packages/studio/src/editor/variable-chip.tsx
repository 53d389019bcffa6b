import type { Selector } from '@outpost/contracts';
import { useText } from '../text/text-context.tsx';
import { classNames } from '../ui/class-names.ts';
import { iconPaths } from '../ui/icon-paths.ts';
import { chipLook } from './chip-look.ts';
import styles from './chip.module.css';
import type { VariableScope } from './variable-scope.ts';

/** A variable by its giver's icon and title; red, with the reason, when it leads nowhere. */
export function VariableChip({
  selector,
  variables,
}: {
  readonly selector: Selector;
  readonly variables: VariableScope;
}) {
  const text = useText();
  const { icon, tone, giver, path, fault, hint } = chipLook(variables, selector, text);
  return (
    <span
      className={classNames(styles['chip'], fault !== null && styles['faulty'])}
      data-tone={tone}
      title={[fault, hint].filter(Boolean).join('\n')}
    >
      <svg viewBox="0 0 20 20" className={styles['icon']} aria-hidden="true">
        <path d={iconPaths[fault === null ? icon : 'alert']} />
      </svg>
      {giver !== '' && <span className={styles['giver']}>{giver}</span>}
      {path !== '' && <span className={styles['path']}>{path}</span>}
      {fault !== null && <span className="only-heard">{fault}</span>}
    </span>
  );
}
