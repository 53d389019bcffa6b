export { createTestClock } from './test-clock.ts';
export { createFakeChatModel, createFakeModels } from './fake-models.ts';
export { createFakeCodeRunner, createFakeTemplateRenderer } from './fake-code.ts';
export { createFakeEgress } from './fake-egress.ts';
export { createFakeHistory } from './fake-history.ts';
export { createFakeIds } from './fake-ids.ts';
export { createFakeNodePorts } from './fake-node-ports.ts';
export { createFakeRunFiles } from './fake-run-files.ts';
export { createFakeTokens } from './fake-tokens.ts';
