import { valueTypes } from '../../../../editor/variable-types.ts';
import { useText } from '../../../../text/text-context.tsx';
import { Select } from '../../../../ui/select.tsx';
import { TextInput } from '../../../../ui/text-input.tsx';
import {
  freshName,
  isRecord,
  pathText,
  recordIn,
  textIn,
  valueAt,
  type Config,
  type Path,
} from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';
import styles from './fields.module.css';
import { Rows } from './rows.tsx';

/** What a code’s result holds: names with their types, `{ name: { type, children } }`. */
export function ShapesSetting({ path, label }: { readonly path: Path; readonly label: string }) {
  const { config, set, problem } = useNodeForm();
  const fault = problem(path, true);
  return (
    <div data-path={pathText(path)} className={styles['stack']}>
      <Shapes
        shapes={recordIn(valueAt(config, path))}
        onChange={(shapes) => set(label, path, shapes)}
        rowsMin={1}
      />
      {fault !== null && <p className={styles['fault']}>{fault}</p>}
    </div>
  );
}

function Shapes({
  shapes,
  onChange,
  rowsMin,
}: {
  readonly shapes: Config;
  readonly onChange: (shapes: Config) => void;
  readonly rowsMin: number;
}) {
  const text = useText();
  const rows = Object.entries(shapes);
  const names = rows.map(([name]) => name);
  return (
    <Rows
      ordered
      rowsMin={rowsMin}
      items={rows}
      onChange={(next) => onChange(Object.fromEntries(next))}
      create={() =>
        [freshName('result', names), { type: 'string', children: null }] as [string, unknown]
      }
      addLabel={text('forms.addOutput')}
      nameOf={([name]) => name}
      row={([name, given], index) => {
        const shape = recordIn(given);
        const type = textIn(shape['type']) || 'string';
        const put = (nextName: string, next: Config): void => {
          // A name that another row has would swallow that row.
          if (nextName !== name && names.includes(nextName)) return;
          onChange(
            Object.fromEntries(rows.map((row, at) => (at === index ? [nextName, next] : row))),
          );
        };
        return (
          <div className={styles['stack']}>
            <div className={styles['inline']}>
              <TextInput
                className={styles['grow']}
                aria-label={text('forms.name')}
                value={name}
                onChange={(next) => put(next, shape)}
              />
              <Select
                className={styles['fixed'] ?? ''}
                label={text('forms.typeOf', { name })}
                value={type}
                options={valueTypes.map((value) => ({ value, label: value }))}
                onChange={(next) => put(name, { ...shape, type: next, children: null })}
              />
            </div>
            {type === 'object' && isRecord(shape['children']) && (
              <div className={styles['inset']}>
                <Shapes
                  rowsMin={0}
                  shapes={shape['children']}
                  onChange={(children) =>
                    put(name, {
                      ...shape,
                      children: Object.keys(children).length > 0 ? children : null,
                    })
                  }
                />
              </div>
            )}
          </div>
        );
      }}
    />
  );
}
