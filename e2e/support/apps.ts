export {
  chatflow,
  classicApp,
  echoWorkflow,
  modelWorkflow,
} from '../../packages/server/test/support/service-apps.ts';
