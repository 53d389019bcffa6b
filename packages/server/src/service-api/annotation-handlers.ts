import { AppError } from '@outpost/contracts';
import type { Annotation, Job } from '@outpost/store';
import type { Services } from '../services.ts';
import { seconds } from './frame-shape.ts';
import { invalid, queryNumber, requiredText, type Fields } from './request-fields.ts';
import type { ServiceHandlers } from './service-router.ts';

type Names =
  | 'listAnnotations'
  | 'createAnnotation'
  | 'updateAnnotation'
  | 'deleteAnnotation'
  | 'switchAnnotationReply'
  | 'annotationReplyStatus';

export function annotationHandlers({
  store,
  annotationReplies,
}: Services): Pick<ServiceHandlers, Names> {
  return {
    async listAnnotations({ app, query }) {
      const page = queryNumber(query, 'page', { least: 1, most: 99_999, fallback: 1 });
      const limit = queryNumber(query, 'limit', { least: 1, most: 100, fallback: 20 });
      const keyword = query.get('keyword') || undefined;
      const found = await store.annotations.list(app.id, { page, limit, keyword });
      const data = found.items.map(annotationFields);
      return Response.json({ data, has_more: found.hasMore, limit, total: found.total, page });
    },

    async createAnnotation({ app, body }) {
      const annotation = await store.annotations.create({
        ...contentOf(body),
        appId: app.id,
        messageId: null,
        createdBy: app.createdBy,
      });
      await annotationReplies.changed(app.id);
      return Response.json(annotationFields(annotation), { status: 201 });
    },

    async updateAnnotation({ app, params, body }) {
      const id = params['annotationId'] ?? '';
      const annotation = await store.annotations.update(app.id, id, contentOf(body));
      await annotationReplies.changed(app.id);
      return Response.json(annotationFields(annotation));
    },

    async deleteAnnotation({ app, params }) {
      await store.annotations.remove(app.id, params['annotationId'] ?? '');
      await annotationReplies.changed(app.id);
      return new Response(null, { status: 204 });
    },

    async switchAnnotationReply({ app, params, body }) {
      const action = readAction(params['action']);
      const threshold = body['score_threshold'];
      if (typeof threshold !== 'number' || !(threshold >= 0 && threshold <= 1))
        throw invalid('score_threshold', 'it must be a number from 0 to 1');
      const jobId = await annotationReplies.schedule({
        appId: app.id,
        enabled: action === 'enable',
        scoreThreshold: threshold,
        embeddingProvider: requiredText(body, 'embedding_provider_name'),
        embeddingModel: requiredText(body, 'embedding_model_name'),
      });
      return Response.json({ job_id: jobId, job_status: 'waiting' });
    },

    async annotationReplyStatus({ app, params }) {
      readAction(params['action']);
      const id = params['jobId'] ?? '';
      const job = await annotationReplies.job(app.id, id);
      if (!job) throw invalid('job_id', 'there is no such job');
      return Response.json({
        job_id: id,
        job_status: jobStatus[job.status],
        error_msg: job.error ?? '',
      });
    },
  };
}

function contentOf(body: Fields) {
  return { question: requiredText(body, 'question'), answer: requiredText(body, 'answer') };
}

function readAction(action: string | undefined): 'enable' | 'disable' {
  if (action === 'enable' || action === 'disable') return action;
  throw new AppError('not_found', { details: { thing: `The action ${action}` } });
}

const jobStatus = {
  waiting: 'waiting',
  active: 'processing',
  done: 'completed',
  failed: 'error',
} as const satisfies Record<Job['status'], string>;

function annotationFields(annotation: Annotation) {
  return {
    id: annotation.id,
    question: annotation.question,
    answer: annotation.answer,
    hit_count: annotation.hitCount,
    created_at: seconds(annotation.createdAt),
  };
}
