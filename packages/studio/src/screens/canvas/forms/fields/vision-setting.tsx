import { useText } from '../../../../text/text-context.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { Switch } from '../../../../ui/switch.tsx';
import { recordIn, selectorIn } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';
import { FormSection } from './form-section.tsx';
import { useModelHas } from './model-setting.tsx';
import { ChoiceSetting } from './simple-settings.tsx';
import { VariableSetting } from './variable-setting.tsx';

/** Which files a model is to see. */
export function VisionSetting() {
  const text = useText();
  const { config, set, mode } = useNodeForm();
  const canSee = useModelHas('vision');
  const label = text('forms.vision');
  const vision = recordIn(config['vision']);
  const configs = recordIn(vision['configs']);
  const isOn = vision['enabled'] === true;
  const turn = (enabled: boolean): void => {
    const chosen = selectorIn(configs['variable_selector']);
    const files = mode === 'workflow' ? [] : ['sys', 'files'];
    set(label, ['vision'], {
      ...vision,
      enabled,
      ...(enabled
        ? {
            configs: {
              detail: 'high',
              ...configs,
              variable_selector: chosen.length > 0 ? chosen : files,
            },
          }
        : {}),
    });
  };
  return (
    <FormSection
      title={label}
      hint={text('forms.visionHint')}
      aside={<Switch label={label} checked={isOn} onChange={turn} />}
    >
      {isOn && (
        <>
          {canSee === false && <Notice tone="warn">{text('forms.visionUnable')}</Notice>}
          <VariableSetting
            path={['vision', 'configs', 'variable_selector']}
            label={text('forms.visionFiles')}
            accepts={files}
          />
          <ChoiceSetting
            path={['vision', 'configs', 'detail']}
            label={text('forms.visionDetail')}
            fallback="high"
            options={[
              { value: 'low', label: text('forms.low') },
              { value: 'high', label: text('forms.high') },
            ]}
          />
        </>
      )}
    </FormSection>
  );
}

const files = ['file', 'array[file]'];
