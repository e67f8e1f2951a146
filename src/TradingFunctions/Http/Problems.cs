using Microsoft.AspNetCore.Mvc;

namespace TradingFunctions.Http;

/// <summary>Errors as problem details, RFC 9457, each with a stable code in its title.</summary>
internal static class Problems
{
    public static ObjectResult Of(int status, string code, string detail) => new(new ProblemDetails
    {
        Status = status,
        Title = code,
        Type = $"urn:trading:problem:{code}",
        Detail = detail,
    })
    {
        StatusCode = status,
        ContentTypes = { "application/problem+json" },
    };
}
