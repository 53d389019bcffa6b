export { ConfigError, describeConfig, loadConfig } from './config.ts';
export type { Config, ConfigLayer } from './config.ts';
export { openPlatform } from './platform.ts';
export type { Platform } from './platform.ts';
export { findRunningServer, startServer } from './start-server.ts';
export type { RunningServer } from './start-server.ts';
