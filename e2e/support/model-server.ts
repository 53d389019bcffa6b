export { startModelServer } from '../../packages/server/test/support/model-server.ts';
