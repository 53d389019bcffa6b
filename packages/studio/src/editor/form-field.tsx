import type { FormField } from '@outpost/contracts';
import { useText } from '../text/text-context.tsx';
import { Field, type ControlIds } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { Checkbox } from '../ui/switch.tsx';
import { TextArea, TextInput } from '../ui/text-input.tsx';
import { FileInput } from './file-input.tsx';
import { acceptedExtensions } from './file-mapping.ts';
import { ValueEditor } from './value-editor.tsx';

interface FormFieldControlProps {
  readonly field: FormField;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly error?: string | null | undefined;
}

/** One input of an app's form, as whoever runs the app fills it in. */
export function FormFieldControl({ field, value, onChange, error }: FormFieldControlProps) {
  const { label, name, type, required, hint } = field;
  if (type === 'checkbox')
    return <Checkbox label={label || name} checked={value === true} onChange={onChange} />;
  return (
    <Field label={label || name} required={required} hint={hint} error={error}>
      {(ids) => <Control field={field} value={value} onChange={onChange} ids={ids} />}
    </Field>
  );
}

function Control({
  field,
  value,
  onChange,
  ids,
}: Omit<FormFieldControlProps, 'error'> & { readonly ids: ControlIds }) {
  const text = useText();
  const { type, label, placeholder, lengthMax, options, accepts } = field;
  const written = typeof value === 'string' ? value : '';
  const limit = lengthMax === null ? {} : { maxLength: lengthMax };
  switch (type) {
    case 'text':
      return (
        <TextInput
          {...ids}
          {...limit}
          value={written}
          placeholder={placeholder}
          onChange={onChange}
        />
      );
    case 'paragraph':
      return (
        <TextArea
          {...ids}
          {...limit}
          value={written}
          placeholder={placeholder}
          onChange={onChange}
        />
      );
    case 'select':
      return (
        <Select
          id={ids.id}
          value={options.includes(written) ? written : null}
          options={options.map((option) => ({ value: option, label: option }))}
          placeholder={placeholder || text('editor.choose')}
          onChange={onChange}
        />
      );
    case 'number':
      return <ValueEditor {...ids} type="number" label={label} value={value} onChange={onChange} />;
    case 'json':
      return <ValueEditor {...ids} type="object" label={label} value={value} onChange={onChange} />;
    case 'file':
    case 'files':
      return (
        <FileInput
          id={ids.id}
          label={label}
          several={type === 'files'}
          filesMax={lengthMax}
          value={value}
          onChange={onChange}
          accept={acceptedExtensions(accepts?.types ?? [], accepts?.extensions ?? [])}
          allowsUpload={accepts?.local ?? true}
          allowsAddress={accepts?.remote ?? true}
        />
      );
    case 'checkbox':
      return null;
  }
}
