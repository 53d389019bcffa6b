import { ValueEditor } from '../../../../editor/value-editor.tsx';
import { useText } from '../../../../text/text-context.tsx';
import { Field } from '../../../../ui/field.tsx';
import { Select } from '../../../../ui/select.tsx';
import { Checkbox } from '../../../../ui/switch.tsx';
import { TextInput } from '../../../../ui/text-input.tsx';
import styles from '../fields/fields.module.css';
import { NumberInput } from '../fields/number-input.tsx';
import { Rows } from '../fields/rows.tsx';
import { SchemaEditor } from '../fields/schema-editor.tsx';
import { emptySchema } from '../model/schema-fields.ts';
import { isRecord, numberIn, textIn, textsIn, type Config } from '../model/config-access.ts';

const inputTypes = [
  'text-input',
  'paragraph',
  'select',
  'number',
  'checkbox',
  'file',
  'file-list',
  'json_object',
] as const;
type InputType = (typeof inputTypes)[number];

/** Names of old editors for kinds of input. */
const formerTypes: Readonly<Record<string, InputType>> = {
  files: 'file-list',
  'multi-files': 'file-list',
  'single-file': 'file',
  json: 'json_object',
  contexts: 'paragraph',
  iterator: 'paragraph',
};

export function inputTypeOf(input: Config): InputType {
  const given = textIn(input['type']);
  return formerTypes[given] ?? inputTypes.find((type) => type === given) ?? 'text-input';
}

/** One input of the start node. */
export function StartInput({
  input,
  taken,
  onChange,
}: {
  readonly input: Config;
  /** Names of the other inputs. */
  readonly taken: readonly string[];
  readonly onChange: (input: Config) => void;
}) {
  const text = useText();
  const type = inputTypeOf(input);
  const name = textIn(input['variable']);
  const put = (changes: Config): void => onChange({ ...input, ...changes });
  return (
    <div className={styles['parts']}>
      <Field label={text('forms.start.type')}>
        {({ id }) => (
          <Select
            id={id}
            value={type}
            options={inputTypes.map((value) => ({
              value,
              label: text(`forms.inputType.${value}`),
            }))}
            onChange={(next) => put({ type: next, default: undefined, ...startsWith[next] })}
          />
        )}
      </Field>
      <div className={styles['pair']}>
        <Field
          required
          label={text('forms.start.name')}
          error={nameFault(name, taken) && text(`forms.start.${nameFault(name, taken) ?? 'taken'}`)}
        >
          {(ids) => (
            <TextInput
              {...ids}
              className={styles['mono']}
              value={name}
              onChange={(variable) => put({ variable })}
            />
          )}
        </Field>
        <Field label={text('forms.start.label')}>
          {(ids) => (
            <TextInput
              {...ids}
              value={textIn(input['label'])}
              placeholder={name}
              onChange={(label) => put({ label })}
            />
          )}
        </Field>
      </div>
      <TypeSettings type={type} input={input} put={put} />
      <Field label={text('forms.start.help')} hint={text('forms.start.helpHint')}>
        {(ids) => (
          <TextInput {...ids} value={textIn(input['hint'])} onChange={(hint) => put({ hint })} />
        )}
      </Field>
      <div className={styles['choices']}>
        <Checkbox
          label={text('forms.required')}
          checked={input['required'] === true}
          onChange={(required) => put({ required })}
        />
        <Checkbox
          label={text('forms.start.hidden')}
          checked={input['hide'] === true}
          onChange={(hide) => put({ hide })}
        />
      </div>
    </div>
  );
}

/** What an input of a type begins with. */
const startsWith: Readonly<Partial<Record<InputType, Config>>> = {
  'text-input': { max_length: 256 },
  paragraph: { max_length: null },
  select: { options: [''] },
  file: {
    allowed_file_types: ['document', 'image'],
    allowed_file_upload_methods: ['local_file', 'remote_url'],
    allowed_file_extensions: [],
  },
  'file-list': {
    max_length: 5,
    allowed_file_types: ['document', 'image'],
    allowed_file_upload_methods: ['local_file', 'remote_url'],
    allowed_file_extensions: [],
  },
};

function nameFault(name: string, taken: readonly string[]): 'badName' | 'taken' | null {
  if (!/^[A-Za-z_][A-Za-z0-9_]{0,29}$/.test(name)) return 'badName';
  return taken.includes(name) ? 'taken' : null;
}

interface TypeSettingsProps {
  readonly type: InputType;
  readonly input: Config;
  readonly put: (changes: Config) => void;
}

