import { PromptEditor } from '../../../../editor/prompt-editor.tsx';
import { PromptText } from '../../../../editor/prompt-text.tsx';
import { VariablePicker } from '../../../../editor/variable-picker.tsx';
import { useText } from '../../../../text/text-context.tsx';
import { Select } from '../../../../ui/select.tsx';
import styles from '../fields/fields.module.css';
import { Rows } from '../fields/rows.tsx';
import { recordIn, recordsIn, selectorIn, textIn, type Config } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

const bodyTypes = [
  'none',
  'json',
  'form-data',
  'x-www-form-urlencoded',
  'raw-text',
  'binary',
] as const;
type BodyType = (typeof bodyTypes)[number];

/** What a request carries. Old files have one text where newer ones have a list of items. */
export function HttpBody() {
  const text = useText();
  const { config, set } = useNodeForm();
  const label = text('forms.http.body');
  const body = recordIn(config['body']);
  const type = bodyTypes.find((known) => known === body['type']) ?? 'none';
  const { data } = body;
  const items = typeof data === 'string' ? [itemOf({ value: data })] : recordsIn(data);
  const give = (next: readonly Config[]): void =>
    set(label, ['body'], { ...body, type, data: next });
  return (
    <div className={styles['stack']} data-path="body">
      <Select
        label={text('forms.http.bodyType')}
        value={type}
        options={bodyTypes.map((value) => ({
          value,
          label: value === 'none' ? text('forms.none') : bodyNames[value],
        }))}
        onChange={(next) =>
          set(label, ['body'], { ...body, type: next, data: dataFor(next, items) })
        }
      />
      {(type === 'json' || type === 'raw-text') && (
        <BodyText items={items} type={type} give={give} />
      )}
      {type === 'binary' && <BodyFile items={items} give={give} />}
      {(type === 'form-data' || type === 'x-www-form-urlencoded') && (
        <BodyItems items={items} withFiles={type === 'form-data'} give={give} />
      )}
    </div>
  );
}

const bodyNames: Readonly<Record<Exclude<BodyType, 'none'>, string>> = {
  json: 'JSON',
  'form-data': 'form-data',
  'x-www-form-urlencoded': 'x-www-form-urlencoded',
  'raw-text': 'raw',
  binary: 'binary',
};

function itemOf(changes: Config): Config {
  return { id: crypto.randomUUID(), key: '', type: 'text', value: '', ...changes };
}

/** What stays of the items under another type: kinds with one item keep the first. */
function dataFor(type: BodyType, items: readonly Config[]): readonly Config[] {
  if (type === 'none') return [];
  if (type === 'form-data' || type === 'x-www-form-urlencoded') return items;
  return [itemOf({ ...items[0], key: '', type: type === 'binary' ? 'file' : 'text' })];
}

interface BodyProps {
  readonly items: readonly Config[];
  readonly give: (items: readonly Config[]) => void;
}

function BodyText({ items, type, give }: BodyProps & { readonly type: BodyType }) {
  const text = useText();
  const { variables, isReadOnly } = useNodeForm();
  const item = items[0] ?? itemOf({});
  return (
    <PromptEditor
      label={text('forms.http.body')}
      placeholder={type === 'json' ? '{ "key": "{{#node.name#}}" }' : ''}
      readOnly={isReadOnly}
      variables={variables}
      value={textIn(item['value'])}
      onChange={(value) => give([{ ...item, value }])}
    />
  );
}

function BodyFile({ items, give }: BodyProps) {
  const text = useText();
  const { variables } = useNodeForm();
  const item = items[0] ?? itemOf({ type: 'file' });
  return (
    <VariablePicker
      label={text('forms.http.bodyFile')}
      placeholder={text('forms.http.bodyFile')}
      accepts={fileTypes}
      variables={variables}
      value={selectorIn(item['file'])}
      onChange={(selector) => give([{ ...item, type: 'file', file: [...selector] }])}
    />
  );
}

const fileTypes = ['file', 'array[file]'];

function BodyItems({ items, withFiles, give }: BodyProps & { readonly withFiles: boolean }) {
  const text = useText();
  const { variables } = useNodeForm();
  return (
    <Rows
      items={items}
      onChange={give}
      create={() => itemOf({})}
      addLabel={text('forms.addField')}
      nameOf={(item) => textIn(item['key'])}
      row={(item, index) => {
        const put = (changes: Config): void =>
          give(items.map((one, at) => (at === index ? { ...one, ...changes } : one)));
        const name = textIn(item['key']);
        const isFile = item['type'] === 'file';
        return (
          <div className={styles['inline']}>
            <div className={styles['fixed']}>
              <PromptText
                oneLine
                label={text('forms.name')}
                placeholder={text('forms.name')}
                opensOnSlash={false}
                variables={variables}
                value={name}
                onChange={(key) => put({ key })}
              />
            </div>
            {withFiles && (
              <Select
                className={styles['narrow'] ?? ''}
                label={text('forms.typeOf', { name })}
                value={isFile ? 'file' : 'text'}
                options={[
                  { value: 'text', label: text('forms.http.text') },
                  { value: 'file', label: text('forms.http.file') },
                ]}
                onChange={(type) => put({ type })}
              />
            )}
            <div className={styles['grow']}>
              {isFile && withFiles ? (
                <VariablePicker
                  label={text('forms.valueOf', { name })}
                  accepts={fileTypes}
                  variables={variables}
                  value={selectorIn(item['file'])}
                  onChange={(selector) => put({ file: [...selector] })}
                />
              ) : (
                <PromptText
                  oneLine
                  label={text('forms.valueOf', { name })}
                  placeholder={text('forms.value')}
                  variables={variables}
                  value={textIn(item['value'])}
                  onChange={(value) => put({ value })}
                />
              )}
            </div>
          </div>
        );
      }}
    />
  );
}
