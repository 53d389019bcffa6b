import { useEffect, useState } from 'react';
import { PromptText } from '../../../../editor/prompt-text.tsx';
import { useText } from '../../../../text/text-context.tsx';
import { pathText, textIn, valueAt, type Path } from '../model/config-access.ts';
import { pairsOfText, textOfPairs, type TextPair } from '../model/text-pairs.ts';
import { useNodeForm } from '../node-form-context.tsx';
import styles from './fields.module.css';
import { Rows } from './rows.tsx';

/** Lines of `name:value` as a table. */
export function PairsSetting({ path, label }: { readonly path: Path; readonly label: string }) {
  const text = useText();
  const { config, set, variables, problem } = useNodeForm();
  const stored = textIn(valueAt(config, path));
  // A row that is still empty is no line yet: it is kept here until something is written in it.
  const [rows, setRows] = useState<readonly TextPair[]>(() => pairsOfText(stored));
  useEffect(
    () =>
      setRows((before) =>
        linesOf(before) === linesOf(pairsOfText(stored)) ? before : pairsOfText(stored),
      ),
    [stored],
  );
  const give = (next: readonly TextPair[]): void => {
    setRows(next);
    const lines = linesOf(next);
    if (lines !== linesOf(pairsOfText(stored))) set(label, path, lines);
  };
  const put = (index: number, changes: Partial<TextPair>): void =>
    give(rows.map((row, at) => (at === index ? { ...row, ...changes } : row)));
  const fault = problem(path);
  return (
    <div data-path={pathText(path)} className={styles['stack']}>
      <span className={styles['lineLabel']}>{label}</span>
      <Rows
        items={rows}
        onChange={give}
        create={() => ({ name: '', value: '' })}
        nameOf={({ name }) => name}
        row={({ name, value }, index) => (
          <div className={styles['inline']}>
            <div className={styles['fixed']}>
              <PromptText
                oneLine
                label={text('forms.name')}
                placeholder={text('forms.name')}
                opensOnSlash={false}
                variables={variables}
                value={name}
                onChange={(next) => put(index, { name: next })}
              />
            </div>
            <div className={styles['grow']}>
              <PromptText
                oneLine
                label={text('forms.valueOf', { name })}
                placeholder={text('forms.value')}
                variables={variables}
                value={value}
                onChange={(next) => put(index, { value: next })}
              />
            </div>
          </div>
        )}
      />
      {fault !== null && <p className={styles['fault']}>{fault}</p>}
    </div>
  );
}

function linesOf(rows: readonly TextPair[]): string {
  return textOfPairs(rows.filter(({ name, value }) => name !== '' || value !== ''));
}