function TypeSettings({ type, input, put }: TypeSettingsProps) {
  const text = useText();
  switch (type) {
    case 'text-input':
    case 'paragraph':
      return (
        <div className={styles['pair']}>
          <MaxLength label={text('forms.start.lengthMax')} input={input} put={put} />
          <Default type="string" input={input} put={put} />
        </div>
      );
    case 'number':
      return <Default type="number" input={input} put={put} />;
    case 'checkbox':
      return <Default type="boolean" input={input} put={put} />;
    case 'select':
      return <Options input={input} put={put} />;
    case 'file':
      return <FileSettings type={type} input={input} put={put} />;
    case 'file-list':
      return (
        <>
          <MaxLength label={text('forms.start.filesMax')} input={input} put={put} />
          <FileSettings type={type} input={input} put={put} />
        </>
      );
    case 'json_object': {
      const given = input['json_schema'];
      const schema = isRecord(given) ? given : emptySchema;
      return (
        <Field label={text('forms.start.schema')} hint={text('forms.start.schemaHint')}>
          {() => (
            <SchemaEditor
              label={text('forms.start.schema')}
              schema={schema}
              onChange={(next) => put({ json_schema: next })}
            />
          )}
        </Field>
      );
    }
  }
}

type Part = Pick<TypeSettingsProps, 'input' | 'put'>;

function MaxLength({ label, input, put }: Part & { readonly label: string }) {
  const text = useText();
  return (
    <Field label={label}>
      {(ids) => (
        <NumberInput
          {...ids}
          min={1}
          placeholder={text('forms.noLimit')}
          value={numberIn(input['max_length'])}
          onChange={(value) => put({ max_length: value })}
        />
      )}
    </Field>
  );
}

function Default({ type, input, put }: Part & { readonly type: string }) {
  const text = useText();
  const label = text('forms.start.default');
  return (
    <Field label={label}>
      {(ids) => (
        <ValueEditor
          {...ids}
          type={type}
          label={label}
          value={input['default']}
          onChange={(value) => put({ default: value === '' ? undefined : value })}
        />
      )}
    </Field>
  );
}

function Options({ input, put }: Part) {
  const text = useText();
  const options = textsIn(input['options']);
  const chosen = textIn(input['default']);
  const usable = options.filter((option) => option !== '');
  return (
    <>
      <Field label={text('forms.start.options')} required>
        {() => (
          <Rows
            ordered
            rowsMin={1}
            items={options}
            onChange={(next) => put({ options: next })}
            create={() => ''}
            addLabel={text('forms.start.addOption')}
            nameOf={(option) => option}
            row={(option, index) => (
              <TextInput
                aria-label={text('forms.start.option')}
                value={option}
                onChange={(next) =>
                  put({ options: options.map((one, at) => (at === index ? next : one)) })
                }
              />
            )}
          />
        )}
      </Field>
      <Field label={text('forms.start.default')}>
        {({ id }) => (
          <Select
            id={id}
            value={usable.includes(chosen) ? chosen : ''}
            options={[
              { value: '', label: text('forms.none') },
              ...usable.map((option) => ({ value: option, label: option })),
            ]}
            onChange={(next) => put({ default: next === '' ? undefined : next })}
          />
        )}
      </Field>
    </>
  );
}

const fileTypes = ['document', 'image', 'audio', 'video', 'custom'] as const;
const uploadMethods = ['local_file', 'remote_url'] as const;

function FileSettings({ input, put }: TypeSettingsProps) {
  const text = useText();
  const types = textsIn(input['allowed_file_types']);
  const methods = textsIn(input['allowed_file_upload_methods']);
  const toggled = (list: readonly string[], value: string, on: boolean): readonly string[] =>
    on ? [...list, value] : list.filter((one) => one !== value);
  return (
    <>
      <Field label={text('forms.start.fileTypes')}>
        {() => (
          <div className={styles['choices']}>
            {fileTypes.map((type) => (
              <Checkbox
                key={type}
                label={text(`forms.fileType.${type}`)}
                checked={types.includes(type)}
                onChange={(on) => put({ allowed_file_types: toggled(types, type, on) })}
              />
            ))}
          </div>
        )}
      </Field>
      {types.includes('custom') && (
        <Field label={text('forms.start.extensions')} hint={text('forms.start.extensionsHint')}>
          {(ids) => (
            <TextInput
              {...ids}
              value={textsIn(input['allowed_file_extensions']).join(', ')}
              onChange={(value) =>
                put({ allowed_file_extensions: value === '' ? [] : value.split(/\s*[,，]\s*/) })
              }
            />
          )}
        </Field>
      )}
      <Field label={text('forms.start.uploadMethods')}>
        {() => (
          <div className={styles['choices']}>
            {uploadMethods.map((method) => (
              <Checkbox
                key={method}
                label={text(`forms.uploadMethod.${method}`)}
                checked={methods.includes(method)}
                onChange={(on) =>
                  put({ allowed_file_upload_methods: toggled(methods, method, on) })
                }
              />
            ))}
          </div>
        )}
      </Field>
    </>
  );
}
