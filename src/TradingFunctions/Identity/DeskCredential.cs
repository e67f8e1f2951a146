using Azure.Core;
using Azure.Identity;

namespace TradingFunctions.Identity;

/// <summary>Who the app is towards Azure.</summary>
public static class DeskCredential
{
    /// <param name="clientId">The client id of the user-assigned identity, setting <c>AZURE_CLIENT_ID</c>; empty for whoever is logged in on this machine.</param>
    public static TokenCredential Of(string? clientId) => string.IsNullOrEmpty(clientId)
        ? new DefaultAzureCredential()
        : new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId));
}
