using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Trading.Agents.Ports;
using Trading.Messages;
using Trading.Risk;
using Trading.Runtime.Resilience;

namespace Trading.Runtime.Tests.Resilience;

public sealed class HaltingAlarmsTests : IBrokerAlarms, IMessageBus
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 8, 21, 14, 0, 0, TimeSpan.Zero));
    private readonly List<BrokerAlarm> _told = [];
    private readonly List<Message> _published = [];
    private bool _isAway;

    [Fact]
    public void An_alarm_that_halts_asks_for_a_halt_of_its_account_and_is_told_to_the_log()
    {
        Alarms().Raise(new BrokerAlarm("SCHWAB_LOG_IN_AGAIN", "paper", "The login has ended.", HaltsTrading: true));

        Assert.Equal("SCHWAB_LOG_IN_AGAIN", _told.Single().Code);
        var message = _published.Single();
        Assert.Equal((EventNames.HaltRequested, "paper"), (message.Name, message.Scope.Account));
        Assert.Equal(new HaltRequested(TradingState.Halted, Flatten: false, "SCHWAB_LOG_IN_AGAIN: The login has ended."), message.Data);
    }

    [Fact]
    public void An_alarm_that_does_not_halt_is_only_told()
    {
        Alarms().Raise(new BrokerAlarm("SCHWAB_LOGIN_ENDS", "paper", "The login ends tomorrow."));

        Assert.Single(_told);
        Assert.Empty(_published);
    }

    [Fact]
    public void An_alarm_that_goes_on_asks_once_a_minute()
    {
        var alarms = Alarms();
        foreach (var seconds in (int[])[0, 20, 30, 30])
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            alarms.Raise(new BrokerAlarm("ACCOUNT_BLOCKED", "paper", "It is blocked.", HaltsTrading: true));
        }

        Assert.Equal(2, _published.DistinctBy(message => message.Id).Count());
    }

    [Fact]
    public void A_bus_that_is_away_does_not_throw_into_the_call_that_raised_the_alarm()
    {
        _isAway = true;

        Alarms().Raise(new BrokerAlarm("ACCOUNT_BLOCKED", "paper", "It is blocked.", HaltsTrading: true));

        Assert.Single(_told);
    }

    void IBrokerAlarms.Raise(BrokerAlarm alarm) => _told.Add(alarm);

    ValueTask IMessageBus.PublishAsync(Message message, CancellationToken cancellation)
    {
        if (_isAway) throw new IOException("Redis is away");
        _published.Add(message);
        return ValueTask.CompletedTask;
    }

    private HaltingAlarms Alarms() => new(this, this, _clock, NullLogger<HaltingAlarms>.Instance);
}
