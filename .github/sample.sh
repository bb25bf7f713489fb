#!/usr/bin/env bash
# Creates a repository with a sound draft, a draft with a finding, and a file that is not a draft.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$1"
cp "$root/examples/night-shift-handover.md" "$1/good.md"
printf '%s\n' '# PR/FAQ: Market traders are paid before they pack up' '' 'TODO: say what same-day pay costs.' \
  '' '## FAQ' '' '### What does it cost?' '' 'It costs £3 a month.' > "$1/bad.md"
printf '%s\n' '# tillgo' '' 'A library.' > "$1/README.md"
git -C "$1" init --quiet
git -C "$1" add --all
