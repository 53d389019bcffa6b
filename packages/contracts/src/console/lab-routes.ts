import { z } from 'zod';
import { checksSchema } from '../lab/check.ts';
import * as lab from './lab-shapes.ts';
import { modelOverride, modelRef } from './model-ref.ts';
import type { RouteSpec } from './route.ts';
import { pageQuery } from './schemas.ts';

const name = z.string().trim().min(1).max(200);
const description = z.string().max(2000);

/** The console's routes about test sets, batches of runs and the gate on publishing. */
export const labRoutes = {
  listTestSets: {
    method: 'GET',
    path: '/apps/{appId}/test-sets',
    permission: 'apps.read',
    summary: { en: 'Test sets of an app', zh: '测试集列表' },
    response: z.object({ data: z.array(lab.testSet) }),
  },
  createTestSet: {
    method: 'POST',
    path: '/apps/{appId}/test-sets',
    permission: 'apps.edit',
    summary: { en: 'Create a test set', zh: '创建测试集' },
    body: z.strictObject({
      name,
      description: description.default(''),
      checks: checksSchema.default([]),
    }),
    response: lab.testSet,
  },
  readTestSet: {
    method: 'GET',
    path: '/apps/{appId}/test-sets/{testSetId}',
    permission: 'apps.read',
    summary: { en: 'One test set', zh: '测试集详情' },
    response: lab.testSet,
  },
  updateTestSet: {
    method: 'PATCH',
    path: '/apps/{appId}/test-sets/{testSetId}',
    permission: 'apps.edit',
    summary: { en: 'Rename a test set, set its checks', zh: '修改测试集名称或判定规则' },
    body: z.strictObject({
      name: name.optional(),
      description: description.optional(),
      checks: checksSchema.optional(),
    }),
    response: lab.testSet,
  },
  deleteTestSet: {
    method: 'DELETE',
    path: '/apps/{appId}/test-sets/{testSetId}',
    permission: 'apps.edit',
    summary: { en: 'Delete a test set with its batches', zh: '删除测试集及其批次' },
    response: 'none',
  },

  listTestRows: {
    method: 'GET',
    path: '/apps/{appId}/test-sets/{testSetId}/rows',
    permission: 'apps.read',
    summary: { en: 'Rows of a test set, in order', zh: '测试用例列表' },
    query: pageQuery.extend({ keyword: z.string().max(200).optional() }),
    response: z.object({
      data: z.array(lab.testRow),
      total: z.int(),
      page: z.int(),
      limit: z.int(),
    }),
  },
  saveTestRows: {
    method: 'PUT',
    path: '/apps/{appId}/test-sets/{testSetId}/rows',
    permission: 'apps.edit',
    summary: { en: 'Add rows, or change those with an id', zh: '添加或修改测试用例' },
    body: z.strictObject({ rows: z.array(lab.testRowInput).min(1).max(500) }),
    response: z.object({ data: z.array(lab.testRow) }),
  },
  deleteTestRows: {
    method: 'POST',
    path: '/apps/{appId}/test-sets/{testSetId}/rows/delete',
    permission: 'apps.edit',
    summary: { en: 'Delete rows', zh: '删除测试用例' },
    body: z.strictObject({ ids: z.array(z.uuid()).min(1).max(lab.testRowsMax) }),
    response: 'none',
  },
  addTestRowFromLog: {
    method: 'POST',
    path: '/apps/{appId}/test-sets/{testSetId}/rows/from-log',
    permission: 'apps.edit',
    summary: { en: 'Make a row of a logged run or message', zh: '将运行或消息添加为测试用例' },
    body: z.strictObject({
      runId: z.uuid().optional(),
      messageId: z.uuid().optional(),
      /** Expects the answer that was given. */
      expectAnswer: z.boolean().default(true),
    }),
    response: lab.testRow,
  },
  importTestRows: {
    method: 'POST',
    path: '/apps/{appId}/test-sets/{testSetId}/import',
    permission: 'apps.edit',
    summary: {
      en: 'Add rows from CSV text; bad rows are told by line',
      zh: '从 CSV 导入测试用例，逐行报告问题',
    },
    body: z.strictObject({
      csv: z.string().min(1),
      /** By column name; absent = guessed from the header. */
      mapping: z
        .record(
          z.string().max(500),
          z.discriminatedUnion('to', [
            z.strictObject({ to: z.literal('input'), name: z.string().min(1).max(100) }),
            z.strictObject({ to: z.literal('query') }),
            z.strictObject({ to: z.literal('expected') }),
            z.strictObject({ to: z.literal('nothing') }),
          ]),
        )
        .optional(),
      /** Removes the rows that are there. */
      replace: z.boolean().default(false),
      /** Only says what would happen. */
      dryRun: z.boolean().default(false),
    }),
    response: z.object({
      columns: z.array(z.string()),
      mapping: z.record(z.string(), z.record(z.string(), z.string())),
      /** Rows that are good. */
      accepted: z.int(),
      /** The first of them. */
      preview: z.array(
        z.object({
          inputs: z.record(z.string(), z.unknown()),
          query: z.string(),
          expected: z.string(),
        }),
      ),
      problems: z.array(lab.csvProblem),
      /** Including those beyond the list. */
      problemCount: z.int(),
    }),
  },
  exportTestRows: {
    method: 'GET',
    path: '/apps/{appId}/test-sets/{testSetId}/export',
    permission: 'apps.read',
    summary: { en: 'The rows as CSV', zh: '导出测试用例 CSV' },
    response: 'bytes',
  },

  startBatches: {
    method: 'POST',
    path: '/apps/{appId}/test-sets/{testSetId}/batches',
    permission: 'apps.edit',
    summary: { en: 'Run a test set: one batch for each override', zh: '运行测试集' },
    body: z.strictObject({
      target: z
        .discriminatedUnion('type', [
          z.strictObject({ type: z.literal('draft') }),
          z.strictObject({ type: z.literal('published') }),
          z.strictObject({ type: z.literal('version'), versionId: z.string().max(80) }),
        ])
        .default({ type: 'draft' }),
      /** None = one batch with the app as it is. */
      overrides: z.array(modelOverride).max(4).default([]),
      /** Rows at a time. */
      concurrency: z.int().min(1).max(8).default(2),
      /** Judges in place of the checks' own models. */
      judge: modelRef.nullable().default(null),
    }),
    response: z.object({ data: z.array(lab.batch) }),
  },
  listBatches: {
    method: 'GET',
    path: '/apps/{appId}/batches',
    permission: 'apps.read',
    summary: { en: 'Batches, newest first', zh: '批次列表' },
    query: pageQuery.extend({ testSetId: z.string().max(80).optional() }),
    response: z.object({ data: z.array(lab.batch), total: z.int(), page: z.int(), limit: z.int() }),
  },
  readBatch: {
    method: 'GET',
    path: '/apps/{appId}/batches/{batchId}',
    permission: 'apps.read',
    summary: { en: 'One batch', zh: '批次详情' },
    response: lab.batch,
  },
  deleteBatch: {
    method: 'DELETE',
    path: '/apps/{appId}/batches/{batchId}',
    permission: 'apps.edit',
    summary: { en: 'Delete a batch', zh: '删除批次' },
    response: 'none',
  },
  cancelBatch: {
    method: 'POST',
    path: '/apps/{appId}/batches/{batchId}/cancel',
    permission: 'apps.edit',
    summary: { en: 'Stop a batch; what is done stays', zh: '取消批次' },
    response: lab.batch,
  },
  listBatchResults: {
    method: 'GET',
    path: '/apps/{appId}/batches/{batchId}/results',
    permission: 'apps.read',
    summary: { en: 'Results row by row', zh: '批次结果' },
    query: z.object({
      /** Only rows that changed at or after this time. */
      since: z.coerce.number().int().min(0).default(0),
    }),
    response: z.object({ batch: lab.batch, data: z.array(lab.batchResult) }),
  },
  batchEvents: {
    method: 'GET',
    path: '/apps/{appId}/batches/{batchId}/events',
    permission: 'apps.read',
    summary: {
      en: 'The batch and its changed rows as they come; ends with the batch',
      zh: '批次进度事件流',
    },
    response: 'events',
  },
  exportBatch: {
    method: 'GET',
    path: '/apps/{appId}/batches/{batchId}/export',
    permission: 'apps.read',
    summary: { en: 'The results as CSV', zh: '导出批次结果 CSV' },
    response: 'bytes',
  },
  compareBatches: {
    method: 'GET',
    path: '/apps/{appId}/batch-comparison',
    permission: 'apps.read',
    summary: { en: 'Two batches of a test set, row by row', zh: '对比两个批次' },
    query: z.object({ left: z.string().max(80), right: z.string().max(80) }),
    response: z.object({
      left: lab.batch,
      right: lab.batch,
      better: z.int(),
      worse: z.int(),
      same: z.int(),
      rows: z.array(lab.rowComparison),
    }),
  },

  readGate: {
    method: 'GET',
    path: '/apps/{appId}/publish-gate',
    permission: 'apps.read',
    summary: { en: 'What publishing requires, and whether it is met', zh: '发布门槛及其状态' },
    response: lab.gate,
  },
  saveGate: {
    method: 'PUT',
    path: '/apps/{appId}/publish-gate',
    permission: 'workspace.manage',
    summary: { en: 'Require a test set to pass before publishing', zh: '设置发布门槛' },
    body: z.strictObject({
      /** Null lifts the gate. */
      testSetId: z.string().max(80).nullable(),
      passPercentMin: z.number().min(0).max(100).default(100),
    }),
    response: lab.gate,
  },
} as const satisfies Record<string, RouteSpec>;
