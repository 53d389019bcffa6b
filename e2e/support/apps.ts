export {
  chatflow,
  classicApp,
  modelWorkflow,
} from '../../packages/server/test/support/service-apps.ts';
