#!/usr/bin/env bash
# Builds the app, puts it where the desk runs from, and starts it. Needs `az login`, and the outputs of infra/main.bicep as variables;
# azd sets them, and by hand: eval "$(azd env get-values | sed 's/^/export /')"
set -euo pipefail
cd "$(dirname "$0")/.."

: "${AZURE_RESOURCE_GROUP:?is set by azd: run azd up, or see the top of this file}" "${DESK_APP:?}" "${DESK_PLAN:?}" "${DESK_STORAGE:?}" "${DESK_PACKAGES:?}"
for tool in dotnet az zip; do command -v "$tool" >/dev/null || { echo "$tool is missing." >&2; exit 1; }; done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
version=$(git describe --always --dirty 2>/dev/null || date -u +%Y%m%d%H%M%S)

dotnet publish src/TradingFunctions -c Release -o "$work/app" -v quiet
# The file of the desk, trading.yaml, goes beside the app; DESK_FILE then names it there: /home/site/wwwroot/trading.yaml
if [ -n "${DESK_FILE:-}" ]; then cp "${DESK_SOURCE:-trading.yaml}" "$work/app/$(basename "$DESK_FILE")"; fi
(cd "$work/app" && zip -qr "$work/desk.zip" .)

upload() { az storage blob upload --auth-mode login --account-name "$DESK_STORAGE" --container-name "$1" --name "$2" --file "$3" --overwrite --only-show-errors --output none; }

# A role that was given a moment ago may take some minutes to hold.
for attempt in 1 2 3 4 5 6 7 8 9 10; do
  upload "$DESK_PACKAGES" "desk-$version.zip" "$work/desk.zip" && break
  [ "$attempt" -lt 10 ] || { echo "The package could not be uploaded to $DESK_STORAGE." >&2; exit 1; }
  sleep 30
done
infra/monitor/upload.sh "$DESK_STORAGE"

if [ "$DESK_PLAN" = Flex ]; then
  az functionapp deployment source config-zip --resource-group "$AZURE_RESOURCE_GROUP" --name "$DESK_APP" --src "$work/desk.zip" --only-show-errors --output none
else
  # The app runs from the blob desk.zip. It is read when the app starts, and the platform is then told which triggers there are.
  upload "$DESK_PACKAGES" desk.zip "$work/desk.zip"
  az functionapp restart --resource-group "$AZURE_RESOURCE_GROUP" --name "$DESK_APP" --only-show-errors
  app=$(az functionapp show --resource-group "$AZURE_RESOURCE_GROUP" --name "$DESK_APP" --query id --output tsv)
  az rest --method post --url "https://management.azure.com$app/syncfunctiontriggers?api-version=2024-11-01" --output none
fi
echo "$DESK_APP runs $version."
