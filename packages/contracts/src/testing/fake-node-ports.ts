import type { NodePorts } from '../ports/node-ports.ts';
import { createFakeCodeRunner, createFakeTemplateRenderer } from './fake-code.ts';
import { createFakeEgress } from './fake-egress.ts';
import { createFakeHistory } from './fake-history.ts';
import { createFakeIds } from './fake-ids.ts';
import { createFakeChatModel, createFakeModels } from './fake-models.ts';
import { createFakeRunFiles } from './fake-run-files.ts';
import { createFakeTools } from './fake-tools.ts';
import { createFakeTokens } from './fake-tokens.ts';
import { createTestClock } from './test-clock.ts';

/** Every port as a fake, except the ones given. */
export function createFakeNodePorts(given: Partial<NodePorts> = {}): NodePorts {
  return {
    models: createFakeModels(createFakeChatModel({ answer: [] })),
    tools: createFakeTools(),
    code: createFakeCodeRunner(),
    templates: createFakeTemplateRenderer(),
    egress: createFakeEgress(),
    files: createFakeRunFiles(),
    history: createFakeHistory(),
    tokens: createFakeTokens(),
    clock: createTestClock(),
    ids: createFakeIds(),
    ...given,
  };
}
