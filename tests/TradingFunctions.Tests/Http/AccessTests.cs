using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using TradingFunctions.Http;

namespace TradingFunctions.Tests.Http;

public sealed class AccessTests
{
    [Fact]
    public void Every_operation_wants_a_key_but_the_health_check_which_the_platform_calls_without_one()
    {
        var levels = typeof(DeskApi).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .SelectMany(method => method.GetParameters().Select(parameter => (
                Function: method.GetCustomAttribute<FunctionAttribute>()?.Name, parameter.GetCustomAttribute<HttpTriggerAttribute>()?.AuthLevel)))
            .Where(one => one is { Function: not null, AuthLevel: not null })
            .ToDictionary(one => one.Function!, one => one.AuthLevel!.Value);

        Assert.Equal(["Flatten", "Halt", "Health", "Orders", "ResetBreaker", "Resume", "Status", "Trades"], levels.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["Health"], levels.Where(one => one.Value != AuthorizationLevel.Function).Select(one => one.Key));
        Assert.Equal(AuthorizationLevel.Anonymous, levels["Health"]);
    }
}
