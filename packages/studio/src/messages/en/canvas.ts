export const canvas = {
  'canvas.appMenu': 'This app',
  'canvas.edit': 'Edit',
  'canvas.nodeTitle': 'Name',
  'canvas.stepField': '{node}: {field}',
  'canvas.stepPin': 'Pin the output of “{node}”',
  'canvas.stepRename': 'Rename to “{node}”',
  'canvas.stepUnpin': 'Unpin “{node}”',
} as const;
