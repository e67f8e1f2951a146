#!/usr/bin/env bash
# Kills processes with SIGKILL at random moments while the paper exchange, in a process of its own, goes on trading.
#   desk   one desk with its journal
#   redis  two copies of every agent over Redis, and the redis-server itself (append-only file, synced always)
#   agents every agent in a process of its own, some of them twice, and the redis-server
# The last line says how many rounds there were and how long recovery took.
# Usage: tests/pull-the-plug.sh [ROUNDS] [SEED] [desk|redis|agents]
set -euo pipefail
cd "$(dirname "$0")/.."
case "${3:-desk}" in
    desk) class="*PullThePlugTests" ;;
    redis) class="*KilledProcessesTests" ;;
    agents) class="*KilledAgentsTests" ;;
    *) echo "pull-the-plug.sh: '$3' is none of desk, redis and agents" >&2; exit 2 ;;
esac
dotnet build tests/Trading.Cli.Tests -v q --nologo
report="$(mktemp)"
trap 'rm -f "$report"' EXIT
seed="${2:-$RANDOM}"
echo "seed $seed"
PULL_THE_PLUG_ROUNDS="${1:-20}" PULL_THE_PLUG_SEED="$seed" PULL_THE_PLUG_REPORT="$report" \
    ./artifacts/bin/Trading.Cli.Tests/debug/Trading.Cli.Tests -class "$class" -showLiveOutput
cat "$report"
