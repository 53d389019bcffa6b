import { PromptEditor } from '../../../../editor/prompt-editor.tsx';
import { useText } from '../../../../text/text-context.tsx';
import { FormSection } from '../fields/form-section.tsx';
import { MemorySetting } from '../fields/memory-setting.tsx';
import { ModelSetting } from '../fields/model-setting.tsx';
import { Rows } from '../fields/rows.tsx';
import { TemplateSetting } from '../fields/template-setting.tsx';
import { VariableSetting } from '../fields/variable-setting.tsx';
import { VisionSetting } from '../fields/vision-setting.tsx';
import { recordsIn, textIn } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

const textTypes = ['string'];

export function QuestionClassifierForm() {
  const text = useText();
  const { config, set, variables, changeWays } = useNodeForm();
  const label = text('forms.classifier.classes');
  const classes = recordsIn(config['classes']);
  const idOf = (index: number): string => textIn(classes[index]?.['id']);
  return (
    <>
      <FormSection>
        <ModelSetting />
        <VariableSetting
          path={['query_variable_selector']}
          label={text('forms.classifier.query')}
          accepts={textTypes}
          required
        />
      </FormSection>
      <FormSection title={label} hint={text('forms.classifier.hint')}>
        <div data-path="classes">
          <Rows
            ordered
            rowsMin={1}
            items={classes}
            onChange={(items) => {
              const kept = items.map((item) => textIn(item['id']));
              const gone = classes
                .map((_, index) => idOf(index))
                .filter((id) => !kept.includes(id));
              changeWays(label, (before) => ({ ...before, classes: items }), gone);
            }}
            create={() => ({ id: freshId(classes.map((_, index) => idOf(index))), name: '' })}
            addLabel={text('forms.classifier.add')}
            nameOf={(item, index) => textIn(item['label']) || String(index + 1)}
            row={(item, index) => (
              <PromptEditor
                size="s"
                label={text('forms.classifier.class', { count: index + 1 })}
                placeholder={text('forms.classifier.placeholder')}
                variables={variables}
                value={textIn(item['name'])}
                onChange={(name) => set(label, ['classes', index, 'name'], name)}
              />
            )}
          />
        </div>
      </FormSection>
      <FormSection title={text('forms.instruction')}>
        <TemplateSetting
          path={['instruction']}
          label={text('forms.instruction')}
          placeholder={text('forms.classifier.instructionPlaceholder')}
          size="s"
        />
      </FormSection>
      <MemorySetting />
      <VisionSetting />
    </>
  );
}

/** The next number that no class has. */
function freshId(taken: readonly string[]): string {
  let number = taken.length + 1;
  while (taken.includes(String(number))) number += 1;
  return String(number);
}
