import { useQuery } from '@tanstack/react-query';
import { useClient } from '../../app/session.tsx';
import { useText } from '../../text/text-context.tsx';
import { Field } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Select } from '../../ui/select.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import styles from './prompt-lab.module.css';
import type { ColumnModel } from './model/lab-columns.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** Which chat model answers; with the app's own model as a choice where `ownLabel` is given. */
export function ModelChoice({
  model,
  ownLabel,
  onChange,
  label,
}: {
  readonly model: ColumnModel | null;
  readonly ownLabel?: string;
  readonly onChange: (model: ColumnModel | null) => void;
  readonly label: string;
}) {
  const text = useText();
  const client = useClient();
  const { data } = useQuery({
    queryKey: ['models', 'chat'],
    queryFn: ({ signal }) => client.call('listModels', { query: { kind: 'chat' }, signal }),
  });
  const listed = (data?.data ?? []).map(({ provider, name, label: shown }) => ({
    value: keyOf({ provider, name }),
    label: shown || name,
    hint: provider,
  }));
  const chosen = model && model.name !== '' ? keyOf(model) : null;
  const isKnown = chosen === null || listed.some(({ value }) => value === chosen);
  const options = [
    ...(ownLabel === undefined ? [] : [{ value: 'own', label: ownLabel }]),
    ...(isKnown || !model
      ? []
      : [{ value: keyOf(model), label: model.name, hint: text('lab.modelUnknown') }]),
    ...listed,
  ];
  return (
    <Select
      label={label}
      value={chosen ?? (ownLabel === undefined ? null : 'own')}
      placeholder={text('lab.chooseModel')}
      options={options}
      onChange={(value) => onChange(value === 'own' ? null : modelFrom(value))}
    />
  );
}

function keyOf({ provider, name }: ColumnModel): string {
  return JSON.stringify([provider, name]);
}

function modelFrom(key: string): ColumnModel {
  const [provider, name] = JSON.parse(key) as [string, string];
  return { provider, name };
}

const knownParameters = ['temperature', 'top_p', 'max_tokens', 'seed'] as const;

/** The usual free parameters; an empty field leaves the choice to the model's server. */
export function ParameterButton({
  parameters,
  onChange,
}: {
  readonly parameters: Parameters;
  readonly onChange: (parameters: Parameters) => void;
}) {
  const text = useText();
  const set = (name: string, typed: string): void => {
    const { [name]: _before, ...rest } = parameters;
    const number = Number(typed);
    onChange(typed.trim() === '' || !Number.isFinite(number) ? rest : { ...rest, [name]: number });
  };
  return (
    <Popover
      label={text('lab.parameters')}
      align="end"
      trigger={<IconButton icon="settings" look="normal" label={text('lab.parameters')} />}
    >
      <div className={styles['parameters']}>
        {knownParameters.map((name) => (
          <Field key={name} label={text(`lab.parameter.${name}`)}>
            {(ids) => (
              <TextInput
                {...ids}
                type="number"
                step={name === 'temperature' || name === 'top_p' ? 0.1 : 1}
                value={typeof parameters[name] === 'number' ? String(parameters[name]) : ''}
                placeholder={text('lab.parameterUnset')}
                onChange={(typed) => set(name, typed)}
              />
            )}
          </Field>
        ))}
      </div>
    </Popover>
  );
}
