import { jinja2, type Attempt } from './attempt.ts';

export const templateAttempts: readonly Attempt[] = [
  jinja2('walk the classes', `{{ ''.__class__.__mro__[1].__subclasses__()|length }}`),
  jinja2(
    'globals of a function',
    `{{ cycler.__init__.__globals__.os.popen('cat ' ~ canary).read() }}`,
  ),
  jinja2('lipsum’s globals', `{{ lipsum.__globals__['os'].popen('id').read() }}`),
  jinja2('the template itself', `{{ self.__init__.__globals__ }}`),
  jinja2('str.format', `{{ '{0.__class__.__mro__}'.format(1) }}`),
  jinja2('str.format_map', `{{ '{a.__class__.__mro__}'.format_map({'a': 1}) }}`),
  jinja2('the attr filter', `{{ ''|attr('__class__')|attr('__mro__') }}`),
  jinja2('attr with a built name', `{{ ''|attr('__cl' ~ 'ass__') }}`),
  jinja2('map by attribute', `{{ ['']|map(attribute='__class__.__mro__')|list }}`),
  jinja2('a subscript instead of an attribute', `{{ ''['__class__']['__mro__'] }}`),
  jinja2('a format kept in a variable', `{% set f = '{0.__class__}'.format %}{{ f(1) }}`),
  jinja2('include a file', `{% include canary %}`),
  jinja2('import a file', `{% import '/etc/passwd' as x %}{{ x }}`),
  jinja2('extend a file', `{% extends '/etc/passwd' %}`),
  jinja2('the frame of a generator', `{{ (x for x in []).gi_frame }}`),
  jinja2('range beyond the limit', `{{ range(999999999)|list|length }}`, ['code_failed']),
  jinja2(
    'nested loops',
    `{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}`,
    ['code_timed_out'],
  ),
  jinja2('a number without end', `{{ 9**(9**9) }}`, ['code_timed_out', 'code_out_of_memory']),
  jinja2('a text of gigabytes', `{{ 'x' * 1000000000 }}`, ['code_out_of_memory']),
  jinja2('an output of 100 MB', `{{ 'x' * 100000000 }}`, [
    'code_output_too_large',
    'code_out_of_memory',
    'code_timed_out',
  ]),
  jinja2('endless recursion', `{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}`, [
    'code_failed',
    'code_out_of_memory',
  ]),
  jinja2(
    'fork bomb',
    `{% for i in range(10) %}{{ cycler.__init__.__globals__.os.fork() }}{% endfor %}`,
  ),
  jinja2('padding', `{{ 'x'.center(1000000000)|length }}`, ['code_out_of_memory', 'code_failed']),
];
