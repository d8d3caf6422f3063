"""Takes the AppImage out of the wheel: python3 unpack-wheel.py WHEEL TARGET."""
import shutil
import sys
import tarfile
import zipfile

wheel, target = sys.argv[1:3]
with zipfile.ZipFile(wheel) as archive:
    packed = [name for name in archive.namelist() if name.endswith(".AppImage.tar.gz")]
    if len(packed) != 1:
        sys.exit(f"{wheel}: expected one AppImage, found {len(packed)}")
    with archive.open(packed[0]) as stream, tarfile.open(fileobj=stream, mode="r|gz") as tar:
        for member in tar:
            content = tar.extractfile(member) if member.name.endswith(".AppImage") else None
            if content is not None:
                with open(target, "wb") as file:
                    shutil.copyfileobj(content, file)
                break
