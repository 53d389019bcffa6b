import type { ErrorCodeRow } from '../app-error.ts';

export const labCodes = {
  test_set_full: {
    category: 'limited',
    en: 'The test set “{testSet}” would have {rows} rows; at most {rowsMax} are allowed. Remove some, or begin another test set.',
    zh: '测试集“{testSet}”将有 {rows} 条用例，最多允许 {rowsMax} 条。请删除部分用例或另建测试集。',
  },
  test_set_empty: {
    category: 'invalid',
    en: 'The test set “{testSet}” has no rows. Add at least one.',
    zh: '测试集“{testSet}”没有用例，请至少添加一条。',
  },
  test_row_invalid: {
    category: 'invalid',
    en: 'Row {row} cannot be used: {reason}',
    zh: '第 {row} 条用例无效：{reason}',
  },
  test_check_invalid: {
    category: 'invalid',
    en: 'The check “{check}” cannot be used: {reason}',
    zh: '判定规则“{check}”无效：{reason}',
  },
  csv_unreadable: {
    category: 'invalid',
    en: 'The CSV text cannot be read: {reason}',
    zh: '无法读取 CSV：{reason}',
  },
  log_without_question: {
    category: 'invalid',
    en: 'The run {run} cannot become a test row: {reason}',
    zh: '运行 {run} 无法转为测试用例：{reason}',
  },
  batches_too_many: {
    category: 'limited',
    en: '{count} batches of this app are not over yet; at most {countMax} are allowed. Wait for one to end, or cancel one.',
    zh: '该应用有 {count} 个批次尚未结束，最多允许 {countMax} 个。请等待或取消其中一个。',
  },
  batch_other_set: {
    category: 'invalid',
    en: 'The two batches belong to different test sets. Choose two of the same one.',
    zh: '两个批次属于不同的测试集，请选择同一测试集的批次。',
  },
  publish_gate_unmet: {
    category: 'conflict',
    en: '“{app}” cannot be published: {reason} An administrator can publish it nevertheless.',
    zh: '“{app}”无法发布：{reason}管理员可以选择强制发布。',
  },
  prompt_model_missing: {
    category: 'invalid',
    en: 'There is no chat model to write with. Add one under Models, or set a default chat model.',
    zh: '没有可用的对话模型。请在“模型”中添加，或设置默认对话模型。',
  },
  prompt_model_slow: {
    category: 'unavailable',
    en: 'The model {model} did not finish in time. Try again, ask for less, or choose a faster model.',
    zh: '模型 {model} 未能按时完成。请重试、减少要求，或换用更快的模型。',
  },
  override_for_draft: {
    category: 'invalid',
    en: 'Another model or prompt can be tried with the draft only. Leave “override” out, or run the draft.',
    zh: '只有草稿可以临时更换模型或提示词。请去掉 override，或改为运行草稿。',
  },
} as const satisfies Record<string, ErrorCodeRow>;
