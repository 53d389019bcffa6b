import { useText } from '../../../../text/text-context.tsx';
import { Button } from '../../../../ui/button.tsx';
import { IconButton } from '../../../../ui/icon-button.tsx';
import { ConditionsSetting } from '../fields/conditions-setting.tsx';
import { FormSection } from '../fields/form-section.tsx';
import styles from '../fields/fields.module.css';
import { listIn, moved, recordsIn, textIn, type Config } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

/** Cases in the order in which they are asked. The oldest files have one, at the top of the settings. */
export function IfElseForm() {
  const text = useText();
  const { config, change, changeWays, variables } = useNodeForm();
  const cases = recordsIn(config['cases']);
  const isOldest = cases.length === 0 && listIn(config['conditions']).length > 0;
  const label = text('forms.ifElse.cases');
  const give = (next: readonly Config[]): void =>
    change(label, (before) => ({ ...before, cases: next }));
  const add = (): void => {
    const { conditions, logical_operator: operator } = config;
    const first = { case_id: 'true', logical_operator: operator ?? 'and', conditions };
    const taken = cases.map((one) => idOf(one));
    const id = cases.length === 0 && !isOldest ? 'true' : crypto.randomUUID();
    give([
      ...(isOldest ? [first] : cases),
      {
        case_id: taken.includes(id) ? crypto.randomUUID() : id,
        logical_operator: 'and',
        conditions: [],
      },
    ]);
  };
  const remove = (index: number): void => {
    const gone = cases[index];
    if (gone)
      changeWays(label, (before) => ({ ...before, cases: cases.filter((_, at) => at !== index) }), [
        idOf(gone),
      ]);
  };
  return (
    <>
      {isOldest && (
        <FormSection title={text('forms.ifElse.if')}>
          <ConditionsSetting
            base={[]}
            list="conditions"
            label={text('forms.ifElse.if')}
            scope={variables}
            empty={text('forms.ifElse.empty')}
          />
        </FormSection>
      )}
      {cases.map((one, index) => {
        const name = index === 0 ? text('forms.ifElse.if') : text('forms.ifElse.elseIf');
        return (
          <FormSection
            key={idOf(one) || String(index)}
            title={cases.length > 1 ? `${name} ${index + 1}` : name}
            aside={
              cases.length > 1 && (
                <span className={styles['inline']}>
                  <IconButton
                    size="s"
                    icon="arrowUp"
                    label={text('forms.moveUp')}
                    disabled={index === 0}
                    onClick={() => give(moved(cases, index, -1))}
                  />
                  <IconButton
                    size="s"
                    icon="trash"
                    label={text('forms.removeNamed', { name: `${name} ${index + 1}` })}
                    onClick={() => remove(index)}
                  />
                </span>
              )
            }
          >
            <ConditionsSetting
              base={['cases', index]}
              list="conditions"
              label={name}
              scope={variables}
              empty={text('forms.ifElse.empty')}
            />
          </FormSection>
        );
      })}
      <FormSection title={text('forms.ifElse.else')} hint={text('forms.ifElse.elseHint')}>
        <Button size="s" icon="add" className={styles['add']} onClick={add}>
          {text('forms.ifElse.add')}
        </Button>
      </FormSection>
    </>
  );
}

function idOf(one: Config): string {
  return textIn(one['case_id']) || textIn(one['id']);
}
