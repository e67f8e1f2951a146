using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using Trading.Agents;
using Trading.Runtime.Buses;
using Assembly = System.Reflection.Assembly;

namespace Trading.Cli.Tests;

/// <summary>Arrows point down only: Cli, TradingFunctions -> Alpaca -> Runtime -> Trading.</summary>
public class DependencyRulesTests
{
    private static readonly Assembly Core = typeof(IAgent).Assembly;
    private static readonly Assembly Runtime = typeof(InProcessBus).Assembly;
    private static readonly Assembly Command = typeof(CommandLine).Assembly;

    private static readonly Architecture Types = new ArchLoader().LoadAssemblies(Core, Runtime, Command).Build();

    [Fact]
    public void The_core_refers_to_nothing_but_the_framework() =>
        Assert.All(Core.GetReferencedAssemblies(), reference => Assert.True(IsFramework(reference), $"the core refers to {reference.Name}"));

    [Fact]
    public void The_core_does_no_io() => AssertNone(
        TypesOf(Core), target => target.FullName.StartsWith("System.IO.File", StringComparison.Ordinal)
            || target.FullName.StartsWith("System.Net", StringComparison.Ordinal)
            || target.FullName.StartsWith("System.Data", StringComparison.Ordinal)
            || target.FullName is "System.Console" or "System.Environment" or "System.Random" or "System.Diagnostics.Stopwatch");

    [Fact]
    public void The_runtime_does_not_know_the_command() => Assert.DoesNotContain(Runtime.GetReferencedAssemblies(), reference => reference.Name == Command.GetName().Name);

    [Fact]
    public void Nothing_but_the_command_knows_the_simulator()
    {
        Assert.DoesNotContain(Runtime.GetReferencedAssemblies().Concat(Core.GetReferencedAssemblies()), reference => reference.Name == "Trading.Simulation");
        AssertNone(
            TypesOf(Command).Where(type => !type.FullName.Contains("Simulat", StringComparison.Ordinal)),
            target => target.FullName.StartsWith("Trading.Simulation.", StringComparison.Ordinal));
    }

    [Fact]
    public void No_agent_knows_another() => AssertNone(
        Agents, (agent, target) => target != agent && Agents.Contains(target));

    [Fact]
    public void No_agent_knows_the_runtime_or_a_vendor() => AssertNone(
        Agents, target => new[] { "Trading.Runtime", "StackExchange", "Microsoft.Data", "Microsoft.Azure", "Microsoft.DurableTask", "Alpaca" }
            .Any(prefix => target.FullName.StartsWith(prefix, StringComparison.Ordinal)));

    [Fact]
    public void Azure_and_Alpaca_types_stay_in_their_own_projects() => Assert.All(
        Core.GetReferencedAssemblies().Concat(Runtime.GetReferencedAssemblies()),
        reference => Assert.False(
            reference.Name!.StartsWith("Microsoft.Azure", StringComparison.Ordinal)
            || reference.Name.StartsWith("Microsoft.DurableTask", StringComparison.Ordinal)
            || reference.Name.StartsWith("Alpaca", StringComparison.Ordinal), reference.Name));

    [Fact]
    public void Words_of_the_core_do_not_know_the_agents() => AssertNone(
        TypesOf(Core).Where(type => !type.FullName.StartsWith("Trading.Agents", StringComparison.Ordinal)
            && !type.FullName.StartsWith("Trading.Lifecycles.LifecycleMessages", StringComparison.Ordinal)),
        target => target.FullName.StartsWith("Trading.Agents.", StringComparison.Ordinal)
            && !target.FullName.StartsWith("Trading.Agents.Ports.", StringComparison.Ordinal));

    [Fact]
    public void There_are_five_agents_besides_the_lifecycles() => Assert.Equal(
        ["MarketDataAgent", "OrderExecutionAgent", "PositionManagementAgent", "RiskManagementAgent", "StrategyAgent"],
        Agents.Select(agent => agent.Name).Order(StringComparer.Ordinal));

    private static List<IType> Agents { get; } =
        [.. TypesOf(Core).Where(type => type is Class { IsAbstract: false } && type.ImplementsInterface(typeof(IAgent).FullName!))];

    private static IEnumerable<IType> TypesOf(Assembly assembly) =>
        Types.Types.Where(type => type.Assembly.Name.StartsWith(assembly.GetName().Name + ",", StringComparison.Ordinal) || type.Assembly.Name == assembly.GetName().Name);

    private static void AssertNone(IEnumerable<IType> types, Func<IType, bool> isForbidden) => AssertNone(types, (_, target) => isForbidden(target));

    private static void AssertNone(IEnumerable<IType> types, Func<IType, IType, bool> isForbidden)
    {
        var checkedTypes = types.ToList();
        Assert.NotEmpty(checkedTypes);
        var offences = from type in checkedTypes
                       from dependency in type.Dependencies
                       where isForbidden(type, dependency.Target)
                       select $"{type.FullName} -> {dependency.Target.FullName}";
        Assert.Empty(offences.Distinct());
    }

    private static bool IsFramework(AssemblyName reference) =>
        reference.Name!.StartsWith("System", StringComparison.Ordinal) || reference.Name is "netstandard" or "mscorlib" or "Microsoft.CSharp";
}
