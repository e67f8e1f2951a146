using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Trading.FakeBrokers.Faults;

namespace Trading.FakeBrokers.Hosting;

/// <summary>How the endpoints of the fakes name what they do, and see the fault that met them.</summary>
public static class FakeEndpoints
{
    private static readonly object FaultKey = new();

    public static TBuilder Named<TBuilder>(this TBuilder endpoint, string operation)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Operation(operation));

    /// <summary>The operation of a request; <c>other</c> for an endpoint without one.</summary>
    public static string OperationOf(this HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Operation>()?.Name ?? "other";

    /// <summary>The rule that met this request and is the endpoint's to carry out, such as <see cref="FaultKind.FillLate"/>; null for none.</summary>
    public static FaultRule? Fault(this HttpContext context) => context.Items.TryGetValue(FaultKey, out var rule) ? (FaultRule?)rule : null;

    internal static void SetFault(this HttpContext context, FaultRule rule) => context.Items[FaultKey] = rule;

    private sealed record Operation(string Name);
}
