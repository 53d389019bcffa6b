import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useClient } from '../../../../app/session.tsx';
import { findVariable } from '../../../../editor/variable-scope.ts';
import { VariableChip } from '../../../../editor/variable-chip.tsx';
import { useText } from '../../../../text/text-context.tsx';
import { useEditorStore } from '../../view/editor-context.tsx';
import { FormSection } from '../fields/form-section.tsx';
import { referencesOf } from '../model/node-problems.ts';
import { useNodeForm } from '../node-form-context.tsx';
import styles from './node-data.module.css';
import { ValueView } from './value-view.tsx';

/** The last value of every variable of the draft, for this account. */
export function useDraftValues() {
  const client = useClient();
  const { appId } = useEditorStore();
  return useQuery({
    queryKey: ['draft-values', appId],
    queryFn: ({ signal }) => client.call('readDraftValues', { params: { appId }, signal }),
    staleTime: 5000,
  });
}

/** What the node reads, with the last values. */
export function DataIn() {
  const text = useText();
  const { node, kind, variables } = useNodeForm();
  const values = useLastValues();
  const selectors = referencesOf(node, kind);
  return (
    <FormSection title={text('forms.dataIn')} hint={text('forms.dataInHint')}>
      {selectors.length === 0 && <p className={styles['nothing']}>{text('forms.dataInNone')}</p>}
      {selectors.map((selector) => {
        const { variable } = findVariable(variables, selector);
        return (
          <DataRow
            key={selector.join('.')}
            name={<VariableChip selector={selector} variables={variables} />}
            type={variable?.type ?? ''}
            value={values(selector)}
          />
        );
      })}
    </FormSection>
  );
}

/** What the node gives, with the last values. */
export function DataOut() {
  const text = useText();
  const { node, graph } = useNodeForm();
  const values = useLastValues();
  const outputs = graph.of(node.id);
  return (
    <FormSection title={text('forms.dataOut')} hint={text('forms.dataOutHint')}>
      {outputs.length === 0 && <p className={styles['nothing']}>{text('forms.dataOutNone')}</p>}
      {outputs.map(({ name, type, selector, description }) => (
        <DataRow
          key={name}
          name={<code className={styles['name']}>{name}</code>}
          type={type}
          {...(description === undefined ? {} : { description })}
          value={values(selector)}
        />
      ))}
    </FormSection>
  );
}

interface LastValue {
  readonly value: unknown;
  readonly edited: boolean;
  /** Too large for the list. */
  readonly cut: boolean;
}

/** Finds the last value of a selector; null when there is none. */
function useLastValues(): (selector: readonly string[]) => LastValue | null {
  const { data } = useDraftValues();
  return ([scope = '', name = '', ...path]) => {
    const given =
      scope === 'sys'
        ? data?.system
        : scope === 'conversation'
          ? data?.conversation
          : data?.nodes.find(({ nodeId }) => nodeId === scope)?.outputs;
    const found = given?.find((one) => one.name === name);
    if (!found) return null;
    const { value, edited, cut } = found;
    return { value: inside(value, path), edited, cut };
  };
}

function inside(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const key of path)
    current =
      typeof current === 'object' && current !== null
        ? (current as Readonly<Record<string, unknown>>)[key]
        : undefined;
  return current;
}

function DataRow({
  name,
  type,
  description,
  value,
}: {
  readonly name: ReactNode;
  readonly type: string;
  readonly description?: string;
  readonly value: LastValue | null;
}) {
  const text = useText();
  return (
    <div className={styles['row']}>
      <div className={styles['rowHead']}>
        {name}
        <span className={styles['type']}>{type}</span>
      </div>
      {description !== undefined && <p className={styles['description']}>{description}</p>}
      {value === null ? (
        <p className={styles['nothing']}>{text('forms.noValueYet')}</p>
      ) : value.cut ? (
        <p className={styles['nothing']}>{text('forms.valueCut')}</p>
      ) : (
        <ValueView value={value.value} />
      )}
    </div>
  );
}
