#!/usr/bin/env bash
# Builds everything and runs every test. Needs the .NET 10 SDK. Prints "N passed, N failed, N skipped" last; any failure exits non-zero.
set -uo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NO_COLOR=1

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download" >&2; exit 1; }

# The tests of the Redis bus start a server of their own; without one they are skipped, and in continuous integration they fail.
if ! command -v redis-server >/dev/null && command -v apt-get >/dev/null; then
  root=(); [ "$(id -u)" -eq 0 ] || root=(sudo -n)
  "${root[@]}" apt-get update -qq >/dev/null 2>&1 && "${root[@]}" apt-get install -qq -y redis-server >/dev/null 2>&1 \
    || echo "redis-server is missing and could not be installed: apt-get install redis-server" >&2
fi

# The Azure and Alpaca projects need packages that some private feeds lack; there the rest is built and tested alone.
solution=TradingFunctions.sln
restored=$(mktemp)
trap 'rm -f "$restored"' EXIT
if ! dotnet restore "$solution" >"$restored" 2>&1; then
  missing=$(grep -oE 'Unable to find package [^ ]+' "$restored" | sort -u | sed 's/Unable to find package //; s/\.$//' | tr '\n' ' ')
  if ! grep -qE '(Microsoft\.Azure\.Functions|Microsoft\.DurableTask|Microsoft\.Azure\.DurableTask|Alpaca\.Markets)' <<<"$missing"; then
    cat "$restored"; exit 1
  fi
  echo "=============================================================================="
  echo "NOT BUILT AND NOT TESTED: the Azure and Alpaca projects. This package feed lacks:"
  echo "  $missing"
  echo "=============================================================================="
  solution=Trading.slnf
  dotnet restore "$solution" || exit 1
fi
# The tests of the Azure host start its storage themselves.
if [ "$solution" != Trading.slnf ] && [ ! -x node_modules/.bin/azurite ] && command -v npm >/dev/null; then
  npm ci --no-audit --no-fund >/dev/null 2>&1 || echo "azurite could not be installed: npm ci" >&2
fi
dotnet build "$solution" -c Release --no-restore -v quiet || { echo "The build failed." >&2; exit 1; }

passed=0 failed=0 skipped=0 failures=
for project in tests/*/*.Tests.csproj; do
  name=$(basename "$project" .csproj)
  runner=artifacts/bin/$name/release/$name
  if [ ! -x "$runner" ]; then
    [ "$solution" = Trading.slnf ] && continue
    echo "$name was not built."; failed=$((failed + 1)); continue
  fi
  echo "--- $name"
  output=$("$runner" -noColor -noLogo 2>&1); code=$?
  echo "$output" | tail -n 40
  failures+=$(grep -E '\[FAIL\]' <<<"$output")
  summary=$(grep -E "Total: [0-9]+, Errors: [0-9]+" <<<"$output" | tail -n 1)
  count() { sed -nE "s/.*$1: ([0-9]+).*/\1/p" <<<"$summary"; }
  total=$(count Total); errors=$(count Errors); bad=$(count Failed); idle=$(count Skipped)
  if [ -z "$total" ]; then echo "$name ended with code $code and no summary."; failed=$((failed + 1)); continue; fi
  bad=$((bad + errors))
  [ "$code" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
  passed=$((passed + total - bad - idle)); failed=$((failed + bad)); skipped=$((skipped + idle))
done

# The compiler of the infrastructure comes from the package feed; where that lacks it, this is skipped as loudly as the projects above.
echo "--- Infrastructure"
infra/check.sh
case $? in
  0) passed=$((passed + 1)) ;;
  3) skipped=$((skipped + 1)) ;;
  *) failed=$((failed + 1)) ;;
esac

[ -z "$failures" ] || printf 'Failed:\n%s\n' "$failures"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
