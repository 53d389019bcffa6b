import type { canvas as en } from '../en/canvas.ts';

export const canvas: Record<keyof typeof en, string> = {
  'canvas.appMenu': '当前应用',
  'canvas.edit': '编辑',
  'canvas.nodeTitle': '名称',
  'canvas.stepField': '{node}：{field}',
  'canvas.stepPin': '固定“{node}”的输出',
  'canvas.stepRename': '重命名为“{node}”',
  'canvas.stepUnpin': '取消固定“{node}”',
};
