#!/usr/bin/env bash
# Compiles and lints all of the infrastructure, and holds its settings against those of the app. Any warning fails.
# Exit code 3: the package feed lacks the compiler, and nothing was checked.
set -uo pipefail
cd "$(dirname "$0")/.."

restored=$(dotnet restore infra/Bicep.csproj -v quiet 2>&1) || {
  if grep -q 'Unable to find' <<<"$restored"; then
    echo "NOT CHECKED: the infrastructure. This package feed lacks $(dotnet msbuild infra/Bicep.csproj -getProperty:BicepPackage)."
    exit 3
  fi
  echo "$restored" >&2
  exit 1
}
bicep=$(dotnet msbuild infra/Bicep.csproj -getProperty:BicepPath)
chmod +x "$bicep" 2>/dev/null

failed=0
complain() { failed=1; echo "$1" >&2; }

# The compiler ends with 0 when it only warns, so what it says is looked at as well.
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
quiet() { local said; said=$("$@" 2>&1) && [ -z "$said" ] || complain "$said"; }
quiet "$bicep" lint --pattern 'infra/**/*.bicep'
quiet "$bicep" build-params --pattern 'infra/*.bicepparam' --outdir "$built"

# What the app reads on a developer's machine, the infrastructure has to set.
if [ -f local.settings.json ]; then
  for setting in $(sed -nE 's/^ {4}"([A-Za-z_]+)":.*/\1/p' local.settings.json); do
    grep -qE "^ +${setting}(__[A-Za-z]+)?:" infra/modules/app.bicep || complain "infra/modules/app.bicep: the app reads the setting '$setting', and nothing sets it."
  done
fi

# On Flex every function with a Redis trigger is off, and nothing else.
if [ -d src/TradingFunctions ]; then
  triggered=$(grep -rh --include='*.cs' -A3 -E '\[Function\(' src/TradingFunctions | awk '/\[Function\(/ { name = $0; sub(/.*\[Function\((nameof\()?"?/, "", name); sub(/["\)].*/, "", name) } /\[RedisStreamTrigger/ { print name }' | sort)
  disabled=$(sed -nE "s/^var redisTriggered = \[(.*)\]/\1/p" infra/modules/app.bicep | tr -d "' " | tr ',' '\n' | sort)
  [ "$triggered" = "$disabled" ] || complain "infra/modules/app.bicep: the functions with Redis triggers are $(echo $triggered), but Flex turns off $(echo $disabled)."
fi

[ "$failed" -eq 0 ] || { echo "The infrastructure is not clean." >&2; exit 1; }
echo "Bicep is clean: $(ls infra/*.bicep infra/modules/*.bicep | wc -l) files, $(ls infra/*.bicepparam | wc -l) parameter files, no warning."
