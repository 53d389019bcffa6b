import { AppError } from '@outpost/contracts';
import type { Services } from '../services.ts';
import type { ServiceHandlers } from './service-router.ts';

export function endUserHandlers({ store }: Services): Pick<ServiceHandlers, 'readEndUser'> {
  return {
    async readEndUser({ app, params }) {
      const id = params['endUserId'] ?? '';
      const user = await store.endUsers.get(id);
      if (user?.appId !== app.id) throw new AppError('end_user_missing', { details: { id } });
      return Response.json({
        id: user.id,
        tenant_id: user.workspaceId,
        app_id: user.appId,
        type: user.type,
        external_user_id: user.externalUserId,
        name: user.name,
        is_anonymous: user.isAnonymous,
        session_id: user.sessionId,
        created_at: new Date(user.createdAt).toISOString(),
        updated_at: new Date(user.updatedAt).toISOString(),
      });
    },
  };
}
