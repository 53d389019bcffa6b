import { useState } from 'react';
import { isSameModel, ModelPicker } from '../../../../editor/model-picker.tsx';
import { PromptEditor } from '../../../../editor/prompt-editor.tsx';
import { ValueEditor } from '../../../../editor/value-editor.tsx';
import { VariablePicker } from '../../../../editor/variable-picker.tsx';
import { useText } from '../../../../text/text-context.tsx';
import { Button } from '../../../../ui/button.tsx';
import { Segmented } from '../../../../ui/tabs.tsx';
import { TextInput } from '../../../../ui/text-input.tsx';
import {
  isRecord,
  pathText,
  recordIn,
  selectorIn,
  textIn,
  valueAt,
  type Config,
  type Path,
} from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';
import styles from './fields.module.css';
import { ModelParameters } from './model-parameters.tsx';

/**
 * Parameters of a plugin by name: `{ type: mixed | constant | variable, value }`, or a bare value in
 * old files. What a parameter takes is known by the plugin alone, so each may be a text, a variable
 * or JSON.
 */
export function ParameterMap({
  path,
  label,
  canAdd = false,
}: {
  readonly path: Path;
  readonly label: string;
  readonly canAdd?: boolean;
}) {
  const text = useText();
  const { config, set, problem } = useNodeForm();
  const [added, setAdded] = useState('');
  const parameters = recordIn(valueAt(config, path));
  const names = Object.keys(parameters);
  const fault = problem(path, true);
  const add = (): void => {
    const name = added.trim();
    if (name === '' || names.includes(name)) return;
    set(label, [...path, name], { type: 'mixed', value: '' });
    setAdded('');
  };
  return (
    <div className={styles['stack']} data-path={pathText(path)}>
      {names.length === 0 && !canAdd && (
        <p className={styles['hint']}>{text('forms.noParameters')}</p>
      )}
      {names.map((name) => (
        <ParameterRow
          key={name}
          name={name}
          parameter={parameters[name]}
          onChange={(parameter) => set(`${label}: ${name}`, [...path, name], parameter)}
        />
      ))}
      {fault !== null && <p className={styles['fault']}>{fault}</p>}
      {canAdd && (
        <div className={styles['inline']}>
          <TextInput
            className={styles['grow']}
            aria-label={text('forms.parameterName')}
            placeholder={text('forms.parameterName')}
            value={added}
            onChange={setAdded}
            onKeyDown={(event) => event.key === 'Enter' && add()}
          />
          <Button icon="add" disabled={added.trim() === ''} onClick={add}>
            {text('common.add')}
          </Button>
        </div>
      )}
    </div>
  );
}

function ParameterRow({
  name,
  parameter,
  onChange,
}: {
  readonly name: string;
  readonly parameter: unknown;
  readonly onChange: (parameter: unknown) => void;
}) {
  const text = useText();
  const isTyped = isRecord(parameter) && 'value' in parameter;
  const value = isTyped ? parameter['value'] : parameter;
  const kind = isTyped ? textIn(parameter['type']) : 'constant';
  const isText = value === null || value === undefined || typeof value === 'string';
  const isVariable = kind === 'variable';
  const give = (next: unknown): void => onChange(isTyped ? { ...parameter, value: next } : next);
  return (
    <div className={styles['stack']}>
      <div className={styles['line']}>
        <span className={styles['mono']}>{name}</span>
        {isTyped && (isText || isVariable) && (
          <Segmented
            label={text('forms.sourceOf', { name })}
            value={isVariable ? 'variable' : 'text'}
            options={[
              { value: 'text', label: text('forms.constant') },
              { value: 'variable', label: text('forms.variable') },
            ]}
            onChange={(next) =>
              onChange(
                next === 'variable'
                  ? { ...parameter, type: 'variable', value: [] }
                  : { ...parameter, type: 'mixed', value: '' },
              )
            }
          />
        )}
      </div>
      <ParameterValue name={name} value={value} isVariable={isVariable} onChange={give} />
    </div>
  );
}

function ParameterValue({
  name,
  value,
  isVariable,
  onChange,
}: {
  readonly name: string;
  readonly value: unknown;
  readonly isVariable: boolean;
  readonly onChange: (value: unknown) => void;
}) {
  const { variables, isReadOnly } = useNodeForm();
  if (isVariable)
    return (
      <VariablePicker
        label={name}
        value={selectorIn(value)}
        variables={variables}
        onChange={(selector) => onChange([...selector])}
      />
    );
  if (isRecord(value) && typeof value['model'] === 'string')
    return <ModelValue label={name} value={value} onChange={onChange} />;
  if (typeof value === 'number' || typeof value === 'boolean')
    return <ValueEditor type={typeof value} label={name} value={value} onChange={onChange} />;
  if (typeof value === 'object' && value !== null)
    return <ValueEditor type="any" label={name} value={value} onChange={onChange} />;
  return (
    <PromptEditor
      size="s"
      label={name}
      readOnly={isReadOnly}
      variables={variables}
      value={textIn(value)}
      onChange={onChange}
    />
  );
}

/** A model as parameters of plugins name it: `{ provider, model, mode, completion_params }`. */
function ModelValue({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: Config;
  readonly onChange: (value: unknown) => void;
}) {
  const chosen = { provider: textIn(value['provider']), name: textIn(value['model']) };
  return (
    <div className={styles['stack']}>
      <ModelPicker
        label={label}
        value={chosen}
        onChange={(model) => {
          if (!isSameModel(model, chosen))
            onChange({ ...value, provider: model.provider, model: model.name });
        }}
      />
      <ModelParameters
        parameters={recordIn(value['completion_params'])}
        onChange={(parameters) => onChange({ ...value, completion_params: parameters })}
      />
    </div>
  );
}
