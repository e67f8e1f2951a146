using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Trading.Breakers;
using Trading.MarketData;
using Trading.Messages;
using Trading.Orders;
using Trading.Runtime.Brokers.Schwab;
using Trading.Runtime.Resilience;
using Trading.Trades;

namespace Trading.Runtime.Tests.Brokers.Schwab;

/// <summary>A Schwab that repeats in its errors everything it was sent: none of it may show anywhere.</summary>
[Collection(nameof(Telemetry.Tracing))]
public sealed class SchwabSecretsTests : IDisposable
{
    private const string LoginCode = "C0.b2F1dGgyLmJkYy5zY2h3YWI@";

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly ActivityListener _listener;

    public SchwabSecretsTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Trading" or "System.Net.Http" or "Polly",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => See(span.DisplayName, span.StatusDescription, string.Join(' ', span.TagObjects), string.Join(' ', span.Events.SelectMany(e => e.Tags))),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _stop.Dispose();
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(-1)]
    [InlineData(-2)]
    public async Task No_secret_is_in_an_answer_an_alarm_a_log_a_trace_a_breaker_or_an_exception(int status)
    {
        foreach (var isAged in new[] { false, true })
        {
            var token = isAged ? Wire.AgedToken(minutesLeft: -1) : Wire.FreshToken();
            var wire = new Wire(token);
            wire.Answers = (request, body) =>
            {
                var echo = $"{request} {body} {wire.Authorisations[^1]} {Wire.Key.Reveal()} {Wire.AppSecret.Reveal()} {token.Access.Reveal()} {token.Refresh.Reveal()} {(body.Contains("authorization_code", StringComparison.Ordinal) ? LoginCode : "")}";
                return status switch
                {
                    -1 => throw new HttpRequestException($"failed: {echo}"),
                    -2 => throw new FormatException($"defect: {echo}"),
                    _ => Wire.Json(JsonSerializer.Serialize(new { error = "invalid_client", error_description = echo, message = echo, errors = new[] { echo } }), status),
                };
            };
            await AskEverythingAsync(wire);
            var breaker = await wire.Breakers.StatusAsync(BreakerNames.Schwab, _stop.Token);
            See(breaker.LastTrip?.ToString(), JsonSerializer.Serialize(breaker));
            using var log = new Journal(_seen);
            var alarms = new LoggedAlarms(log);
            foreach (var alarm in wire.Alarms) alarms.Raise(alarm);
            See(wire.Options.ToString(), (await wire.Store.LoadAsync(_stop.Token))?.ToString(), JsonSerializer.Serialize(wire.Options));
        }
        Assert.NotEmpty(_seen);
        string[] secrets = ["access-token-1", "access-token-old", "refresh-token-1", Wire.AppSecret.Reveal(), Uri.EscapeDataString(Wire.AppSecret.Reveal()), LoginCode, Uri.EscapeDataString(LoginCode),
            Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{Wire.Key.Reveal()}:{Wire.AppSecret.Reveal()}"))];
        foreach (var text in _seen)
            foreach (var secret in secrets) Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    private async Task AskEverythingAsync(Wire wire)
    {
        var scope = new Scope("main", "trend", "AAPL");
        var trade = TradeId.Of(MessageId.From("test"), Wire.Now, scope);
        var ticket = new OrderTicket(new OrderId(trade, OrderRole.Entry, 1), trade, scope, OrderRole.Entry, OrderTerms.Market(OrderSide.Buy, 1));
        var login = wire.Connection.BeginLogin();
        var state = login.AuthorizeUrl.Query[(login.AuthorizeUrl.Query.LastIndexOf('=') + 1)..];
        await TryAsync(wire, async () => (await wire.Broker.SubmitAsync(ticket, _stop.Token)).ToString());
        await TryAsync(wire, async () => (await wire.Broker.AccountAsync(_stop.Token)).ToString());
        await TryAsync(wire, async () => (await wire.Broker.CancelAsync("x", "1", _stop.Token)).ToString());
        await TryAsync(wire, async () => (await wire.Connection.RefreshLoginAsync(_stop.Token)).ToString());
        await TryAsync(wire, async () => (await wire.Connection.MarketData.QuoteAsync("AAPL", _stop.Token))?.ToString());
        await TryAsync(wire, async () => (await wire.Connection.MarketData.BarsAsync("AAPL", BarPeriod.Minute, Wire.Now.AddHours(-1), Wire.Now, _stop.Token)).Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        await wire.Breakers.ResetAsync(BreakerNames.Schwab, Wire.Now, _stop.Token);
        await TryAsync(wire, async () => (await login.CompleteAsync(new Uri($"https://127.0.0.1:8182/?code={Uri.EscapeDataString(LoginCode)}&state={state}"), _stop.Token)).ToString());
    }

    private async Task TryAsync(Wire wire, Func<Task<string?>> call)
    {
        try
        {
            var answer = call();
            // The clock runs while a retry waits.
            for (var i = 0; i < 20_000 && !answer.IsCompleted; i++)
            {
                await Task.Yield();
                if (i > 100 && !answer.IsCompleted) wire.Clock.Advance(TimeSpan.FromMilliseconds(10));
            }
            See(await answer.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None));
        }
        catch (Exception thrown) when (thrown is not TimeoutException)
        {
            See(thrown.ToString());
        }
    }

    private void See(params string?[] texts)
    {
        foreach (var text in texts)
            if (!string.IsNullOrEmpty(text)) _seen.Enqueue(text);
    }

    private sealed class Journal(ConcurrentQueue<string> seen) : ILogger<LoggedAlarms>, IDisposable
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            seen.Enqueue($"{formatter(state, exception)} {state} {exception}");

        public void Dispose()
        {
        }
    }
}
