import { python, type Attempt } from './attempt.ts';

/** An object of another realm has another `Function` at the end of its constructors: seen without calling it. */
const foreign = `
import js
def foreign(thing):
    try:
        made_by = thing.constructor.constructor
    except BaseException:
        return None
    return None if made_by == js.Function else 'an object of another realm: ' + str(thing)[:60]
`.trim();

const hostGlobals = `
def host(thing):
    for name in ('process', 'require', 'Buffer', 'global', 'Deno', 'Bun'):
        found = getattr(thing, name, None)
        if found is not None:
            return name + ' ' + str(found)[:40]
`.trim();

export const pythonAttempts: readonly Attempt[] = [
  python('files', 'open a file of the host', `reached = open(canary).read()`),
  python('files', 'open it through ..', `reached = open('/tmp/../../../../..' + canary).read()`),
  python(
    'files',
    'os.open and os.read',
    `import os\nreached = os.read(os.open(canary, os.O_RDONLY), 100).decode()`,
  ),
  python('files', 'list the host folder', `import os\nreached = os.listdir(folder)`),
  python(
    'files',
    'follow a symbolic link',
    `import os\nos.symlink(canary, '/tmp/link')\nreached = open('/tmp/link').read()`,
  ),
  python(
    'files',
    'hard link to the file',
    `import os\nos.link(canary, '/tmp/hard')\nreached = open('/tmp/hard').read()`,
  ),
  python('files', 'leave a mark with open', `open(folder + '/mark', 'w').write('x')`),
  python(
    'files',
    'leave a mark with pathlib',
    `import pathlib\npathlib.Path(folder, 'mark').write_text('x')`,
  ),
  python(
    'files',
    'copy it with shutil',
    `import shutil\nshutil.copy(canary, '/tmp/copy')\nreached = open('/tmp/copy').read()`,
  ),
  python(
    'files',
    'map it into memory',
    `import mmap, os\nfile = os.open(canary, os.O_RDONLY)\nreached = mmap.mmap(file, 0).read().decode()`,
  ),
  python('files', 'read /proc/self/environ', `reached = open('/proc/self/environ').read()`),
  python(
    'files',
    'read the first descriptors',
    `import os\nfor number in range(3, 30):\n    try:\n        reached = (reached or '') + os.read(number, 100).decode()\n    except OSError:\n        pass`,
  ),
  python(
    'files',
    'write to descriptors 1–20',
    `import os\nfor number in range(1, 20):\n    try:\n        os.write(number, b'\\x00' * 64)\n    except OSError:\n        pass`,
  ),
  python(
    'files',
    'import a module from the host',
    `import sys\nsys.path.insert(0, folder)\nimport canary_module\nreached = canary_module.SECRET`,
  ),
  python(
    'files',
    'mountNodeFS',
    `import pyodide_js, os\npyodide_js.mountNodeFS('/mnt', folder)\nreached = open('/mnt/canary.txt').read()`,
  ),
  python(
    'files',
    'FS.mount of NODEFS',
    `import pyodide_js\nfrom js import Object\npyodide_js.FS.mkdir('/m2')\nsettings = Object.new()\nsettings.root = folder\npyodide_js.FS.mount(pyodide_js.FS.filesystems.NODEFS, settings, '/m2')\nreached = open('/m2/canary.txt').read()`,
  ),
  python(
    'files',
    'loadPackage of a file address',
    `import pyodide_js\nfrom pyodide.ffi import run_sync  # async\nrun_sync(pyodide_js.loadPackage('file://' + folder + '/x.whl'))\nimport canary_module\nreached = canary_module.SECRET`,
  ),
  python(
    'files',
    'loadBinaryFile of pyodide',
    `import pyodide_js\nfrom pyodide.ffi import run_sync  # async\nreached = bytes(run_sync(pyodide_js._api.loadBinaryFile(canary)).to_py()).decode()`,
  ),
  python(
    'files',
    'unpack an archive outside',
    `import io, tarfile\nbuffer = io.BytesIO()\nwith tarfile.open(fileobj=buffer, mode='w') as archive:\n    info = tarfile.TarInfo('../../../..' + folder + '/mark')\n    archive.addfile(info, io.BytesIO(b''))\nbuffer.seek(0)\ntarfile.open(fileobj=buffer).extractall('/tmp', filter='fully_trusted')`,
  ),

  python(
    'processes',
    'os.system',
    `import os\nreached = 'shell' if os.system('touch ' + folder + '/mark') == 0 else None`,
  ),
  python(
    'processes',
    'subprocess.run',
    `import subprocess\nreached = subprocess.run(['cat', canary], capture_output=True).stdout.decode()`,
  ),
  python('processes', 'os.popen', `import os\nreached = os.popen('cat ' + canary).read()`),
  python('processes', 'os.fork', `import os\nreached = os.fork()`),
  python('processes', 'os.execv', `import os\nos.execv('/bin/touch', ['touch', folder + '/mark'])`),
  python(
    'processes',
    'os.posix_spawn',
    `import os\nreached = os.posix_spawn('/bin/touch', ['touch', folder + '/mark'], {})`,
  ),
  python(
    'processes',
    'multiprocessing',
    `import multiprocessing\nworker = multiprocessing.Process(target=print)\nworker.start()\nreached = worker.pid`,
  ),
  python('processes', 'kill the server', `import os\nos.kill(pid, 9)`),
  python(
    'processes',
    'kill the parent',
    `import os, signal\nos.kill(os.getppid(), signal.SIGKILL)`,
  ),
  python(
    'processes',
    'ctypes: system()',
    `import ctypes\nreached = 'shell' if ctypes.CDLL(None).system(('touch ' + folder + '/mark').encode()) == 0 else None`,
  ),
  python(
    'processes',
    'ctypes: the host libc',
    `import ctypes\nreached = str(ctypes.CDLL('libc.so.6'))`,
  ),
  python(
    'processes',
    'ctypes: fork()',
    `import ctypes\nreached = ctypes.CDLL(None).fork() if ctypes.CDLL(None).fork() >= 0 else None`,
  ),
  python(
    'processes',
    'ctypes: call a wild pointer',
    `import ctypes\nctypes.CFUNCTYPE(None)(0xdeadbeef)()`,
  ),
  python(
    'processes',
    'ctypes: read wild memory',
    `import ctypes\nctypes.string_at(0xfffffff0, 64)`,
  ),
  python('processes', 'end the interpreter', `import os\nos._exit(0)`),
  python('processes', 'abort()', `import os\nos.abort()`),

  python(
    'network',
    'socket.connect',
    `import socket\nsocket.create_connection(('127.0.0.1', port), 2).send(b'hi')`,
  ),
  python(
    'network',
    'non-blocking connect',
    `import socket\nconnection = socket.socket()\nconnection.setblocking(False)\nconnection.connect_ex(('127.0.0.1', port))\nconnection.send(b'hi')`,
  ),
  python(
    'network',
    'urllib',
    `import urllib.request\nreached = urllib.request.urlopen('http://127.0.0.1:%d/' % port, timeout=2).read().decode()`,
  ),
  python(
    'network',
    'http.client',
    `import http.client\nconnection = http.client.HTTPConnection('127.0.0.1', port, timeout=2)\nconnection.request('GET', '/')\nreached = connection.getresponse().read().decode()`,
  ),
  python(
    'network',
    'pyodide open_url',
    `from pyodide.http import open_url\nreached = open_url('http://127.0.0.1:%d/' % port).read()`,
  ),
  python(
    'network',
    'pyodide pyfetch',
    `from pyodide.http import pyfetch\nfrom pyodide.ffi import run_sync  # async\nreached = run_sync(pyfetch('http://127.0.0.1:%d/' % port)).status`,
  ),
  python(
    'network',
    'asyncio.open_connection',
    `import asyncio\nasyncio.run(asyncio.wait_for(asyncio.open_connection('127.0.0.1', port), 1))\nreached = 'connected'`,
  ),
  python(
    'network',
    'js.fetch',
    `import js\nfrom pyodide.ffi import run_sync  # async\nreached = run_sync(js.fetch('http://127.0.0.1:%d/' % port)).status`,
  ),
  python(
    'network',
    'js.WebSocket',
    `import js\nreached = str(js.WebSocket.new('ws://127.0.0.1:%d/' % port))`,
  ),
  python(
    'network',
    'js.XMLHttpRequest',
    `import js\nrequest = js.XMLHttpRequest.new()\nrequest.open('GET', 'http://127.0.0.1:%d/' % port, False)\nrequest.send()\nreached = request.responseText`,
  ),
  python(
    'network',
    'listen on a port',
    `import socket, urllib.request\nserver = socket.socket()\nserver.bind(('0.0.0.0', 0))\nserver.listen()\nserver.settimeout(1)\nserver.accept()\nreached = 'accepted'`,
  ),
  python(
    'network',
    'emscripten socket settings',
    `import pyodide_js\npyodide_js._module.SOCKFS.websocketArgs = {}\nimport socket\nsocket.create_connection(('127.0.0.1', port), 1).send(b'x')`,
  ),

  python(
    'environment',
    'os.environ',
    `import os\nreached = next((value for value in os.environ.values() if 'canary' in value), None)`,
  ),
  python('environment', 'js.process.env', `import js\nreached = js.process.env.OUTPOST_CANARY`),
  python(
    'environment',
    'ctypes getenv',
    `import ctypes\nlibc = ctypes.CDLL(None)\nlibc.getenv.restype = ctypes.c_char_p\nvalue = libc.getenv(b'OUTPOST_CANARY')\nreached = value and value.decode()`,
  ),
  python(
    'environment',
    'host name and user',
    `import os, getpass\nnames = {getpass.getuser(), os.uname().nodename} - {'web_user', 'emscripten'}\nreached = ', '.join(names) or None`,
  ),

  python(
    'js bridge',
    'globals of the host',
    `import js\n${hostGlobals}\nreached = host(js) or host(js.globalThis) or host(js.self)`,
  ),
  python('js bridge', 'eval', `import js\nreached = js.eval('1 + 1')`),
  python(
    'js bridge',
    'run_js',
    `from pyodide.code import run_js\nreached = run_js('typeof process')`,
  ),
  python(
    'js bridge',
    'Function',
    `import js\nreached = js.Function.new('return typeof process')()`,
  ),
  python(
    'js bridge',
    'constructor.constructor',
    `from pyodide.ffi import to_js\nreached = to_js([1]).constructor.constructor('return typeof process')()`,
  ),
  python(
    'js bridge',
    'AsyncFunction through a prototype',
    `import js\nmade = js.Object.getPrototypeOf(js.fetch).constructor('return typeof process')\nreached = str(made())`,
  ),
  python(
    'js bridge',
    'Reflect.construct of Function',
    `import js\nfrom pyodide.ffi import to_js\nreached = js.Reflect.construct(js.Function, to_js(['return typeof process']))()`,
  ),
  python(
    'js bridge',
    'setTimeout with a text',
    `import js\njs.setTimeout('globalThis.found = typeof process', 0)\nimport time\ntime.sleep(0.05)\nreached = getattr(js, 'found', None)`,
  ),
  python(
    'js bridge',
    'import() through run_js',
    `from pyodide.code import run_js\nfrom pyodide.ffi import run_sync  # async\nreached = str(run_sync(run_js('import("node:fs")')))`,
  ),
  python(
    'js bridge',
    'the rejections of pyodide’s loaders as a way to the host',
    `${foreign}\nimport pyodide_js\nfrom pyodide.ffi import run_sync  # async\nfor load in (pyodide_js.loadPackage, pyodide_js._api.loadBinaryFile):\n    try:\n        run_sync(load('node:fs'))\n    except BaseException as caught:\n        reached = reached or foreign(caught)`,
  ),
  python(
    'js bridge',
    'the error of a stack overflow',
    `${foreign}\nfrom pyodide.ffi import create_proxy\ndef deeper(*_):\n    try:\n        return js.crypto.getRandomValues(js.Array['from']([1], proxy))\n    except BaseException as caught:\n        return foreign(caught) if type(caught).__name__ == 'JsException' else None\nproxy = create_proxy(deeper)\nreached = deeper()`,
  ),
  python(
    'js bridge',
    'Error.prepareStackTrace',
    `import js\nfrom pyodide.ffi import create_proxy\nfound = []\ndef prepare(error, frames):\n    for frame in frames:\n        found.append(str(frame.getThis()) + str(frame.getFunction()))\n    return ''\njs.Error.prepareStackTrace = create_proxy(prepare)\nstr(js.Error.new('x').stack)\nreached = [item for item in found if 'process' in item] or None`,
  ),
  python(
    'js bridge',
    'Error.captureStackTrace',
    `import js\nholder = js.Object.new()\njs.Error.captureStackTrace(holder)\nreached = 'stack' if 'node:internal' in str(holder.stack) and hasattr(holder.stack, 'getThis') else None`,
  ),
  python(
    'js bridge',
    'catch what the host hands in: Uint8Array.set',
    `${foreign}\nfrom pyodide.ffi import create_proxy\ncaught = []\njs.Uint8Array.prototype.set = create_proxy(lambda value, *rest: caught.append(value))\njs.TextEncoder.new().encode('abc')\njs.TextDecoder.new().decode(js.Uint8Array.new(4))\njs.crypto.getRandomValues(js.Uint8Array.new(8))\njs.performance.now()\nreached = next(filter(None, map(foreign, caught)), None)`,
  ),
  python(
    'js bridge',
    'catch what the host hands in: Promise.then',
    `${foreign}\nfrom pyodide.ffi import create_proxy\ncaught = []\njs.Promise.prototype.then = create_proxy(lambda *values: caught.extend(values))\njs.queueMicrotask(create_proxy(lambda: None))\njs.fetch('x')\nreached = next(filter(None, map(foreign, caught)), None)`,
  ),
  python(
    'js bridge',
    'a forged typed array for the host',
    `${foreign}\nforged = js.Object.new()\nforged.buffer = js.ArrayBuffer.new(8)\nforged.byteOffset = 0\nforged.byteLength = 10 ** 9\ntry:\n    reached = foreign(js.crypto.getRandomValues(forged))\nexcept BaseException as caught:\n    reached = foreign(caught)`,
  ),
  python(
    'js bridge',
    'poison Object.prototype',
    `import js\njs.Object.prototype.type = 'boot'\njs.Object.prototype.toJSON = js.Object\njs.Array.prototype.push = None`,
  ),
  python(
    'js bridge',
    'a WebAssembly module of one’s own',
    `${foreign}\nfrom pyodide.ffi import to_js\nmodule = js.WebAssembly.Module.new(to_js(bytes([0, 97, 115, 109, 1, 0, 0, 0])))\ninstance = js.WebAssembly.Instance.new(module)\nreached = foreign(instance) or foreign(instance.exports) or foreign(module)`,
  ),
  python(
    'js bridge',
    'Worker, importScripts, ShadowRealm',
    `import js\nreached = next((name for name in ('Worker', 'ShadowRealm', 'postMessage', 'require', 'importScripts') if getattr(js, name, None)), None)`,
  ),
  python(
    'js bridge',
    'walk every object within reach',
    `${foreign}\nimport time\nseen, queue, end = set(), [('js', js)], time.time() + 0.8\nwhile queue and time.time() < end and reached is None:\n    path, item = queue.pop(0)\n    try:\n        names = list(js.Object.getOwnPropertyNames(item))\n    except BaseException:\n        continue\n    for name in names:\n        where = path + '.' + name\n        if name in ('process', 'mainModule', 'getBuiltinModule', 'binding', '_linkedBinding'):\n            reached = where\n        try:\n            child = getattr(item, name)\n            key = child.js_id\n        except BaseException:\n            continue\n        if key not in seen:\n            seen.add(key)\n            queue.append((where, child))\n            if child.constructor != js.Object and foreign(child):\n                reached = where + ': ' + foreign(child)`,
  ),
  python(
    'js bridge',
    'the module’s own internals',
    `import pyodide_js\nmodule = pyodide_js._module\nreached = next((name for name in ('process', 'require', 'quit_') if hasattr(getattr(module, name, None), 'pid')), None)`,
  ),

  python(
    'the runner',
    'globals of the calling frame',
    `import sys\nframe = sys._getframe()\nwhile frame:\n    for name, value in frame.f_locals.items():\n        if 'canary-' + 'secret' in str(value):\n            reached = name\n    frame = frame.f_back`,
  ),
  python(
    'the runner',
    'patch what the runner uses',
    `import json, builtins\njson.dumps = lambda *a, **k: 'forged'\nbuiltins.len = lambda value: 0`,
  ),
  python(
    'the runner',
    'call the runner from inside',
    `import __main__, sys, gc\nfor thing in gc.get_objects():\n    if callable(thing) and getattr(thing, '__name__', '') == 'reset' and '_outpost' in getattr(thing, '__qualname__', ''):\n        thing()`,
  ),
  python(
    'the runner',
    'answer in the runner’s name',
    `import os\nos.write(1, b'\\x10\\x00\\x00\\x00\\x00\\x00\\x00\\x00{"type":"ready"}')\nos.write(2, b'x' * 100)`,
  ),
  python(
    'the runner',
    'a result that is not what it seems',
    `class Odd(dict):\n    def items(self):\n        return [('reached', 'forged')]\nreturn Odd()`,
  ),
];
