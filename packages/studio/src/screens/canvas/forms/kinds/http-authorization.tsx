import { useText } from '../../../../text/text-context.tsx';
import { Segmented } from '../../../../ui/tabs.tsx';
import styles from '../fields/fields.module.css';
import { TemplateLineSetting } from '../fields/template-setting.tsx';
import { TextSetting } from '../fields/simple-settings.tsx';
import { recordIn, textIn } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

const path = ['authorization'];

/** How a request says who asks. */
export function HttpAuthorization() {
  const text = useText();
  const { config, set } = useNodeForm();
  const label = text('forms.http.authorization');
  const authorization = recordIn(config['authorization']);
  const details = recordIn(authorization['config']);
  const kind = authorization['type'] === 'api-key' ? textIn(details['type']) || 'bearer' : 'none';
  const choose = (next: string): void =>
    set(
      label,
      path,
      next === 'none'
        ? { ...authorization, type: 'no-auth' }
        : {
            type: 'api-key',
            config: { api_key: '', header: '', ...details, type: next },
          },
    );
  return (
    <div className={styles['stack']} data-path="authorization">
      <Segmented
        label={label}
        value={kind}
        options={[
          { value: 'none', label: text('forms.none') },
          { value: 'bearer', label: 'Bearer' },
          { value: 'basic', label: 'Basic' },
          { value: 'custom', label: text('forms.http.authCustom') },
        ]}
        onChange={choose}
      />
      {kind !== 'none' && (
        <>
          {kind === 'custom' && (
            <TextSetting
              path={[...path, 'config', 'header']}
              label={text('forms.http.authHeader')}
              placeholder="Authorization"
            />
          )}
          <TemplateLineSetting
            path={[...path, 'config', 'api_key']}
            label={text(kind === 'basic' ? 'forms.http.authUser' : 'forms.http.authKey')}
            hint={text('forms.http.authHint')}
            required
          />
        </>
      )}
    </div>
  );
}
