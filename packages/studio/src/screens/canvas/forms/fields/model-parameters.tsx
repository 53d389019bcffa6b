import { useState } from 'react';
import { ValueEditor } from '../../../../editor/value-editor.tsx';
import { useText, type Translate } from '../../../../text/text-context.tsx';
import { Button } from '../../../../ui/button.tsx';
import { IconButton } from '../../../../ui/icon-button.tsx';
import { Menu } from '../../../../ui/menu.tsx';
import { Select } from '../../../../ui/select.tsx';
import { Switch } from '../../../../ui/switch.tsx';
import { TextArea, TextInput } from '../../../../ui/text-input.tsx';
import { numberIn, textIn, textsIn, type Config } from '../model/config-access.ts';
import { controlOf, knownParameters, type ParameterControl } from '../model/model-parameters.ts';
import styles from './fields.module.css';
import { NumberInput } from './number-input.tsx';

/** The free parameters of a model. Only those that are set are sent. */
export function ModelParameters({
  parameters,
  onChange,
}: {
  readonly parameters: Config;
  readonly onChange: (parameters: Config) => void;
}) {
  const text = useText();
  const [ownName, setOwnName] = useState<string | null>(null);
  const names = Object.keys(parameters);
  const put = (name: string, value: unknown): void => onChange({ ...parameters, [name]: value });
  const addOwn = (): void => {
    const name = (ownName ?? '').trim();
    if (/^[\w.-]+$/.test(name) && !names.includes(name)) put(name, '');
    setOwnName(null);
  };
  return (
    <div className={styles['parameters']}>
      <h4 className={styles['popoverTitle']}>{text('forms.parameters')}</h4>
      {names.length === 0 && <p className={styles['hint']}>{text('forms.parametersNone')}</p>}
      {names.map((name) => (
        <div key={name} className={styles['parameter']}>
          <span className={styles['parameterName']} title={hintOf(name, text)}>
            {name}
          </span>
          <div className={styles['parameterControl']}>
            <ParameterValue
              name={name}
              control={controlOf(name, parameters[name])}
              value={parameters[name]}
              onChange={(value) => put(name, value)}
            />
          </div>
          <IconButton
            size="s"
            icon="close"
            label={text('forms.removeNamed', { name })}
            onClick={() => {
              const { [name]: _removed, ...rest } = parameters;
              onChange(rest);
            }}
          />
        </div>
      ))}
      {ownName === null ? (
        <Menu
          align="start"
          groups={[
            knownParameters
              .filter(({ name }) => !names.includes(name))
              .map(({ name, start }) => ({
                id: name,
                label: name,
                onSelect: () => put(name, start),
              })),
            [
              {
                id: 'own',
                label: text('forms.parameterOwn'),
                icon: 'edit' as const,
                onSelect: () => setOwnName(''),
              },
            ],
          ]}
        >
          <Button size="s" look="quiet" icon="add" className={styles['add']}>
            {text('forms.addParameter')}
          </Button>
        </Menu>
      ) : (
        <TextInput
          autoFocus
          aria-label={text('forms.parameterOwn')}
          placeholder={text('forms.parameterOwn')}
          value={ownName}
          onChange={setOwnName}
          onBlur={addOwn}
          onKeyDown={(event) => event.key === 'Enter' && addOwn()}
        />
      )}
    </div>
  );
}

function ParameterValue({
  name,
  control,
  value,
  onChange,
}: {
  readonly name: string;
  readonly control: ParameterControl | null;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}) {
  if (!control) return <FreeValue name={name} value={value} onChange={onChange} />;
  switch (control.type) {
    case 'slider': {
      const { min, max, step } = control;
      const number = numberIn(value) ?? min;
      return (
        <div className={styles['inline']}>
          <input
            type="range"
            className={styles['slider']}
            aria-label={name}
            min={min}
            max={max}
            step={step}
            value={number}
            onChange={(event) => onChange(Number(event.target.value))}
          />
          <div className={styles['small']}>
            <NumberInput
              label={name}
              value={number}
              min={min}
              max={max}
              onChange={(next) => onChange(next ?? min)}
            />
          </div>
        </div>
      );
    }
    case 'number':
      return (
        <NumberInput label={name} value={numberIn(value)} min={control.min} onChange={onChange} />
      );
    case 'switch':
      return <Switch label={name} checked={value === true} onChange={onChange} />;
    case 'choice': {
      const given = textIn(value);
      const options = control.options.includes(given)
        ? control.options
        : [given, ...control.options];
      return (
        <Select
          label={name}
          value={given}
          options={options.map((option) => ({ value: option, label: option }))}
          onChange={onChange}
        />
      );
    }
    case 'texts':
      return (
        <TextArea
          aria-label={name}
          rows={2}
          value={textsIn(value).join('\n')}
          onChange={(lines) => onChange(lines.split('\n'))}
          onBlur={() => onChange(textsIn(value).filter((line) => line !== ''))}
        />
      );
  }
}

/** A parameter that nobody here knows: its JSON, or a text. */
function FreeValue({
  name,
  value,
  onChange,
}: {
  readonly name: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}) {
  if (typeof value === 'object' && value !== null)
    return <ValueEditor type="any" label={name} value={value} onChange={onChange} />;
  return (
    <TextInput
      aria-label={name}
      value={textIn(value)}
      onChange={(typed) => onChange(scalarOf(typed))}
    />
  );
}

/** Numbers and booleans are themselves; anything else is text. */
function scalarOf(typed: string): unknown {
  if (typed === 'true' || typed === 'false') return typed === 'true';
  return /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed;
}

function hintOf(name: string, text: Translate): string {
  switch (name) {
    case 'temperature':
      return text('forms.parameter.temperature');
    case 'top_p':
      return text('forms.parameter.topP');
    case 'max_tokens':
      return text('forms.parameter.maxTokens');
    case 'stop':
      return text('forms.parameter.stop');
    default:
      return name;
  }
}
