export { AppError, messageOf } from './errors/app-error.ts';
export type {
  AppErrorOptions,
  ErrorCategory,
  ErrorCodeRow,
  ErrorDetails,
  Language,
} from './errors/app-error.ts';
export { errorTypeOf, stepErrorFrom } from './errors/step-error.ts';
export { errorCodes } from './errors/codes.ts';
export type { ErrorCode } from './errors/codes.ts';
export { appModes, isChatMode, isGraphMode } from './app.ts';
export type { AppDocument, AppMode, AppProfile, StoredVariable } from './app.ts';
export { diffDocuments } from './document/diff-documents.ts';
export type { Changed, DocumentDiff, FieldChange } from './document/diff-documents.ts';
export { mergeDocuments } from './document/merge-documents.ts';
export type { DocumentConflict, MergedDocument } from './document/merge-documents.ts';
export { isSameValue } from './document/same-value.ts';
export { isDisabledNode, noFailurePolicy } from './graph.ts';
export type { FailurePolicy, Graph, GraphEdge, GraphNode } from './graph.ts';
export type { CheckGraph, GraphProblem } from './graph-check.ts';
export { NodeFailure, NodePause } from './node-kind.ts';
export type {
  ContainerBehaviour,
  ContainerContext,
  ContainerDecision,
  ContainerEnd,
  JsonSchema,
  NodeContext,
  NodeKind,
  NodeLogEntry,
  NodeManifest,
  NodeResult,
  NodeSource,
  NodeTraits,
  RoundOutcome,
  RunFacts,
  Variables,
} from './node-kind.ts';
export { pluginCategory, pluginManifestSchema } from './plugins/plugin-manifest.ts';
export type { PluginCategory, PluginManifest } from './plugins/plugin-manifest.ts';
export { givenPlace } from './run-events.ts';
export { pluginDeclaration } from './plugins/declaration.ts';
export type {
  DatasourceProviderDeclaration,
  EndpointGroupDeclaration,
  LocalText,
  ModelDeclaration,
  ModelProviderDeclaration,
  ModelRuleDeclaration,
  OauthDeclaration,
  ParameterDeclaration,
  PluginDeclaration,
  PluginPermissions,
  SettingField,
  SettingOption,
  StrategyDeclaration,
  StrategyProviderDeclaration,
  ToolDeclaration,
  ToolProviderDeclaration,
  TriggerProviderDeclaration,
} from './plugins/declaration.ts';
export type * from './run-events.ts';
export { noUsage, usageRecord } from './usage.ts';
export type { Usage } from './usage.ts';
export { fileAttribute, selectorKey, valueAtPath } from './values/selector.ts';
export type { Selector } from './values/selector.ts';
export { parseTemplate, renderTemplate, selectorsInTemplate } from './values/template.ts';
export type { TemplateSegment } from './values/template.ts';
export { compactJson, markdownFromValue, pythonRepr, textFromValue } from './values/text.ts';
export { filesInValue, isFileValue, isObjectValue, isOfType, typeOfValue } from './values/value.ts';
export type {
  FileType,
  FileValue,
  TransferMethod,
  Value,
  Values,
  ValueType,
} from './values/value.ts';
export type * from './ports/chat-model.ts';
export type * from './ports/clock.ts';
export type * from './ports/code-runner.ts';
export type * from './ports/egress.ts';
export type * from './ports/file-store.ts';
export type * from './ports/job-queue.ts';
export { localModelIndexFrom, localModelIndexPath } from './ports/local-model-index.ts';
export type {
  LocalModel,
  LocalModelIndex,
  LocalRuntime,
  LocalRuntimeName,
} from './ports/local-model-index.ts';
export type * from './ports/model-provider.ts';
export type * from './ports/models.ts';
export type * from './ports/node-ports.ts';
export type * from './ports/run-log.ts';
export type * from './ports/secret-box.ts';
export type { NodeInput, RunEventsPolled } from './console/debug-routes.ts';
export type { DraftConflict, DraftEvent, DraftEventsPolled } from './console/draft-routes.ts';
export type {
  InstallEvent,
  PackageReport,
  PluginCredentialKind,
  PluginSummary,
} from './console/plugin-shapes.ts';
export { testRowsMax } from './console/lab-shapes.ts';
export type { ModelOverride } from './console/model-ref.ts';
export type { Check, CheckType, Verdict } from './lab/check.ts';
export type { BatchEvent, PromptEvent, PromptVariable } from './lab/lab-events.ts';
export type { Words } from './lab/words.ts';
export type * from './ports/tools.ts';
export { consoleRoutes } from './console/routes.ts';
export type { ConsoleRouteName, ConsoleRoutes } from './console/routes.ts';
export type {
  Permission,
  RouteInput,
  RouteOutput,
  RouteShape,
  RouteSpec,
} from './console/route.ts';
export type { FormField } from './site/form-field.ts';
export type { SiteCitation, SiteEvent, SiteFile } from './site/site-events.ts';
export { siteRoutes } from './site/site-routes.ts';
export type {
  SiteConversation,
  SiteInfo,
  SiteMessage,
  SiteParameters,
  SiteRouteName,
  SiteRoutes,
  SiteRouteSpec,
  SiteRun,
  SiteSession,
  SiteUpload,
} from './site/site-routes.ts';
export { storedSiteSettings } from './site/site-settings.ts';
export type { SiteAccess, SiteSettingsPatch, StoredSiteSettings } from './site/site-settings.ts';
