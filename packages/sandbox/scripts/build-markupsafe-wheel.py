"""Builds the pure-Python wheel of MarkupSafe, which PyPI offers only with native code.

    pip download --no-deps --no-binary :all: markupsafe==3.0.4
    python3 build-markupsafe-wheel.py markupsafe-3.0.4.tar.gz <directory>

The same source gives the same bytes: fixed times, fixed order, no compression differences.
"""

import base64
import hashlib
import sys
import tarfile
import zipfile

SOURCE_SHA256 = "2e9ad7dd851bf45fab9f75cbff4cb493fee9979e8d8c7c9c3ee119022518edd6"
NAME = "markupsafe-3.0.4"
FILES = ("__init__.py", "_native.py", "py.typed")
WHEEL = "Wheel-Version: 1.0\nGenerator: outpost\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def main(source, directory):
    with open(source, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    if digest != SOURCE_SHA256:
        sys.exit(f"{source} has SHA-256 {digest}, expected {SOURCE_SHA256}.")
    with tarfile.open(source) as archive:
        read = lambda path: archive.extractfile(f"{NAME}/{path}").read()
        contents = {f"markupsafe/{name}": read(f"src/markupsafe/{name}") for name in FILES}
        contents[f"{NAME}.dist-info/METADATA"] = read("PKG-INFO")
        contents[f"{NAME}.dist-info/licenses/LICENSE.txt"] = read("LICENSE.txt")
    contents[f"{NAME}.dist-info/WHEEL"] = WHEEL.encode()
    record = f"{NAME}.dist-info/RECORD"
    contents[record] = "".join(
        f"{path},sha256={checksum(data)},{len(data)}\n" for path, data in contents.items()
    ).encode() + f"{record},,\n".encode()
    with zipfile.ZipFile(f"{directory}/{NAME}-py3-none-any.whl", "w", zipfile.ZIP_STORED) as wheel:
        for path, data in contents.items():
            wheel.writestr(zipfile.ZipInfo(path, (2025, 1, 1, 0, 0, 0)), data)


def checksum(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


main(*sys.argv[1:])
