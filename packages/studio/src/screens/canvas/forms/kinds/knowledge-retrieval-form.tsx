import { useText } from '../../../../text/text-context.tsx';
import { Facts } from '../fields/facts.tsx';
import { FormSection } from '../fields/form-section.tsx';
import { ChoiceSetting, NumberSetting, SwitchSetting } from '../fields/simple-settings.tsx';
import { VariableSetting } from '../fields/variable-setting.tsx';
import { recordIn, textIn, textsIn } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

const textTypes = ['string'];
const several = 'multiple_retrieval_config';

export function KnowledgeRetrievalForm() {
  const text = useText();
  const { config } = useNodeForm();
  const isSingle = config['retrieval_mode'] === 'single';
  const retrieval = recordIn(config[several]);
  const rerank = recordIn(retrieval['reranking_model']);
  return (
    <>
      <FormSection>
        <VariableSetting
          path={['query_variable_selector']}
          label={text('forms.knowledge.query')}
          accepts={textTypes}
          required
        />
      </FormSection>
      <FormSection title={text('forms.knowledge.bases')} hint={text('forms.knowledge.basesHint')}>
        <Facts
          facts={textsIn(config['dataset_ids']).map((id, index) => [
            text('forms.knowledge.base', { count: index + 1 }),
            id,
          ])}
        />
      </FormSection>
      <FormSection title={text('forms.knowledge.retrieval')}>
        <ChoiceSetting
          path={['retrieval_mode']}
          label={text('forms.knowledge.mode')}
          fallback="multiple"
          options={[
            { value: 'multiple', label: text('forms.knowledge.modeAll') },
            { value: 'single', label: text('forms.knowledge.modeOne') },
          ]}
        />
        {!isSingle && (
          <>
            <NumberSetting
              path={[several, 'top_k']}
              label={text('forms.knowledge.topK')}
              min={1}
              max={100}
            />
            <NumberSetting
              path={[several, 'score_threshold']}
              label={text('forms.knowledge.threshold')}
              placeholder={text('forms.none')}
              min={0}
              max={1}
            />
            <SwitchSetting
              path={[several, 'reranking_enable']}
              label={text('forms.knowledge.rerank')}
            />
            <Facts
              facts={[
                [
                  text('forms.knowledge.rerankModel'),
                  textIn(rerank['model']) || textIn(rerank['reranking_model_name']),
                ],
              ]}
            />
          </>
        )}
      </FormSection>
    </>
  );
}
