import type { FormField } from '@outpost/contracts';
import { useText, type Translate } from '../../text/text-context.tsx';
import { Field, type ControlIds } from '../../ui/field.tsx';
import fieldStyles from '../../ui/field.module.css';
import { TextArea, TextInput } from '../../ui/text-input.tsx';
import type { FieldFault, FieldValue, FormValues } from '../form-values.ts';
import { FileField } from './file-field.tsx';
import styles from './form-fields.module.css';

interface FormFieldsProps {
  readonly form: readonly FormField[];
  readonly values: FormValues;
  readonly faults: Readonly<Record<string, FieldFault>>;
  readonly onChange: (values: FormValues) => void;
}

/** The inputs that an app asks for. */
export function FormFields({ form, values, faults, onChange }: FormFieldsProps) {
  return (
    <div className={styles['fields']}>
      {form.map((field) => (
        <OneField
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          fault={faults[field.name] ?? null}
          onChange={(value) => onChange({ ...values, [field.name]: value })}
        />
      ))}
    </div>
  );
}

interface OneFieldProps {
  readonly field: FormField;
  readonly value: FieldValue;
  readonly fault: FieldFault | null;
  readonly onChange: (value: FieldValue) => void;
}

function OneField({ field, value, fault, onChange }: OneFieldProps) {
  const text = useText();
  const { label, hint, required, type } = field;
  const error = fault === null ? null : faultWords(fault, field, text);
  if (type === 'checkbox')
    return (
      <label className={styles['check']}>
        <input
          type="checkbox"
          checked={value === true}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>
          {label}
          {hint !== '' && <small className={styles['hint']}>{hint}</small>}
        </span>
      </label>
    );
  return (
    <Field label={label} hint={hint} error={error} required={required}>
      {(ids) =>
        type === 'file' || type === 'files' ? (
          <FileField ids={ids} field={field} onChange={onChange} />
        ) : (
          <Control
            ids={ids}
            field={field}
            value={typeof value === 'string' ? value : ''}
            onChange={onChange}
          />
        )
      }
    </Field>
  );
}

interface ControlProps {
  readonly ids: ControlIds;
  readonly field: FormField;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Control({ ids, field, value, onChange }: ControlProps) {
  const text = useText();
  const { type, placeholder, lengthMax, options, required } = field;
  const control = {
    ...ids,
    value,
    onChange,
    placeholder,
    required,
    ...(lengthMax === null ? {} : { maxLength: lengthMax }),
  };
  switch (type) {
    case 'paragraph':
      return <TextArea {...control} rows={4} />;
    case 'json':
      return <TextArea {...control} rows={5} spellCheck={false} className={styles['code']} />;
    case 'select':
      return (
        <select
          {...ids}
          className={fieldStyles['control']}
          value={value}
          required={required}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{placeholder || text('answer.choose')}</option>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      );
    case 'number':
      return <TextInput {...control} inputMode="decimal" />;
    default:
      return <TextInput {...control} />;
  }
}

export function faultWords(fault: FieldFault, field: FormField, text: Translate): string {
  switch (fault) {
    case 'required':
      return text('site.faultRequired');
    case 'number':
      return text('site.faultNumber');
    case 'json':
      return text('site.faultJson');
    case 'choice':
      return text('site.faultChoice');
    case 'tooLong':
      return text('site.faultTooLong', { most: field.lengthMax ?? 0 });
    default:
      return fault satisfies never;
  }
}
