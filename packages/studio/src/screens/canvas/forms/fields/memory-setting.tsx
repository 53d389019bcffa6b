import { PromptEditor } from '../../../../editor/prompt-editor.tsx';
import { useText } from '../../../../text/text-context.tsx';
import { Switch } from '../../../../ui/switch.tsx';
import { TextInput } from '../../../../ui/text-input.tsx';
import { numberIn, recordIn, textIn } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';
import styles from './fields.module.css';
import { FormSection } from './form-section.tsx';
import { NumberInput } from './number-input.tsx';
import { Setting } from './setting.tsx';
import { SwitchLine } from './simple-settings.tsx';

/** What of the conversation a model is told; chatflows only. */
export function MemorySetting({ asksQuestion = false }: { readonly asksQuestion?: boolean }) {
  const text = useText();
  const { config, set, mode, variables } = useNodeForm();
  const label = text('forms.memory');
  const isOn = config['memory'] !== null && typeof config['memory'] === 'object';
  if (mode === 'workflow' && !isOn) return null;
  const memory = recordIn(config['memory']);
  const window = recordIn(memory['window']);
  const roles = recordIn(memory['role_prefix']);
  const isCompletion = recordIn(config['model'])['mode'] === 'completion';
  const limited = window['enabled'] === true;
  return (
    <FormSection
      title={label}
      hint={text(mode === 'workflow' ? 'forms.memoryNoChat' : 'forms.memoryHint')}
      aside={
        <Switch
          label={label}
          checked={isOn}
          onChange={(on) => set(label, ['memory'], on ? newMemory : undefined)}
        />
      }
    >
      {isOn && (
        <>
          <SwitchLine
            path={['memory', 'window', 'enabled']}
            label={text('forms.memoryWindow')}
            checked={limited}
            onChange={(enabled) =>
              set(label, ['memory', 'window'], { size: 50, ...window, enabled })
            }
          />
          {limited && (
            <Setting path={['memory', 'window', 'size']} label={text('forms.memoryTurns')}>
              {(ids) => (
                <NumberInput
                  {...ids}
                  min={1}
                  max={500}
                  value={numberIn(window['size'])}
                  onChange={(size) => set(label, ['memory', 'window', 'size'], size)}
                />
              )}
            </Setting>
          )}
          {asksQuestion && (
            <PromptEditor
              size="s"
              label={text('forms.memoryQuestion')}
              placeholder="{{#sys.query#}}"
              variables={variables}
              value={textIn(memory['query_prompt_template'])}
              onChange={(value) => set(label, ['memory', 'query_prompt_template'], value)}
            />
          )}
          {isCompletion && (
            <div className={styles['pair']}>
              {(['user', 'assistant'] as const).map((role) => (
                <Setting
                  key={role}
                  path={['memory', 'role_prefix', role]}
                  label={text(`forms.memoryPrefix.${role}`)}
                >
                  {(ids) => (
                    <TextInput
                      {...ids}
                      value={textIn(roles[role])}
                      onChange={(value) => set(label, ['memory', 'role_prefix', role], value)}
                    />
                  )}
                </Setting>
              ))}
            </div>
          )}
        </>
      )}
    </FormSection>
  );
}

const newMemory = {
  window: { enabled: false, size: 50 },
  query_prompt_template: '{{#sys.query#}}',
  role_prefix: { user: '', assistant: '' },
};
