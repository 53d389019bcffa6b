import type { TemplateNode } from './app-file.ts';
import type { TemplateSetting } from './template.ts';

interface ModelStep {
  readonly id: string;
  readonly title: string;
  readonly system: string;
  readonly user?: string;
  /** Earlier turns of the conversation that the model sees; chatflows only. */
  readonly memoryTurns?: number;
  readonly maxTokens?: number;
  readonly parentId?: string;
  readonly position?: { readonly x: number; readonly y: number };
}

/** A model step as templates need it. */
export function modelStep(
  { model }: Pick<TemplateSetting, 'model'>,
  { id, title, system, user, memoryTurns, maxTokens = 800, ...place }: ModelStep,
): TemplateNode {
  return {
    id,
    type: 'llm',
    title,
    ...place,
    data: {
      model: chatModel(model, maxTokens),
      prompt_template: [
        { role: 'system', text: system },
        ...(user === undefined ? [] : [{ role: 'user', text: user }]),
      ],
      context: { enabled: false, variable_selector: [] },
      vision: { enabled: false },
      ...(memoryTurns === undefined
        ? {}
        : {
            memory: {
              query_prompt_template: '{{#sys.query#}}',
              role_prefix: { assistant: '', user: '' },
              window: { enabled: true, size: memoryTurns },
            },
          }),
    },
  };
}

/** How a node names its model. */
export function chatModel(
  model: TemplateSetting['model'],
  maxTokens: number,
): Readonly<Record<string, unknown>> {
  return {
    provider: model.provider,
    name: model.name,
    mode: 'chat',
    completion_params: { temperature: 0.3, max_tokens: maxTokens },
  };
}
