export { createPluginHost } from './plugin-host.ts';
export type {
  InstalledPlugin,
  PluginHandle,
  PluginHost,
  PluginHostOptions,
} from './plugin-host.ts';
export { readDeclaration } from './declaration/read-declaration.ts';
export type {
  AppsForPlugins,
  Asker,
  BackwardsServices,
  NodesForPlugins,
  PluginStorage,
  UploadsForPlugins,
} from './backwards/backwards-services.ts';
export type { CallContext, PluginCredentials } from './calls/call-context.ts';
export type { RawAnswer, RawRequest } from './shapes/http-messages.ts';
export type { PluginLogLine } from './runtime/plugin-log.ts';
export type { RunnerStatus } from './runtime/plugin-runner.ts';
