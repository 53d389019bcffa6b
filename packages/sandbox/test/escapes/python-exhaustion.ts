import { python, type Attempt } from './attempt.ts';

/** Tries to use up time, memory or room; each must come to the end that is meant for it. */
export const pythonExhaustion: readonly Attempt[] = [
  python('using up', 'endless loop', `while True:\n    pass`, ['code_timed_out']),
  python('using up', 'a loop inside C: 9**9**9', `9**9**9`, [
    'code_timed_out',
    'code_out_of_memory',
  ]),
  python(
    'using up',
    'a loop that catches everything',
    `while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass`,
    ['code_timed_out'],
  ),
  python('using up', 'regular expression bomb', `import re\nre.match('(a+)+$', 'a' * 40 + 'b')`, [
    'code_timed_out',
  ]),
  python('using up', 'sleep for a year', `import time\ntime.sleep(31536000)`, ['code_timed_out']),
  python(
    'using up',
    'memory: a growing list',
    `held = []\nwhile True:\n    held.append('x' * 1000000 + str(len(held)))`,
    ['code_out_of_memory'],
  ),
  python('using up', 'memory: one allocation', `len(bytes(10**9))`, ['code_out_of_memory']),
  python(
    'using up',
    'memory: JavaScript buffers',
    `import js\nheld = []\nwhile True:\n    block = js.Uint8Array.new(10**7)\n    block.fill(1)\n    held.append(block)`,
    ['code_out_of_memory'],
  ),
  python(
    'using up',
    'memory: a WebAssembly memory',
    `import js\nfrom pyodide.ffi import to_js\nsettings = js.Object.new()\nsettings.initial = 16000\nheld = []\nwhile True:\n    memory = js.WebAssembly.Memory.new(settings)\n    js.Uint8Array.new(memory.buffer).fill(1)\n    held.append(memory)`,
    ['code_out_of_memory', 'code_timed_out', 'code_failed'],
  ),
  python(
    'using up',
    'memory: files',
    `number = 0\nwhile True:\n    number += 1\n    open('/tmp/file%d' % number, 'wb').write(b'x' * 10**7)`,
    ['code_out_of_memory'],
  ),
  python('using up', 'fork bomb', `import os\nwhile True:\n    os.fork()`, ['code_failed']),
  python(
    'using up',
    'thread bomb',
    `import threading\nwhile True:\n    threading.Thread(target=lambda: None).start()`,
    ['code_failed'],
  ),
  python(
    'using up',
    'timer bomb',
    `import js\nfrom pyodide.ffi import create_proxy\nagain = create_proxy(lambda: js.setTimeout(again, 0))\nwhile True:\n    js.setTimeout(again, 0)`,
    ['code_failed', 'code_timed_out'],
  ),
  python('using up', 'deep recursion', `def down():\n    return down()\ndown()`, ['code_failed']),
  python(
    'using up',
    'recursion without a limit',
    `import sys\nsys.setrecursionlimit(10**9)\ndef down(x):\n    return [down(x)]\ndown(0)`,
    ['code_failed', 'code_out_of_memory', 'code_timed_out'],
  ),
  python('using up', 'print without end', `while True:\n    print('x' * 100000)`, [
    'code_timed_out',
  ]),
  python(
    'using up',
    'os.write without end',
    `import os\nwhile True:\n    os.write(1, b'x' * 100000)`,
    ['code_timed_out'],
  ),
  python('using up', 'an output of 200 MB', `reached = ['x' * 1000000] * 200`, [
    'code_output_too_large',
    'code_out_of_memory',
  ]),
  python(
    'using up',
    'a deep result',
    `value = []\nfor _ in range(200000):\n    value = [value]\nreached = value`,
    ['code_failed', 'code_out_of_memory'],
  ),
  python('using up', 'an error of 100 MB', `raise ValueError('x' * 10**8)`, [
    'code_failed',
    'code_out_of_memory',
  ]),
  python(
    'using up',
    'an error that never ends',
    `class Bad(Exception):\n    def __str__(self):\n        while True:\n            pass\nraise Bad()`,
    ['code_timed_out'],
  ),
];
