export { createTestClock } from './test-clock.ts';
export { createFakeChatModel, createFakeModels } from './fake-models.ts';
