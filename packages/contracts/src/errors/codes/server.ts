import type { ErrorCodeRow } from '../app-error.ts';

export const serverCodes = {
  studio_not_built: {
    category: 'unavailable',
    en: 'The studio’s files are not in {directory}. Run “npm run build” once, or start with “npm start”.',
    zh: '{directory} 中没有控制台页面文件。请先运行“npm run build”，或使用“npm start”启动。',
  },
  app_file_not_there: {
    category: 'unavailable',
    en: 'The address {url} answered with status {status} instead of an app file. Open it in a browser to see what is there.',
    zh: '地址 {url} 返回状态 {status}，不是应用文件。请用浏览器打开该地址查看。',
  },
  envelope_invalid: {
    category: 'invalid',
    en: 'The request’s envelope cannot be read: {reason}. Reload the page and try again.',
    zh: '无法读取请求信封：{reason}。请刷新页面后重试。',
  },
  internal_error: {
    category: 'internal',
    en: 'Something went wrong here. The log has the details under {traceId}.',
    zh: '系统内部出错，详情见日志 {traceId}。',
  },
  request_invalid: {
    category: 'invalid',
    en: 'The request is not valid: {reason} (at {path}).',
    zh: '请求无效：{reason}（位置 {path}）。',
  },
  sign_in_failed: {
    category: 'denied',
    en: 'The name or the password is wrong.',
    zh: '用户名或密码错误。',
  },
  app_not_published: {
    category: 'invalid',
    en: 'The app “{app}” has not been published yet.',
    zh: '应用“{app}”尚未发布。',
  },
  conversation_completed: {
    category: 'conflict',
    en: 'This conversation has ended. Begin a new one.',
    zh: '该会话已结束，请开始新会话。',
  },
  run_broken: {
    category: 'internal',
    en: 'The run ended because of a fault in Outpost. The log has the details.',
    zh: '运行因 Outpost 内部故障而终止，详情见日志。',
  },
  run_interrupted_often: {
    category: 'conflict',
    en: 'The run was interrupted {count} times without finishing a step and is not started again.',
    zh: '该运行已被中断 {count} 次且未完成任何步骤，不再继续。',
  },
  data_directory_unusable: {
    category: 'invalid',
    en: 'The data directory {directory} cannot be made: {reason}. Choose a place on a disk that may be written to, with --directory.',
    zh: '无法创建数据目录 {directory}：{reason}。请用 --directory 指定一个可写磁盘上的位置。',
  },
  address_in_use: {
    category: 'conflict',
    en: 'The address {address} is taken by another program. Stop it, or choose another port with --port.',
    zh: '地址 {address} 已被其他程序占用。请停止该程序，或用 --port 指定其他端口。',
  },
  setup_refused: {
    category: 'denied',
    en: 'This set-up link is not valid any more. Start Outpost again to get a new one, or sign in.',
    zh: '该初始化链接已失效。请重新启动 Outpost 获取新链接，或直接登录。',
  },
  sign_in_required: { category: 'denied', en: 'Please sign in.', zh: '请先登录。' },
  permission_denied: {
    category: 'denied',
    en: 'You may not do this: it needs the permission {permission}.',
    zh: '没有权限：需要 {permission}。',
  },
  not_found: { category: 'missing', en: '{thing} does not exist.', zh: '{thing} 不存在。' },
  too_many_requests: {
    category: 'limited',
    en: 'Too many requests. Try again later.',
    zh: '请求过多，请稍后再试。',
  },
  body_too_large: {
    category: 'limited',
    en: 'The request has more than {limitBytes} bytes.',
    zh: '请求超过 {limitBytes} 字节。',
  },
  egress_denied: {
    category: 'denied',
    en: 'The address {url} may not be called: {reason}',
    zh: '不允许访问地址 {url}：{reason}',
  },
  egress_failed: {
    category: 'unavailable',
    en: 'The address {url} cannot be reached: {reason}',
    zh: '无法访问地址 {url}：{reason}',
  },
  egress_timed_out: {
    category: 'unavailable',
    en: 'The address {url} did not answer in time: limit {limit} of {valueMs} ms.',
    zh: '地址 {url} 未按时响应：上限 {limit}，{valueMs} 毫秒。',
  },
  egress_too_large: {
    category: 'limited',
    en: 'The answer of {url} is larger than {limitBytes} bytes.',
    zh: '地址 {url} 的响应超过 {limitBytes} 字节。',
  },
} as const satisfies Record<string, ErrorCodeRow>;
