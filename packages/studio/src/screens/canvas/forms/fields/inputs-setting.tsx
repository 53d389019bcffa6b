import { VariablePicker } from '../../../../editor/variable-picker.tsx';
import { useText } from '../../../../text/text-context.tsx';
import { TextInput } from '../../../../ui/text-input.tsx';
import {
  freshName,
  pathText,
  recordsIn,
  selectorIn,
  textIn,
  valueAt,
  type Path,
} from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';
import styles from './fields.module.css';
import { Rows } from './rows.tsx';

/** Names and the variables they stand for: `{ variable, value_selector, value_type }`. */
export function InputsSetting({
  path,
  label,
  stem = 'input',
  empty,
  rowsMin = 0,
}: {
  readonly path: Path;
  readonly label: string;
  /** The beginning of new names. */
  readonly stem?: string;
  readonly empty?: string;
  readonly rowsMin?: number;
}) {
  const text = useText();
  const { config, set, variables, problem } = useNodeForm();
  const items = recordsIn(valueAt(config, path));
  const names = items.map((item) => textIn(item['variable']));
  const fault = problem(path, true);
  return (
    <div data-path={pathText(path)} className={styles['stack']}>
      <Rows
        items={items}
        rowsMin={rowsMin}
        onChange={(next) => set(label, path, next)}
        create={() => ({ variable: freshName(stem, names), value_selector: [] })}
        addLabel={text('forms.addVariable')}
        nameOf={(item) => textIn(item['variable'])}
        {...(empty === undefined ? {} : { empty })}
        row={(item, index) => (
          <div className={styles['inline']}>
            <TextInput
              className={styles['fixed']}
              aria-label={text('forms.name')}
              placeholder={text('forms.name')}
              value={textIn(item['variable'])}
              aria-invalid={isDoubtful(names, index) ? true : undefined}
              onChange={(name) => set(label, [...path, index, 'variable'], name)}
            />
            <VariablePicker
              label={text('forms.valueOf', { name: textIn(item['variable']) })}
              value={selectorIn(item['value_selector'])}
              variables={variables}
              onChange={(selector, variable) =>
                set(label, [...path, index], {
                  ...item,
                  value_selector: [...selector],
                  ...(variable ? { value_type: variable.type } : {}),
                })
              }
            />
          </div>
        )}
      />
      {names.some((_, index) => isDoubtful(names, index)) && (
        <p className={styles['fault']}>{text('forms.namesDiffer')}</p>
      )}
      {fault !== null && <p className={styles['fault']}>{fault}</p>}
    </div>
  );
}

/** Names that code can use, each once. */
function isDoubtful(names: readonly string[], index: number): boolean {
  const name = names[index] ?? '';
  return !/^[A-Za-z_]\w*$/.test(name) || names.indexOf(name) !== index;
}
