/** The form of each node kind. Another kind is another file in `kinds/` and a line here. */
import type { ComponentType } from 'react';
import { AgentForm } from './kinds/agent-form.tsx';
import { AnswerForm } from './kinds/answer-form.tsx';
import { AssignerForm } from './kinds/assigner-form.tsx';
import { CodeForm } from './kinds/code-form.tsx';
import { DocumentExtractorForm } from './kinds/document-extractor-form.tsx';
import { EndForm } from './kinds/end-form.tsx';
import { HttpRequestForm } from './kinds/http-request-form.tsx';
import { HumanInputForm } from './kinds/human-input-form.tsx';
import { IfElseForm } from './kinds/if-else-form.tsx';
import { IterationForm } from './kinds/iteration-form.tsx';
import { KnowledgeIndexForm } from './kinds/knowledge-index-form.tsx';
import { KnowledgeRetrievalForm } from './kinds/knowledge-retrieval-form.tsx';
import { ListOperatorForm } from './kinds/list-operator-form.tsx';
import { LlmForm } from './kinds/llm-form.tsx';
import { LoopForm } from './kinds/loop-form.tsx';
import { MarkerForm } from './kinds/marker-form.tsx';
import { NoteForm } from './kinds/note-form.tsx';
import { ParameterExtractorForm } from './kinds/parameter-extractor-form.tsx';
import { DatasourceForm, TriggerPluginForm } from './kinds/plugin-source-form.tsx';
import { QuestionClassifierForm } from './kinds/question-classifier-form.tsx';
import { RawForm } from './kinds/raw-form.tsx';
import { StartForm } from './kinds/start-form.tsx';
import { TemplateTransformForm } from './kinds/template-transform-form.tsx';
import { ToolForm } from './kinds/tool-form.tsx';
import { TriggerScheduleForm } from './kinds/trigger-schedule-form.tsx';
import { TriggerWebhookForm } from './kinds/trigger-webhook-form.tsx';
import { VariableAggregatorForm } from './kinds/variable-aggregator-form.tsx';

export const nodeForms: Readonly<Record<string, ComponentType>> = {
  '': NoteForm,
  agent: AgentForm,
  answer: AnswerForm,
  assigner: AssignerForm,
  code: CodeForm,
  datasource: DatasourceForm,
  'document-extractor': DocumentExtractorForm,
  end: EndForm,
  'http-request': HttpRequestForm,
  'human-input': HumanInputForm,
  'if-else': IfElseForm,
  iteration: IterationForm,
  'iteration-start': MarkerForm,
  'knowledge-index': KnowledgeIndexForm,
  'knowledge-retrieval': KnowledgeRetrievalForm,
  'list-operator': ListOperatorForm,
  llm: LlmForm,
  loop: LoopForm,
  'loop-end': MarkerForm,
  'loop-start': MarkerForm,
  'parameter-extractor': ParameterExtractorForm,
  'question-classifier': QuestionClassifierForm,
  start: StartForm,
  'template-transform': TemplateTransformForm,
  tool: ToolForm,
  'trigger-plugin': TriggerPluginForm,
  'trigger-schedule': TriggerScheduleForm,
  'trigger-webhook': TriggerWebhookForm,
  'variable-aggregator': VariableAggregatorForm,
  'variable-assigner': VariableAggregatorForm,
};

/** The form of a kind; what nobody knows is edited as it stands in the file. */
export function nodeFormOf(kind: string): ComponentType {
  return nodeForms[kind] ?? RawForm;
}
