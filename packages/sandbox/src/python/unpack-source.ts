/**
 * Python that unpacks the packages in `/wheels` and lists what it wrote. Compiled files stand in for
 * their sources: half the memory, and no compiling at the first import. Of a source distribution only
 * the folders named in `_outpost_roots` are taken (file → paths inside the distribution).
 */
export const unpackSource = String.raw`
def _outpost_unpack(roots):
    import importlib, importlib._bootstrap_external as external, io, json, os, sys, tarfile, zipfile
    site = next(path for path in sys.path if path.endswith('site-packages'))
    listing, parts, size = [], [], 0

    def wheel_members(name, budget):
        with zipfile.ZipFile('/wheels/' + name) as wheel:
            for item in wheel.infolist():
                budget -= item.file_size
                if budget < 0:
                    raise ValueError(name + ' unpacks to more than 512 MiB')
                if not item.is_dir():
                    yield item.filename, wheel.read(item)

    def source_members(name, budget):
        with tarfile.open('/wheels/' + name) as archive:
            for item in archive:
                budget -= item.size
                if budget < 0:
                    raise ValueError(name + ' unpacks to more than 512 MiB')
                inner = item.name.partition('/')[2]
                for root in roots.get(name, ()):
                    if item.isfile() and inner.startswith(root + '/'):
                        yield inner[len(os.path.dirname(root)):].lstrip('/'), archive.extractfile(item).read()

    for name in sorted(os.listdir('/wheels')) if os.path.isdir('/wheels') else []:
        members = wheel_members if name.endswith('.whl') else source_members
        for filename, data in members(name, 512 * 1024 * 1024):
            path = os.path.normpath(filename)
            if path.startswith(('/', '..')) or '/tests/' in path:
                continue
            target = site + '/' + path
            if path.endswith('.py'):
                code = compile(data, target, 'exec', dont_inherit=True, optimize=0)
                data, target = bytes(external._code_to_timestamp_pyc(code)), target + 'c'
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, 'wb') as out:
                out.write(data)
            listing.append([target, size, size + len(data)])
            parts.append(data)
            size += len(data)
        os.remove('/wheels/' + name)
    importlib.invalidate_caches()
    return json.dumps(listing).encode(), b''.join(parts)
_outpost_listing, _outpost_archive = _outpost_unpack(_outpost_roots)
del _outpost_unpack, _outpost_roots
`;
