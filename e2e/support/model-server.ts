export { startModelServer } from '../../packages/server/test/support/model-server.ts';
export type { ModelServer } from '../../packages/server/test/support/model-server.ts';
