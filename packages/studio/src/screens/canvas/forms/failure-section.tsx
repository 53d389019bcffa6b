import type { FailurePolicy, Value } from '@outpost/contracts';
import { readConfig } from '../../../editor/read-config.ts';
import { ValueEditor } from '../../../editor/value-editor.tsx';
import { useText } from '../../../text/text-context.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { FormSection } from './fields/form-section.tsx';
import styles from './fields/fields.module.css';
import { NumberInput } from './fields/number-input.tsx';
import { zeroValue } from './model/zero-value.ts';
import { useNodeForm } from './node-form-context.tsx';

/** What happens when the node fails: retries, then a strategy. For kinds that honour them. */
export function FailureSection() {
  const text = useText();
  const { kind, node } = useNodeForm();
  const { retries = false, strategies = false } = kind?.traits ?? {};
  const { failure } = node;
  const isSet = failure.retry !== null || failure.strategy !== 'abort';
  if (!retries && !strategies && !isSet) return null;
  return (
    <FormSection title={text('forms.failure.title')} startsOpen={isSet}>
      {(retries || failure.retry) && <Retry />}
      {(strategies || failure.strategy !== 'abort') && <Strategy />}
    </FormSection>
  );
}

function Retry() {
  const text = useText();
  const { node, changeFailure } = useNodeForm();
  const label = text('forms.failure.retry');
  const { retry } = node.failure;
  const put = (changes: Partial<NonNullable<FailurePolicy['retry']>>): void =>
    changeFailure(label, (before) => ({
      ...before,
      retry: { retriesMax: 3, intervalMs: 1000, ...before.retry, ...changes },
    }));
  return (
    <>
      <div className={styles['line']}>
        <span className={styles['lineLabel']}>{label}</span>
        <Switch
          label={label}
          checked={retry !== null}
          onChange={(on) =>
            on ? put({}) : changeFailure(label, (before) => ({ ...before, retry: null }))
          }
        />
      </div>
      {retry && (
        <div className={styles['pair']}>
          <Field label={text('forms.failure.retriesMax')}>
            {(ids) => (
              <NumberInput
                {...ids}
                min={1}
                max={10}
                value={retry.retriesMax}
                onChange={(value) => put({ retriesMax: Math.round(value ?? 1) })}
              />
            )}
          </Field>
          <Field label={text('forms.failure.interval')}>
            {(ids) => (
              <NumberInput
                {...ids}
                min={0}
                max={60_000}
                unit="ms"
                value={retry.intervalMs}
                onChange={(value) => put({ intervalMs: Math.round(value ?? 0) })}
              />
            )}
          </Field>
        </div>
      )}
    </>
  );
}

const strategies = ['abort', 'fail-branch', 'default-value'] as const;

function Strategy() {
  const text = useText();
  const { node, kind, changeFailure } = useNodeForm();
  const label = text('forms.failure.strategy');
  const { strategy } = node.failure;
  const choose = (next: FailurePolicy['strategy']): void =>
    changeFailure(label, (before) => ({
      ...before,
      strategy: next,
      defaults:
        next === 'default-value' && Object.keys(before.defaults).length === 0
          ? Object.fromEntries(
              Object.entries(outputs).map(([name, type]) => [name, zeroValue(type)]),
            )
          : before.defaults,
    }));
  const config = kind && readConfig(kind, node);
  const outputs = kind && config !== undefined ? kind.outputs(config) : {};
  return (
    <>
      <Field label={label} hint={text(`forms.failure.hint.${strategy}`)}>
        {({ id }) => (
          <Select
            id={id}
            value={strategy}
            options={strategies.map((value) => ({
              value,
              label: text(`forms.failure.${value}`),
            }))}
            onChange={choose}
          />
        )}
      </Field>
      {strategy === 'default-value' && <Defaults outputs={outputs} />}
    </>
  );
}

function Defaults({ outputs }: { readonly outputs: Readonly<Record<string, string>> }) {
  const text = useText();
  const { node, changeFailure } = useNodeForm();
  const label = text('forms.failure.defaults');
  const { defaults } = node.failure;
  // What the file gives a default to is kept in sight, also when the node no longer has it.
  const names = [...new Set([...Object.keys(outputs), ...Object.keys(defaults)])];
  return (
    <div className={styles['stack']}>
      {names.map((name) => (
        <Field key={name} label={<span className={styles['mono']}>{name}</span>}>
          {(ids) => (
            <ValueEditor
              {...ids}
              type={outputs[name] ?? 'any'}
              label={`${label}: ${name}`}
              value={defaults[name]}
              onChange={(value) =>
                changeFailure(`${label}: ${name}`, (before) => ({
                  ...before,
                  defaults: { ...before.defaults, [name]: (value ?? null) as Value },
                }))
              }
            />
          )}
        </Field>
      ))}
    </div>
  );
}
