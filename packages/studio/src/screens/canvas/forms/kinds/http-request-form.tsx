import { useState } from 'react';
import { PromptText } from '../../../../editor/prompt-text.tsx';
import { useText } from '../../../../text/text-context.tsx';
import { Button } from '../../../../ui/button.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { Select } from '../../../../ui/select.tsx';
import { TextArea } from '../../../../ui/text-input.tsx';
import { FormSection } from '../fields/form-section.tsx';
import styles from '../fields/fields.module.css';
import { PairsSetting } from '../fields/pairs-setting.tsx';
import { NumberSetting, SwitchSetting } from '../fields/simple-settings.tsx';
import { Setting } from '../fields/setting.tsx';
import { textIn } from '../model/config-access.ts';
import { readCurl } from '../model/read-curl.ts';
import { useNodeForm } from '../node-form-context.tsx';
import { HttpAuthorization } from './http-authorization.tsx';
import { HttpBody } from './http-body.tsx';

const methods = ['get', 'post', 'put', 'patch', 'delete', 'head'] as const;

export function HttpRequestForm() {
  const text = useText();
  const { config, set, variables, isReadOnly } = useNodeForm();
  const [isImporting, setImporting] = useState(false);
  const method = textIn(config['method']).toLowerCase();
  return (
    <>
      <FormSection
        title={text('forms.http.request')}
        aside={
          <Button size="s" look="quiet" icon="download" onClick={() => setImporting(true)}>
            {text('forms.http.curl')}
          </Button>
        }
      >
        <Setting path={['url']} label={text('forms.http.address')} required>
          {(ids) => (
            <div className={styles['inline']}>
              <Select
                className={styles['narrow'] ?? ''}
                label={text('forms.http.method')}
                value={methods.find((known) => known === method) ?? 'get'}
                options={methods.map((value) => ({ value, label: value.toUpperCase() }))}
                onChange={(next) => set(text('forms.http.method'), ['method'], next)}
              />
              <div className={styles['grow']}>
                <PromptText
                  {...ids}
                  oneLine
                  opensOnSlash={false}
                  readOnly={isReadOnly}
                  label={text('forms.http.address')}
                  placeholder="https://"
                  variables={variables}
                  value={textIn(config['url'])}
                  onChange={(url) => set(text('forms.http.address'), ['url'], url)}
                />
              </div>
            </div>
          )}
        </Setting>
        <PairsSetting path={['params']} label={text('forms.http.params')} />
        <PairsSetting path={['headers']} label={text('forms.http.headers')} />
      </FormSection>
      <FormSection title={text('forms.http.authorization')}>
        <HttpAuthorization />
      </FormSection>
      <FormSection title={text('forms.http.body')}>
        <HttpBody />
      </FormSection>
      <FormSection title={text('forms.advanced')} startsOpen={false}>
        <div className={styles['thirds']}>
          <NumberSetting
            path={['timeout', 'connect']}
            label={text('forms.http.timeoutConnect')}
            placeholder="10"
            unit="s"
            min={0}
          />
          <NumberSetting
            path={['timeout', 'read']}
            label={text('forms.http.timeoutRead')}
            placeholder="600"
            unit="s"
            min={0}
          />
          <NumberSetting
            path={['timeout', 'write']}
            label={text('forms.http.timeoutWrite')}
            placeholder="600"
            unit="s"
            min={0}
          />
        </div>
        <SwitchSetting
          path={['ssl_verify']}
          label={text('forms.http.verify')}
          hint={text('forms.http.verifyHint')}
          fallback
        />
      </FormSection>
      <CurlDialog open={isImporting} onClose={() => setImporting(false)} />
    </>
  );
}

function CurlDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const text = useText();
  const { change } = useNodeForm();
  const [command, setCommand] = useState('');
  const request = readCurl(command);
  const take = (): void => {
    if (!request) return;
    change(text('forms.http.curl'), (before) => ({ ...before, ...request }));
    setCommand('');
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={text('forms.http.curl')}
      description={text('forms.http.curlHint')}
      actions={
        <>
          <Button onClick={onClose}>{text('common.cancel')}</Button>
          <Button look="primary" disabled={!request} onClick={take}>
            {text('forms.http.curlTake')}
          </Button>
        </>
      }
    >
      <div className={styles['stack']}>
        <TextArea
          autoFocus
          rows={8}
          className={styles['mono']}
          aria-label={text('forms.http.curl')}
          placeholder="curl https://…"
          value={command}
          onChange={setCommand}
        />
        {command.trim() !== '' && !request && (
          <Notice tone="warn">{text('forms.http.curlBad')}</Notice>
        )}
      </div>
    </Dialog>
  );
}
