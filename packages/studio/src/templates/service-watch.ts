import { flowFile } from './app-file.ts';
import { endStep, startStep, templateStep } from './steps.ts';
import type { Template } from './template.ts';

export const serviceWatch: Template = {
  id: 'service-watch',
  mode: 'workflow',
  icon: '🛰️',
  background: '#FEE4E2',
  group: 'work',
  title: { en: 'Service watch', zh: '服务巡检' },
  description: {
    en: 'Calls an address of your network and reports whether it answers well. Needs no model.',
    zh: '访问内网地址并报告服务是否正常，不需要模型。',
  },
  build({ language }) {
    const zh = language === 'zh';
    const good = {
      case_id: 'true',
      logical_operator: 'and',
      conditions: [
        {
          id: 'good',
          variable_selector: ['call', 'status_code'],
          comparison_operator: '<',
          value: '400',
          varType: 'number',
        },
      ],
    };
    return flowFile({
      name: this.title[language],
      description: this.description[language],
      icon: this.icon,
      background: this.background,
      mode: 'workflow',
      nodes: [
        startStep(zh ? '开始' : 'Start', [
          {
            variable: 'url',
            label: zh ? '服务地址' : 'Address of the service',
            type: 'text-input',
          },
        ]),
        {
          id: 'call',
          type: 'http-request',
          title: zh ? '访问' : 'Call',
          data: {
            method: 'get',
            url: '{{#start.url#}}',
            authorization: { type: 'no-auth', config: null },
            headers: '',
            params: '',
            body: { type: 'none', data: [] },
            timeout: { max_connect_timeout: 10, max_read_timeout: 20, max_write_timeout: 10 },
            retry_config: { retry_enabled: true, max_retries: 2, retry_interval: 500 },
          },
        },
        {
          id: 'judge',
          type: 'if-else',
          title: zh ? '是否正常' : 'Is it well?',
          data: { cases: [good] },
        },
        templateStep(
          'well',
          zh ? '正常' : 'Well',
          zh
            ? '✅ {{ url }} 正常（状态 {{ status }}）'
            : '✅ {{ url }} answers well (status {{ status }})',
          { url: 'start.url', status: 'call.status_code' },
        ),
        templateStep(
          'ill',
          zh ? '异常' : 'Not well',
          zh
            ? '❌ {{ url }} 异常（状态 {{ status }}）'
            : '❌ {{ url }} has a problem (status {{ status }})',
          { url: 'start.url', status: 'call.status_code' },
        ),
        {
          id: 'report',
          type: 'variable-aggregator',
          title: zh ? '汇总' : 'Report',
          data: {
            output_type: 'string',
            variables: [
              ['well', 'output'],
              ['ill', 'output'],
            ],
          },
        },
        endStep(zh ? '结束' : 'End', { report: 'report.output', status: 'call.status_code' }),
      ],
      edges: [
        ['start', 'call'],
        ['call', 'judge'],
        ['judge', 'well', 'true'],
        ['judge', 'ill', 'false'],
        ['well', 'report'],
        ['ill', 'report'],
        ['report', 'end'],
      ],
    });
  },
};
