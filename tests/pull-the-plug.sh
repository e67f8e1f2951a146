#!/usr/bin/env bash
# Kills a desk with SIGKILL at random moments while its paper exchange, in another process, goes on trading.
# The last line says how many rounds there were and how long recovery took. Usage: tests/pull-the-plug.sh [ROUNDS] [SEED]
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/Trading.Cli.Tests -v q --nologo
report="$(mktemp)"
trap 'rm -f "$report"' EXIT
PULL_THE_PLUG_ROUNDS="${1:-20}" PULL_THE_PLUG_SEED="${2:-$RANDOM}" PULL_THE_PLUG_REPORT="$report" \
    ./artifacts/bin/Trading.Cli.Tests/debug/Trading.Cli.Tests -class "*PullThePlugTests" -showLiveOutput
cat "$report"
