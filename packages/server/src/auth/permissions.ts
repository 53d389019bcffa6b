import type { Permission } from '@outpost/contracts';

export type Role = 'owner' | 'admin' | 'editor' | 'normal' | 'dataset_operator';

const normal: readonly Permission[] = ['signed-in', 'apps.read', 'apps.run', 'models.read'];
const editor: readonly Permission[] = [
  ...normal,
  'apps.edit',
  'apps.keys',
  'logs.read',
  'plugins.read',
];
const admin: readonly Permission[] = [
  ...editor,
  'models.manage',
  'plugins.manage',
  'workspace.manage',
];

const permissionsOfRole: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  normal: new Set(normal),
  dataset_operator: new Set(normal),
  editor: new Set(editor),
  admin: new Set(admin),
  owner: new Set(admin),
};

export function isAllowed(role: Role, permission: Permission): boolean {
  return permission === 'public' || permissionsOfRole[role].has(permission);
}
