import { isSameModel, ModelPicker, useModels } from '../../../../editor/model-picker.tsx';
import { useText } from '../../../../text/text-context.tsx';
import { IconButton } from '../../../../ui/icon-button.tsx';
import { Popover } from '../../../../ui/popover.tsx';
import { recordIn, textIn, valueAt, type Path } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';
import styles from './fields.module.css';
import { ModelParameters } from './model-parameters.tsx';
import { Setting } from './setting.tsx';

/** The model of a node, and its parameters behind a button. */
export function ModelSetting({ path = ['model'] }: { readonly path?: Path }) {
  const text = useText();
  const { config, set, change } = useNodeForm();
  const label = text('forms.model');
  const model = recordIn(valueAt(config, path));
  const parameters = recordIn(model['completion_params']);
  const count = Object.keys(parameters).length;
  return (
    <Setting path={path} label={label} deep required>
      {(ids) => (
        <div className={styles['inline']}>
          <ModelPicker
            {...ids}
            label={label}
            value={{ provider: textIn(model['provider']), name: textIn(model['name']) }}
            onChange={({ provider, name }) =>
              set(label, path, { mode: 'chat', completion_params: {}, ...model, provider, name })
            }
          />
          <Popover
            label={text('forms.parameters')}
            align="end"
            trigger={
              <IconButton
                icon="settings"
                look="normal"
                label={text('forms.parametersOf', { count })}
              />
            }
          >
            <ModelParameters
              parameters={parameters}
              onChange={(next) =>
                change(text('forms.parameters'), (before) => {
                  const current = recordIn(valueAt(before, path));
                  return {
                    ...before,
                    [path[0] ?? 'model']: { ...current, completion_params: next },
                  };
                })
              }
            />
          </Popover>
        </div>
      )}
    </Setting>
  );
}

/** Whether the chosen model can look at pictures; null while that is not known. */
export function useModelHas(feature: string): boolean | null {
  const { config } = useNodeForm();
  const model = recordIn(config['model']);
  const chosen = { provider: textIn(model['provider']), name: textIn(model['name']) };
  const { data } = useModels();
  const found = data?.data.find((listed) => isSameModel(listed, chosen));
  return found ? found.features.includes(feature) : null;
}
