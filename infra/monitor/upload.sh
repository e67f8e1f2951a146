#!/usr/bin/env bash
# Puts the templates of the details tabs where the Durable Functions Monitor looks for them, and needs the Azure CLI.
#   infra/monitor/upload.sh              to Azurite on this machine
#   infra/monitor/upload.sh ACCOUNT      to a storage account, as who is logged in
# The monitor reads them when it starts: docker compose restart monitor
set -euo pipefail
cd "$(dirname "$0")"
command -v az >/dev/null || { echo "The Azure CLI is missing: https://learn.microsoft.com/cli/azure/install-azure-cli" >&2; exit 1; }

container=durable-functions-monitor
if [ $# -eq 0 ]; then
  # The key that every Azurite has.
  where=(--connection-string 'DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1;')
  az storage container create "${where[@]}" --name "$container" --only-show-errors --output none
else
  where=(--auth-mode login --account-name "$1")
fi
for template in *.liquid; do
  az storage blob upload "${where[@]}" --container-name "$container" --name "tab-templates/$template" --file "$template" --content-type text/plain --overwrite --only-show-errors --output none
  echo "$template is in $container/tab-templates."
done
