using System.Text;
using Microsoft.Extensions.Logging;
using Trading.Agents.Ports;
using Trading.FakeBrokers.Faults;
using Trading.Runtime.Resilience;

namespace Trading.BrokerContract.Secrets;

/// <summary>A broker that fails in every way there is, and repeats in its answers all that it was sent: no secret shows in a log, a trace, an alarm, a breaker, an answer or an exception.</summary>
public abstract class SecretsTests
{
    /// <summary>Each kind of fault, and each status with a body that gives everything away.</summary>
    public static TheoryData<string> Faults =>
        [.. Enum.GetNames<FaultKind>(), .. ((int[])[200, 302, 400, 401, 403, 404, 408, 409, 418, 422, 429, 500, 502, 503]).Select(status => $"{status}")];

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Faults))]
    public async Task No_secret_shows_whatever_fails(string fault)
    {
        var logs = new KeptLogs();
        using var traces = new KeptTraces();
        await using var floor = await OpenAsync(logs);
        floor.Minute(100);
        await AskAllAsync(floor, logs); // what is learnt from a broker that works is known from then on
        var healthy = traces.Lines.Count;

        floor.Faults!.Set(Rules(fault, string.Join(' ', Secrets(floor))));
        await AskAllAsync(floor, logs);

        var breaker = await floor.Breakers.StatusAsync(floor.Breaker, Cancellation);
        logs.Lines.Enqueue($"{breaker} {breaker.LastTrip}");
        foreach (var alarm in floor.Alarms) new LoggedAlarms(LoggerFactoryExtensions.CreateLogger<LoggedAlarms>(logs)).Raise(alarm);
        Assert.NotEmpty(floor.Faults.Taken);
        Assert.True(healthy > 0 && traces.Lines.Count > healthy, "nothing was traced");
        foreach (var secret in Secrets(floor).SelectMany(Spellings))
            Assert.DoesNotContain(logs.Lines.Concat(traces.Lines), line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    protected abstract Task<WiredFloor> OpenAsync(KeptLogs logs);

    /// <summary>Keys, secrets, tokens, codes, account numbers and what stands for them.</summary>
    protected abstract IEnumerable<string> Secrets(WiredFloor floor);

    /// <summary>Whatever can be asked of the broker besides its orders.</summary>
    protected abstract IEnumerable<Func<Task<object?>>> Questions(WiredFloor floor);

    private static FaultRule[] Rules(string fault, string everything)
    {
        var body = $$"""{"code":40010001,"error":"invalid_request","message":"{{everything}}","error_description":"{{everything}}","errors":["{{everything}}"]}""";
        if (int.TryParse(fault, out var status)) return [FaultRule.Reply("*", status, body, ("X-Echo", everything), ("Location", $"http://127.0.0.1/{Uri.EscapeDataString(everything)}")) with { Times = 0 }];
        return Enum.Parse<FaultKind>(fault) switch
        {
            FaultKind.Delay => [new(FaultKind.Delay) { Times = 0, Delay = TimeSpan.FromMilliseconds(1) }],
            FaultKind.Rewrite => [FaultRule.Rewrite("orders", "statusDescription", everything, times: 0), FaultRule.Rewrite("*", "status", "SOMETHING_NEW", times: 0)],
            FaultKind.CapFills => [new(FaultKind.CapFills) { Value = "1", Times = 0 }],
            var kind => [new(kind) { Times = 0, Status = 500, Body = body }],
        };
    }

    private async Task AskAllAsync(WiredFloor floor, KeptLogs logs)
    {
        var broker = floor.Broker;
        var (open, done) = (floor.Ticket(ContractFloor.BuyLimit(10, 90)), floor.Ticket(ContractFloor.Buy(10)));
        var next = open.Id.ClientOrderId(1);
        Func<Task<object?>>[] questions =
        [
            async () => await broker.SubmitAsync(open, Cancellation),
            async () => await broker.SubmitAsync(done, Cancellation),
            async () => await broker.FindAsync(open.Id.Value, null, Cancellation),
            async () => await broker.ReplaceAsync(open.Id.Value, null, next, ContractFloor.BuyLimit(10, 91), Cancellation),
            async () => await broker.CancelAsync(next, null, Cancellation),
            async () => await broker.OrdersAsync(floor.Clock.GetUtcNow().AddDays(-1), Cancellation) is var orders && orders.IsDone ? string.Join('\n', orders.Value) : orders,
            async () => await broker.PositionsAsync(Cancellation),
            async () => await broker.AccountAsync(Cancellation),
            .. Questions(floor),
        ];
        foreach (var question in questions)
        {
            // An open breaker would keep the rest from being asked.
            await floor.Breakers.ResetAsync(floor.Breaker, floor.Clock.GetUtcNow(), Cancellation);
            try
            {
                logs.Lines.Enqueue($"{await question()}");
            }
#pragma warning disable CA1031 // whatever is thrown is looked at
            catch (Exception thrown) when (!Cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                logs.Lines.Enqueue(thrown.ToString());
            }
        }
        floor.Minute(100);
    }

    private static IEnumerable<string> Spellings(string secret) =>
        ((string[])[secret, Uri.EscapeDataString(secret), Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))]).Distinct();
}
