import { useText } from '../../../../text/text-context.tsx';
import { Select } from '../../../../ui/select.tsx';
import { Checkbox } from '../../../../ui/switch.tsx';
import { TextInput } from '../../../../ui/text-input.tsx';
import { FormSection } from '../fields/form-section.tsx';
import styles from '../fields/fields.module.css';
import { Rows } from '../fields/rows.tsx';
import { NumberSetting, SelectSetting, TextSetting } from '../fields/simple-settings.tsx';
import { freshName, recordsIn, textIn } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head'] as const;
const contentTypes = [
  'application/json',
  'multipart/form-data',
  'application/x-www-form-urlencoded',
  'text/plain',
  'application/octet-stream',
] as const;
const fieldTypes = [
  'string',
  'number',
  'boolean',
  'object',
  'array[string]',
  'array[number]',
  'array[boolean]',
  'array[object]',
  'file',
];

export function TriggerWebhookForm() {
  const text = useText();
  return (
    <>
      <FormSection title={text('forms.webhook.request')}>
        <div className={styles['pair']}>
          <SelectSetting
            path={['method']}
            label={text('forms.http.method')}
            fallback="post"
            options={methods.map((value) => ({ value, label: value.toUpperCase() }))}
          />
          <SelectSetting
            path={['content_type']}
            label={text('forms.webhook.contentType')}
            fallback="application/json"
            options={contentTypes.map((value) => ({ value, label: value }))}
          />
        </div>
      </FormSection>
      <WebhookFields name="params" label={text('forms.http.params')} />
      <WebhookFields name="headers" label={text('forms.http.headers')} />
      <WebhookFields name="body" label={text('forms.http.body')} />
      <FormSection title={text('forms.webhook.answer')}>
        <div className={styles['pair']}>
          <NumberSetting
            path={['status_code']}
            label={text('forms.webhook.status')}
            min={200}
            max={399}
          />
          <NumberSetting
            path={['timeout']}
            label={text('forms.webhook.timeout')}
            unit="s"
            min={1}
          />
        </div>
        <TextSetting
          path={['response_body']}
          label={text('forms.webhook.responseBody')}
          multiline
        />
      </FormSection>
    </>
  );
}

function WebhookFields({ name, label }: { readonly name: string; readonly label: string }) {
  const text = useText();
  const { config, set } = useNodeForm();
  const fields = recordsIn(config[name]);
  const names = fields.map((field) => textIn(field['name']));
  return (
    <FormSection title={label}>
      <div data-path={name}>
        <Rows
          items={fields}
          onChange={(items) => set(label, [name], items)}
          create={() => ({ name: freshName('field', names), type: 'string', required: false })}
          addLabel={text('forms.addField')}
          nameOf={(_, index) => names[index] ?? ''}
          row={(field, index) => (
            <div className={styles['inline']}>
              <TextInput
                className={styles['grow']}
                aria-label={text('forms.name')}
                value={names[index] ?? ''}
                onChange={(value) => set(label, [name, index, 'name'], value)}
              />
              {name === 'body' && (
                <Select
                  className={styles['fixed'] ?? ''}
                  label={text('forms.typeOf', { name: names[index] ?? '' })}
                  value={textIn(field['type']) || 'string'}
                  options={fieldTypes.map((value) => ({ value, label: value }))}
                  onChange={(type) => set(label, [name, index, 'type'], type)}
                />
              )}
              <Checkbox
                label={text('forms.required')}
                checked={field['required'] === true}
                onChange={(required) => set(label, [name, index, 'required'], required)}
              />
            </div>
          )}
        />
      </div>
    </FormSection>
  );
}
