import { useState } from 'react';
import { ValueEditor } from '../../../../editor/value-editor.tsx';
import { useText } from '../../../../text/text-context.tsx';
import { IconButton } from '../../../../ui/icon-button.tsx';
import { Menu } from '../../../../ui/menu.tsx';
import { Select } from '../../../../ui/select.tsx';
import { Segmented } from '../../../../ui/tabs.tsx';
import { TextInput } from '../../../../ui/text-input.tsx';
import { freshName, isRecord, type Config } from '../model/config-access.ts';
import {
  canBeFields,
  fieldsOfSchema,
  schemaOfExample,
  schemaOfFields,
  schemaTypes,
  type SchemaField,
} from '../model/schema-fields.ts';
import styles from './fields.module.css';
import { Rows } from './rows.tsx';

/** The JSON Schema of an object: as fields where it is plain, as JSON, or from an example. */
export function SchemaEditor({
  schema,
  onChange,
  label,
}: {
  readonly schema: Config;
  readonly onChange: (schema: Config) => void;
  readonly label: string;
}) {
  const text = useText();
  const isPlain = canBeFields(schema);
  const [wanted, setView] = useState<'fields' | 'json' | 'example'>('fields');
  const view = wanted === 'fields' && !isPlain ? 'json' : wanted;
  return (
    <div className={styles['stack']}>
      <Segmented
        label={label}
        value={view}
        options={[
          { value: 'fields', label: text('forms.schemaFields') },
          { value: 'json', label: text('forms.schemaJson') },
          { value: 'example', label: text('forms.schemaExample') },
        ]}
        onChange={setView}
      />
      {wanted === 'fields' && !isPlain && (
        <p className={styles['hint']}>{text('forms.schemaNotPlain')}</p>
      )}
      {view === 'fields' && (
        <SchemaFields
          fields={fieldsOfSchema(schema)}
          onChange={(fields) => onChange(schemaOfFields(fields, schema))}
        />
      )}
      {view === 'json' && (
        <ValueEditor
          type="object"
          label={label}
          value={schema}
          onChange={(value) => isRecord(value) && onChange(value)}
        />
      )}
      {view === 'example' && (
        <>
          <p className={styles['hint']}>{text('forms.schemaExampleHint')}</p>
          <ValueEditor
            type="object"
            label={text('forms.schemaExample')}
            value={null}
            onChange={(value) => {
              if (isRecord(value)) onChange(schemaOfExample(value));
            }}
          />
        </>
      )}
    </div>
  );
}

function SchemaFields({
  fields,
  onChange,
}: {
  readonly fields: readonly SchemaField[];
  readonly onChange: (fields: readonly SchemaField[]) => void;
}) {
  const text = useText();
  return (
    <Rows
      ordered
      items={fields}
      onChange={onChange}
      nameOf={({ name }) => name}
      create={() => newField(fields)}
      addLabel={text('forms.addField')}
      row={(field, index) => (
        <SchemaFieldRow
          field={field}
          onChange={(changed) => onChange(fields.map((one, at) => (at === index ? changed : one)))}
        />
      )}
    />
  );
}

function newField(fields: readonly SchemaField[]): SchemaField {
  const name = freshName(
    'field',
    fields.map((field) => field.name),
  );
  return {
    name,
    type: 'string',
    description: '',
    required: true,
    options: [],
    fields: [],
    rest: { type: 'string' },
  };
}

function SchemaFieldRow({
  field,
  onChange,
}: {
  readonly field: SchemaField;
  readonly onChange: (field: SchemaField) => void;
}) {
  const text = useText();
  const { name, type, description, required, options, fields } = field;
  const [hasMore, setMore] = useState(description !== '' || options.length > 0);
  const isObject = type === 'object' || type === 'array[object]';
  const isScalar = type === 'string' || type === 'number';
  return (
    <div className={styles['stack']}>
      <div className={styles['inline']}>
        <TextInput
          className={styles['grow']}
          aria-label={text('forms.name')}
          value={name}
          onChange={(next) => onChange({ ...field, name: next })}
        />
        <Select
          className={styles['fixed'] ?? ''}
          label={text('forms.typeOf', { name })}
          value={type}
          options={schemaTypes.map((value) => ({ value, label: value }))}
          onChange={(next) => onChange({ ...field, type: next, options: [] })}
        />
        <Menu
          groups={[
            [
              {
                id: 'required',
                label: text('forms.required'),
                checked: required,
                onSelect: () => onChange({ ...field, required: !required }),
              },
              {
                id: 'more',
                label: text('forms.schemaMore'),
                checked: hasMore,
                onSelect: () => setMore(!hasMore),
              },
            ],
          ]}
        >
          <IconButton size="s" icon="settings" label={text('forms.settingsOf', { name })} />
        </Menu>
      </div>
      {hasMore && (
        <TextInput
          aria-label={text('forms.descriptionOf', { name })}
          placeholder={text('forms.fieldDescription')}
          value={description}
          onChange={(next) => onChange({ ...field, description: next })}
        />
      )}
      {hasMore && isScalar && (
        <TextInput
          aria-label={text('forms.optionsOf', { name })}
          placeholder={text('forms.fieldOptions')}
          value={options.join(', ')}
          onChange={(next) =>
            onChange({ ...field, options: next === '' ? [] : next.split(/\s*[,，]\s*/) })
          }
        />
      )}
      {isObject && (
        <div className={styles['inset']}>
          <SchemaFields fields={fields} onChange={(next) => onChange({ ...field, fields: next })} />
        </div>
      )}
    </div>
  );
}
