import type { Values } from '@outpost/contracts';
import { z } from 'zod';
import {
  rawRequest,
  readRawAnswer,
  type RawAnswer,
  type RawRequest,
} from '../shapes/http-messages.ts';
import type { CallContext, PluginCredentials } from './call-context.ts';
import { reading, type Caller, type CallRequest } from './caller.ts';

/** What the other side was told to call, as the plugin keeps it. */
export interface TriggerSubscription {
  /** Epoch seconds; -1 when it does not expire. */
  readonly expires_at: number;
  readonly endpoint: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

const record = z.record(z.string(), z.unknown());
const subscription = z.object({
  subscription: z.object({
    expires_at: z
      .number()
      .nullish()
      .transform((at) => at ?? -1),
    endpoint: z.string(),
    parameters: record.nullish().transform((given) => given ?? {}),
    properties: record.nullish().transform((given) => given ?? {}),
  }),
});
const dispatched = z.object({
  user_id: z.string().nullish(),
  events: z.array(z.string()),
  response: z.string(),
  payload: record.nullish(),
});

export interface TriggerTarget {
  readonly provider: string;
  readonly credentials: PluginCredentials;
}

export type TriggerCalls = ReturnType<typeof createTriggerCalls>;

export function createTriggerCalls(caller: Caller) {
  const { plugin } = caller;
  const request = (
    action: string,
    { provider, credentials }: TriggerTarget,
    fields: Readonly<Record<string, unknown>>,
  ): CallRequest => ({
    type: 'trigger',
    action,
    provider,
    fields: {
      provider,
      credentials: credentials.values,
      credential_type: credentials.type,
      ...fields,
    },
  });
  return {
    async validate(target: TriggerTarget, context: CallContext): Promise<void> {
      await caller.single(
        request('validate_trigger_credentials', target, {}),
        context,
        z.object({ result: z.literal(true) }),
      );
    },

    /** Has the plugin tell the other side to call `endpoint`. */
    async subscribe(
      target: TriggerTarget,
      { endpoint, parameters }: { endpoint: string; parameters: Readonly<Record<string, unknown>> },
      context: CallContext,
    ): Promise<TriggerSubscription> {
      const asked = request('subscribe_trigger', target, { endpoint, parameters });
      return (await caller.single(asked, context, subscription)).subscription;
    },

    async refresh(
      target: TriggerTarget,
      held: TriggerSubscription,
      context: CallContext,
    ): Promise<TriggerSubscription> {
      const asked = request('refresh_trigger', target, { subscription: held });
      return (await caller.single(asked, context, subscription)).subscription;
    },

    async unsubscribe(
      target: TriggerTarget,
      held: TriggerSubscription,
      context: CallContext,
    ): Promise<{ readonly success: boolean; readonly message: string }> {
      const { subscription: result } = await caller.single(
        request('unsubscribe_trigger', target, { subscription: held }),
        context,
        z.object({
          subscription: z.object({ success: z.boolean(), message: z.string().nullish() }),
        }),
      );
      return { success: result.success, message: result.message ?? '' };
    },

    /** What a call from outside means: the events in it, and how the caller is to be answered. */
    async dispatch(
      target: TriggerTarget,
      { held, request: received }: { held: TriggerSubscription; request: RawRequest },
      context: CallContext,
    ): Promise<{
      readonly userId: string | null;
      readonly events: readonly string[];
      readonly answer: RawAnswer;
      readonly payload: Readonly<Record<string, unknown>>;
    }> {
      const action = 'dispatch_trigger_event';
      const {
        events,
        response,
        payload,
        user_id: userId,
      } = await caller.single(
        request(action, target, { subscription: held, raw_http_request: rawRequest(received) }),
        context,
        dispatched,
      );
      const answer = reading(plugin, action, () => readRawAnswer(response));
      return { userId: userId ?? null, events, answer, payload: payload ?? {} };
    },

    /** The variables of one event; null when the plugin finds that it is none for these parameters. */
    async event(
      target: TriggerTarget,
      {
        event,
        held,
        request: received,
        parameters,
        payload,
      }: {
        readonly event: string;
        readonly held: TriggerSubscription;
        readonly request: RawRequest;
        readonly parameters: Readonly<Record<string, unknown>>;
        readonly payload: Readonly<Record<string, unknown>>;
      },
      context: CallContext,
    ): Promise<Values | null> {
      const { variables, cancelled } = await caller.single(
        request('invoke_trigger_event', target, {
          event,
          subscription: held,
          raw_http_request: rawRequest(received),
          parameters,
          payload,
        }),
        context,
        z.object({ variables: record.nullish(), cancelled: z.boolean().nullish() }),
      );
      return cancelled === true ? null : ((variables ?? {}) as Values);
    },
  };
}
