import { treeOf, type Tree } from '../reading/shape.ts';

/** The knowledge bases that a classic app has switched on. */
export function datasetIdsOf(classic: Tree): readonly string[] {
  const configs = treeOf(classic['dataset_configs']);
  const list = treeOf(configs['datasets'])['datasets'];
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown) => {
    const dataset = treeOf(treeOf(entry)['dataset']);
    return dataset['enabled'] !== false && typeof dataset['id'] === 'string' ? [dataset['id']] : [];
  });
}

/** `dataset_configs` as the settings of a knowledge-retrieval node (spec/dsl.md 3.5). */
export function retrievalConfig(classic: Tree, querySelector: readonly string[]): Tree {
  const configs = treeOf(classic['dataset_configs']);
  const reranking = treeOf(configs['reranking_model']);
  const shared = {
    query_variable_selector: querySelector,
    dataset_ids: datasetIdsOf(classic),
    metadata_filtering_mode: configs['metadata_filtering_mode'] ?? 'disabled',
    metadata_model_config: configs['metadata_model_config'] ?? null,
    metadata_filtering_conditions: configs['metadata_filtering_conditions'] ?? null,
  };
  if (configs['retrieval_model'] === 'single')
    return {
      ...shared,
      retrieval_mode: 'single',
      single_retrieval_config: { model: treeOf(classic['model']) },
    };
  return {
    ...shared,
    retrieval_mode: 'multiple',
    multiple_retrieval_config: {
      top_k: configs['top_k'] ?? 4,
      score_threshold:
        configs['score_threshold_enabled'] === true ? (configs['score_threshold'] ?? null) : null,
      reranking_enable: configs['reranking_enable'] === true,
      reranking_mode: configs['reranking_mode'] ?? 'reranking_model',
      reranking_model: {
        provider: reranking['reranking_provider_name'] ?? '',
        model: reranking['reranking_model_name'] ?? '',
      },
      weights: configs['weights'] ?? null,
    },
  };
}
