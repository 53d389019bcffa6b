import type { answer as en } from '../en/answer.ts';

export const answer: Record<keyof typeof en, string> = {
  'answer.chart': '图表',
  'answer.chartUnreadable': '无法绘制图表：{reason}',
  'answer.choose': '请选择…',
  'answer.code': '代码',
  'answer.copyCode': '复制代码',
  'answer.diagram': '图示',
  'answer.diagramUnreadable': '无法绘制图示：{reason}',
  'answer.done': '已完成',
  'answer.drawing': '绘制中…',
  'answer.elsewhereAudio': '其他服务器上的音频：{host}',
  'answer.elsewhereImage': '其他服务器上的图片：{host}',
  'answer.elsewhereVideo': '其他服务器上的视频：{host}',
  'answer.formSent': '已发送',
  'answer.image': '图片',
  'answer.noLoad': '此内容无法在此显示',
  'answer.send': '发送',
  'answer.source': '源码',
  'answer.thinking': '思考中…',
  'answer.thoughts': '思考过程',
  'answer.toDo': '待办',
};
